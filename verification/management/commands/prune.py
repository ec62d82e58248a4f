"""`manage.py prune`: what nobody needs any more makes room."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from claims.commandline import DeskCommand
from verification import pruning


class Command(DeskCommand):
    uses_database = True
    help = """Remove what is old and ended: raw answers of providers (their hash stays), webhook deliveries, keys of
repeated requests, expired sessions, and finished exports. Articles, claims, evidence, verdicts, stored sources and the
trail are never touched.

Example:
  manage.py prune --older-than 90 --dry-run
  manage.py prune --older-than 90"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--older-than", type=int, default=90, metavar="DAYS", help="default 90")
        parser.add_argument("--dry-run", action="store_true", help="only count what would go")

    def handle(self, *args: Any, **options: Any) -> None:
        days = options["older_than"]
        if not 1 <= days <= 36500:
            raise CommandError("--older-than takes 1 to 36500 days.", returncode=2)
        for what, number in pruning.prune(days=days, dry_run=options["dry_run"]).items():
            self.stdout.write(f"{number}\t{what}")
        if options["dry_run"]:
            self.stderr.write("Nothing was removed: this was a dry run.")
