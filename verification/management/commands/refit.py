"""`manage.py refit`: fits the weights of check-worthiness to the desk's own decisions."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from claims.commandline import DeskCommand
from verification import refitting


class Command(DeskCommand):
    uses_database = True
    help = """Fit the weights of check-worthiness to what this desk gave a verdict and what it set aside.

Example:
  manage.py refit --dry-run
  manage.py refit

It prints how well claims are told apart before and after, measured on articles that the fit had not seen, and
applies the new weights when they are better. New articles are split with them; scores given before stay."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--force", action="store_true", help="apply the new weights even if they are no better")

    def handle(self, *args: Any, **options: Any) -> None:
        found = refitting.refit(actor=None, dry_run=options["dry_run"], force=options["force"])
        self.stdout.write(f"{found.accepted} claims with a verdict, {found.set_aside} set aside")
        self.stdout.write("held out                          before   after")
        self.stdout.write(f"surprise (less is better)         {found.before.surprise:.4f}   {found.after.surprise:.4f}")
        self.stdout.write(f"pairs in the right order          {found.before.order:.4f}   {found.after.order:.4f}")
        for name, (old, new) in sorted(found.changes.items(), key=lambda item: -abs(item[1][1] - item[1][0])):
            self.stdout.write(f"  {name:<24} {old:+8.3f} {new:+8.3f}")
        self.stderr.write(refitting.said(found, dry_run=options["dry_run"]))
