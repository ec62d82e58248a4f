"""`manage.py work KIND ID`: one piece of owed work in a process of its own."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db.models import Model

from claims import intake
from claims.commandline import DeskCommand
from claims.models import Article, Claim
from verification import gathering
from verification.models import Verification
from verification.running.parenthood import die_with_parent
from verification.running.suspects import MEMORY_BYTES

KINDS: dict[str, tuple[type[Model], str]] = {
    "fetch": (Article, "article"),
    "split": (Article, "article"),
    "read": (Claim, "claim"),
    "gather": (Verification, "claim in verification"),
}


class Command(DeskCommand):
    uses_database = True
    help = """Do one piece of owed work in this process, with a limit of memory.

Example:
  manage.py work split 17

The gathering worker does so with what has ended two workers. It takes nothing that another worker has in hand."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "kind", choices=KINDS, metavar="KIND", help="fetch or split (an article), read (a tip), gather (a claim)"
        )
        parser.add_argument("id", type=int, metavar="ID", help="the number of the article, tip or verification")

    def handle(self, *args: Any, **options: Any) -> None:
        known, what = KINDS[options["kind"]]
        if not known._default_manager.filter(pk=options["id"]).exists():
            raise CommandError(f"There is no {what} with the number {options['id']}.", returncode=2)
        die_with_parent(os.getppid(), signal.SIGKILL)
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, most))
        work: dict[str, Callable[..., None]] = {
            "fetch": intake.fetch_article,
            "split": intake.split_article,
            "read": intake.read_tips,
            "gather": gathering.gather,
        }
        work[options["kind"]](options["id"], alone=True)
