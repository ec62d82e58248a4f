"""`manage.py export KIND --format F`: the same bytes as the HTTP export."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from tqdm import tqdm

from claims.commandline import DeskCommand
from verification import filtering
from verification.exporting.claimreview import claim_reviews, dead_pages, published
from verification.exporting.lint import ADVICE, lint
from verification.exporting.streams import open_export
from verification.management.commands.backup import check_folder, to_file
from verification.models import Rating

FORMATS = ("ndjson", "csv", "json", "jsonld", "parquet")


class Command(DeskCommand):
    uses_database = True
    help = """Write claims, evidence, the audit trail or the ClaimReview feed as one file, in constant memory; or
everything that the desk holds, but passwords and tokens, for `manage.py import`.

Example:
  manage.py export claims --format csv --out claims.csv
  manage.py export claims --filter state=published --filter updated_since=2026-05-01 > claims.ndjson
  manage.py export claimreview --format jsonld
  manage.py export claimreview --lint
  manage.py export everything --out desk.zip"""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=("claims", "claimreview", "evidence", "audit", "everything"))
        parser.add_argument("--format", choices=FORMATS, help="default ndjson, for claimreview jsonld")
        parser.add_argument("--out", metavar="F", help="write to this file; it appears when it is whole")
        parser.add_argument(
            "--filter", action="append", default=[], metavar="NAME=VALUE", help="as the API's filters of claims"
        )
        parser.add_argument("--lint", action="store_true", help="claimreview: print what readers would stumble over")

    def handle(self, *args: Any, **options: Any) -> None:
        kind = options["kind"]
        if options["lint"]:
            self._lint(kind)
            return
        if kind == "everything":
            self._everything(options)
            return
        filters = filtering.parse(dict(self._pair(item) for item in options["filter"]))
        if options["filter"] and kind not in ("claims", "evidence"):
            raise CommandError(f"The export of {kind} has no filters.", returncode=2)
        file_format = options["format"] or ("jsonld" if kind == "claimreview" else "ndjson")
        export = open_export(kind, file_format, filters)
        if options["out"]:
            self._to_file(Path(options["out"]), export.pieces)
        elif file_format == "parquet" and self.stdout.isatty():
            raise CommandError("Parquet is no text for a terminal; name a file with --out.", returncode=2)
        else:
            self._to_stdout(export.pieces)

    def _everything(self, options: dict[str, Any]) -> None:
        if options["filter"] or options["format"] or not options["out"]:
            raise CommandError("An export of everything takes --out FILE, and nothing else.", returncode=2)
        to_file(Path(options["out"]), secrets=False)

    def _pair(self, item: str) -> tuple[str, str]:
        name, sign, value = item.partition("=")
        if not sign:
            raise CommandError(f"“{item}” is no filter; write NAME=VALUE.", returncode=2)
        return name, value

    def _to_stdout(self, pieces: Iterator[bytes]) -> None:
        raw = getattr(self.stdout._out, "buffer", None)
        for piece in pieces:
            if raw is None:
                self.stdout.write(piece.decode(), ending="")
            else:
                raw.write(piece)

    def _to_file(self, path: Path, pieces: Iterator[bytes]) -> None:
        check_folder(path)
        part = path.with_name(path.name + ".part")
        try:
            with part.open("wb") as file, tqdm(unit="B", unit_scale=True, disable=not sys.stderr.isatty()) as bar:
                for piece in pieces:
                    file.write(piece)
                    bar.update(len(piece))
            part.replace(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.", returncode=1) from error

    def _lint(self, kind: str) -> None:
        if kind != "claimreview":
            raise CommandError("Only claimreview can be linted.", returncode=2)
        labels = list(Rating.objects.filter(active=True).values_list("label", flat=True))
        found = 0
        for reviews in _in_chunks(claim_reviews(published().iterator(chunk_size=500))):
            dead = dead_pages(reviews)
            for review in reviews:
                for warning in lint(review, labels, dead):
                    self.stdout.write(f"{review['url']}\t{warning.code}\t{warning.message}")
                    found += warning.code not in ADVICE
        if found:
            raise CommandError(f"{found} findings.", returncode=1)


def _in_chunks(reviews: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while chunk := list(islice(reviews, 500)):
        yield chunk
