"""`manage.py sweep`: what beat and every worker do each few seconds, by hand."""

from __future__ import annotations

from typing import Any

from claims.commandline import DeskCommand
from verification import sweeping


class Command(DeskCommand):
    uses_database = True
    help = """Ring again for all work that is owed, open claims whose patience has run out, end holds that expired.

Example:
  manage.py sweep"""

    def handle(self, *args: Any, **options: Any) -> None:
        swept = sweeping.sweep()
        did = f"{swept.opened} claims opened, {swept.expired} holds ended"
        self.stdout.write(f"Workers told of {swept.rung} pieces of owed work, {did}.")
        if waiting := len(swept.unrung):
            self.stdout.write(
                f"The broker does not answer: {waiting} pieces wait for a gathering worker to look itself."
            )
