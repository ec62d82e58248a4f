"""`manage.py backup FILE`: the whole desk as one file, while it goes on working."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from tqdm import tqdm

from claims.commandline import DeskCommand
from verification.backups import write_archive


class Command(DeskCommand):
    uses_database = True
    help = """Write everything that the desk holds, as it is at this moment, to one file: people with their passwords,
tokens and webhooks too, so keep it as safe as the desk itself. The desk goes on working meanwhile.

Example:
  manage.py backup desk-2026-11-24.zip

The file appears when it is whole. Load it into an empty desk with `manage.py restore`."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="must not be there yet")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = to_file(options["file"], secrets=True)
        self.stdout.write(f"{rows} rows, {options['file'].stat().st_size} bytes")


def check_folder(path: Path) -> None:
    """A file that is to be written needs a folder that is there: else bad usage, before anything is read."""
    if not path.parent.is_dir():
        raise CommandError(f"There is no folder {path.parent}. Make it first, or name another file.", returncode=2)


def to_file(path: Path, *, secrets: bool) -> int:
    """Writes an archive to a file that only its owner may read; returns the number of rows."""
    check_folder(path)
    if path.exists():
        raise CommandError(f"{path} is there already. Name another file, or remove it first.", returncode=2)
    part = path.with_name(path.name + ".part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with (
            os.fdopen(descriptor, "wb") as file,
            tqdm(unit=" rows", delay=2, disable=not sys.stderr.isatty()) as bar,
        ):
            rows = write_archive(file, secrets=secrets, on_rows=bar.update)
        part.replace(path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.", returncode=1) from error
    finally:
        part.unlink(missing_ok=True)
    return rows
