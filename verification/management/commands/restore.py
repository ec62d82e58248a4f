"""`manage.py restore FILE`: an empty desk becomes the one that a backup was made of."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from tqdm import tqdm

from claims.commandline import DeskCommand
from verification.backups import load_archive


class Command(DeskCommand):
    uses_database = True
    help = """Load a backup into an empty desk, whole or not at all. It may be another database than the backup's.

Example:
  DATA_DIR=new manage.py restore desk-2026-11-24.zip"""

    with_secrets = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="as `manage.py backup` wrote it")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.", returncode=2)
        with tqdm(unit=" rows", delay=2, disable=not sys.stderr.isatty()) as bar:
            done = load_archive(path, with_secrets=self.with_secrets, on_rows=bar.update)
        self.stdout.write(f"{done.rows} rows loaded; the trail holds: {done.trail} rows")
