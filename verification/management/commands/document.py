"""`manage.py document`: the stored copy of a source, with the passage marked that stands as evidence."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from claims.commandline import DeskCommand
from verification.documents import stored_bytes
from verification.errors import CopyDamaged
from verification.models import Document, Evidence
from verification.views.stored_page import page_of

MARKS = ("⟦", "⟧")


class Command(DeskCommand):
    uses_database = True
    help = """Show the stored copy of a source: its text, its page made harmless, or the very bytes.

Example:
  manage.py document 17
  manage.py document --evidence 230
  manage.py document 17 --as page > page.html
  manage.py document 17 --as bytes > original.pdf

The numbers are those of the pages /documents/17/ and of the API. With --evidence the document is that of a piece of
evidence, its passage stands between ⟦ and ⟧, and it is an error (1) if it does not stand there word by word."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("document", nargs="?", type=int, metavar="ID", help="the document's number")
        parser.add_argument("--evidence", type=int, metavar="ID", help="the number of a piece of evidence")
        parser.add_argument("--as", dest="form", choices=("text", "page", "bytes"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        if (options["document"] is None) == (options["evidence"] is None):
            raise CommandError("Name a document or, with --evidence, a piece of evidence.", returncode=2)
        found, start, end = self._found(options["document"], options["evidence"])
        if options["form"] == "text":
            self._text(found, start, end)
            return
        try:
            if options["form"] == "page":
                self._page(found, start, end)
            else:
                self._bytes(found)
        except CopyDamaged as error:
            raise CommandError(f"Document {found.pk}: {error}") from error

    def _found(self, document: int | None, evidence: int | None) -> tuple[Document, int, int]:
        if evidence is None:
            row = Document.objects.select_related("snapshot").filter(pk=document or 0).first()
            if row is None:
                raise CommandError(f"There is no document {document}.", returncode=2)
            return row, 0, 0
        piece = Evidence.objects.select_related("document__snapshot").filter(pk=evidence).first()
        if piece is None:
            raise CommandError(f"There is no evidence {evidence}.", returncode=2)
        if piece.document.text[piece.start : piece.end] != piece.passage:
            raise CommandError(f"The passage of evidence {evidence} does not stand in document {piece.document_id}.")
        return piece.document, piece.start, piece.end

    def _text(self, found: Document, start: int, end: int) -> None:
        copy = found.snapshot
        said = {
            "document": found.pk,
            "title": found.title,
            "outlet": found.publisher,
            "address": found.final_url or found.url,
            "published": found.published_at,
            "stored": found.fetched_at,
            "bytes": f"{copy.size}, {copy.content_type}",
            "sha256": copy.sha256,
        }
        for name, value in said.items():
            if value:
                self.stdout.write(f"{name:<10} {value}")
        text = found.text
        if start < end:
            text = f"{text[:start]}{MARKS[0]}{text[start:end]}{MARKS[1]}{text[end:]}"
        self.stdout.write(f"\n{text}")

    def _page(self, found: Document, start: int, end: int) -> None:
        shown = page_of(found, start, end)
        if shown is None:
            raise CommandError(f"Document {found.pk} is no web page; try --as text or --as bytes.", returncode=2)
        page, marked = shown
        if start < end and not marked:
            self.stderr.write("The passage is not marked: the page breaks it up.")
        self.stdout.write(page)

    def _bytes(self, found: Document) -> None:
        raw = getattr(self.stdout._out, "buffer", None)
        if raw is None or self.stdout.isatty():
            raise CommandError("Bytes are for a file: manage.py document ID --as bytes > FILE.", returncode=2)
        raw.write(stored_bytes(found.snapshot))
