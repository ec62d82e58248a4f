"""`manage.py verify FILE|URL`: the main job in a terminal."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import CommandError, CommandParser
from django.db import connection
from tqdm import tqdm

from claims import intake
from claims.commandline import DeskCommand
from claims.doorbell import FETCH
from claims.models import Article, ArticleState
from verification.exporting.terminal import article_result, claim_lines
from verification.gathering import gather, settle
from verification.models import State, Verification

ENDED = (ArticleState.READY, ArticleState.FAILED)
PAUSE = 0.2  # seconds between looks at what is still owed


class Command(DeskCommand):
    uses_database = True
    help = """Check an article: split it into claims, look each one up, print them with their corroboration.

Example:
  manage.py verify article.txt
  manage.py verify https://example.org/news/1 --json

It needs no running service; the result is in the desk afterwards, too. The machine proposes, it never decides:
the verdicts are given by people in the review queue."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", metavar="FILE|URL", help="a .txt, .html, .pdf or .docx file, or an address")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--timeout", type=float, default=300.0, metavar="S", help="give up waiting after S seconds")

    def handle(self, *args: Any, source: str, json: bool, timeout: float, **options: Any) -> None:
        article = self._submit(source)
        if not timeout > 0:
            raise CommandError("--timeout takes a number of seconds above 0.", returncode=2)
        deadline = time.monotonic() + timeout
        self._read(article, deadline)
        article.refresh_from_db()
        if article.state == ArticleState.FAILED:
            raise CommandError(article.error, returncode=1)
        self._gather(article, deadline, quiet=json)
        article.refresh_from_db()
        if json:
            self.stdout.write(orjson.dumps(article_result(article), option=orjson.OPT_INDENT_2).decode())
        else:
            for line in claim_lines(article):
                self.stdout.write(line)
        if article.state != ArticleState.READY:
            raise CommandError(
                f"Not everything was looked up within {timeout:g} s; the rest goes on later.", returncode=1
            )

    def _submit(self, source: str) -> Article:
        if source.startswith(("http://", "https://")):
            submitted = intake.submit(actor=None, url=source)
        else:
            path = Path(source)
            if not path.is_file():
                raise CommandError(f"There is no file {source}. Name a file or an http(s) address.", returncode=2)
            submitted = intake.submit(actor=None, file=path.read_bytes(), filename=path.name)
        article = submitted.article
        if submitted.duplicate and article.state == ArticleState.FAILED:
            article = intake.retry(article, actor=None)
        return article

    def _read(self, article: Article, deadline: float) -> None:
        """Fetches and splits here, unless a worker of a running service is at it already."""
        while time.monotonic() < deadline:
            article.refresh_from_db()
            if article.state in (*ENDED, ArticleState.GATHERING):
                return
            if intake.next_task(article) == FETCH:
                intake.fetch_article(article.pk)
            else:
                intake.split_article(article.pk)
            article.refresh_from_db()
            if article.state not in (*ENDED, ArticleState.GATHERING):
                time.sleep(PAUSE)
        raise CommandError("The article could not be read in time. Give it more with --timeout.", returncode=1)

    def _gather(self, article: Article, deadline: float, *, quiet: bool) -> None:
        pending = list(
            Verification.objects.filter(claim__article=article, state__in=[State.NEW, State.GATHERING])
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        show = not quiet and sys.stderr.isatty() and bool(pending)
        with (
            tqdm(total=len(pending), desc="looking up claims", unit="claim", disable=not show, delay=2) as bar,
            ThreadPoolExecutor(max_workers=4) as pool,
        ):
            for _ in pool.map(gather_in_thread, pending):
                bar.update()
        while time.monotonic() < deadline:
            left = [pk for pk in pending if not settle(pk) and _still_gathering(pk)]
            if not left:
                return
            time.sleep(PAUSE)


def gather_in_thread(verification_id: int) -> None:
    """Gathers with a database connection of the thread's own."""
    try:
        gather(verification_id)
    finally:
        connection.close()


def _still_gathering(pk: int) -> bool:
    return Verification.objects.filter(pk=pk, state__in=[State.NEW, State.GATHERING]).exists()
