"""`manage.py audit verify`: walks the audit chain."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from tqdm import tqdm

from claims.commandline import DeskCommand
from verification import audit
from verification.exporting.pack_checks import check_pack
from verification.models import AuditHead


class Command(DeskCommand):
    uses_database = True
    help = """Walk the trail of all acts from its start: every row must follow the one before it, unchanged. Or prove
one check's pack, without any desk: its files, its rows of the trail, its passages.

Example:
  manage.py audit verify
  manage.py audit verify claim-7.zip

Exit code 1, and the first broken row or every fault, when something was changed, taken out or put in."""

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="verify")
        verify = verbs.add_parser("verify", help="walk the chain, or prove a pack")
        verify.add_argument("pack", nargs="?", type=Path, metavar="PACK", help="a zip of GET /claims/{id}/pack")

    def execute(self, *args: Any, **options: Any) -> Any:
        """A pack needs no database."""
        self.uses_database = not options.get("pack")
        return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["pack"]:
            self._pack(options["pack"])
            return
        head = AuditHead.objects.filter(pk=1).first()
        with tqdm(total=head.seq if head else 0, unit=" rows", delay=2, disable=not sys.stderr.isatty()) as bar:
            done = audit.verify(passed=bar.update)
        if done.broken_seq is not None:
            raise CommandError(f"The trail is broken at row {done.broken_seq}: {done.why}.", returncode=1)
        if head is None and done.rows:
            raise CommandError("The trail has no head any more: nobody can tell how many rows it had.", returncode=1)
        end = f", ending in {head.hash[:16]}…" if head and done.rows else ""
        self.stdout.write(f"The trail holds: {done.rows} rows{end}")

    def _pack(self, path: Path) -> None:
        found = check_pack(path)
        for fault in found.faults:
            self.stderr.write(fault)
        if found.faults:
            raise CommandError(f"{path.name} is not what the desk gave out: {len(found.faults)} faults.", returncode=1)
        self.stdout.write(f"The pack holds: {found.files} files, {found.rows} rows of the trail")
        self.stdout.write(
            f"Its last row: {found.head}. Ask the desk whether its trail has this row; a pack cannot tell."
        )
