"""``manage.py library``: the local library of source documents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from tqdm import tqdm

from claims import meaning
from claims.commandline import DeskCommand
from verification.library import index, loading, vectors
from verification.matching import offer_to_open, remember_reviews, renew_reviews
from verification.matching.keeping import make_vectors
from verification.models import EarlierClaim
from verification.ranking import best_passages

EXAMPLES = """
examples:
  manage.py library add reports/ wire-2026.jsonl.gz crawl.warc.gz
  manage.py library add claimreview-feed.json
  manage.py library embed
  manage.py library stats
  manage.py library search "unemployment fell to 3 per cent"
"""


class Command(DeskCommand):
    uses_database = True
    examples = EXAMPLES
    help = "Add documents to the local library, make their vectors, count it, or search it."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="add|embed|stats|search")
        add = actions.add_parser("add", help="HTML, text, PDF, DOCX, WARC, JSONL, ClaimReview files or folders of them")
        add.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        actions.add_parser("embed", help="make the vectors by which documents are found by meaning, now")
        actions.add_parser("stats", help="how much the library holds")
        search = actions.add_parser("search", help="the best documents for some words")
        search.add_argument("query")
        search.add_argument("--limit", type=int, default=10, help="at most so many documents (default 10)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "add":
            self._add(options["paths"])
        elif options["action"] == "embed":
            self._embed()
        elif options["action"] == "stats":
            self._stats()
        else:
            self._search(options["query"], options["limit"])

    def _add(self, paths: list[Path]) -> None:
        missing = [str(path) for path in paths if not path.exists()]
        if missing:
            raise CommandError(f"There is no file or folder {', '.join(missing)}.", returncode=2)
        if not any(path.is_dir() or loading.is_read(path) for path in paths):
            names = ", ".join(map(str, paths))
            raise CommandError(f"{names}: not a kind of file that is read. These are: {loading.ENDINGS}.", returncode=2)
        quiet = not sys.stderr.isatty()
        with tqdm(unit=" documents", disable=quiet, delay=2, file=sys.stderr) as bar:
            report = loading.load(
                paths, on_progress=bar.update, keep_reviews=remember_reviews, renew_reviews=renew_reviews
            )
        if report.reviews:
            with tqdm(unit=" reviews", disable=quiet, delay=2, file=sys.stderr) as bar:
                make_vectors(on_progress=bar.update)
        offered = offer_to_open() if report.new_reviews else 0
        for skipped in report.skipped:
            self.stderr.write(str(skipped))
        if report.passed_over > len(report.skipped):
            self.stderr.write(f"… and {report.passed_over - len(report.skipped)} more.")
        self.stdout.write(
            f"{_many(report.added, 'document')} added, {report.known} known already, {report.passed_over} passed over."
        )
        if report.changed:
            self.stdout.write(
                f"Of the known ones {report.changed} have another text now at the same address; the library keeps the "
                "first. Hand the page in as an article to have its versions compared."
            )
        if report.reviews:
            known = report.reviews - report.new_reviews
            anew = f", {report.renewed} of them rated anew since" if report.renewed else ""
            self.stdout.write(
                f"{_many(report.new_reviews, 'review')} of claims added, {known} known already{anew}; {offered} of the "
                "claims that wait for a reviewer have an earlier check to compare with."
            )
        if report.passed_over:
            kept = "the others are in the library" if report.read or report.reviews else "nothing could be read"
            raise CommandError(f"{report.passed_over} passed over, as told above; {kept}.", returncode=1)

    def _embed(self) -> None:
        if not meaning.available():
            raise CommandError("The embedding model is switched off or not installed (EMBEDDINGS).", returncode=1)
        quiet = not sys.stderr.isatty()
        made = 0
        with tqdm(unit=" documents", total=vectors.pending(), disable=quiet, delay=2, file=sys.stderr) as bar:
            while some := vectors.embed_pending():
                made += some
                bar.update(some)
        self.stdout.write(f"{made} documents got their vectors; all have them now.")

    def _stats(self) -> None:
        found = index.stats()
        newest = found.newest.date().isoformat() if found.newest else "unknown"
        self.stdout.write(
            f"{found.documents} documents by {found.publishers} publishers, {found.characters} characters; "
            f"the newest is of {newest}. {found.without_vectors} are still found by their words alone."
        )
        reviews = EarlierClaim.objects.filter(claim__isnull=True)
        self.stdout.write(
            f"{reviews.count()} reviews of claims by {reviews.values('publisher').distinct().count()} publishers."
        )

    def _search(self, query: str, limit: int) -> None:
        if not query.strip() or limit < 1:
            raise CommandError("Give some words to search for, and a limit of at least 1.", returncode=2)
        rows = index.search(query, limit=limit)
        if not rows:
            self.stdout.write("Nothing found. The library may lack it: add documents with “library add”.")
        for number, row in enumerate(rows, 1):
            date = row.published_at.date().isoformat() if row.published_at else "no date"
            self.stdout.write(f"{number}. {row.title or '(no title)'} – {row.publisher or 'no publisher'}, {date}")
            if row.url:
                self.stdout.write(f"   {row.url}")
            for passage in best_passages(query, row.text, limit=1):
                self.stdout.write(f"   {' '.join(passage.text.split())}")


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
