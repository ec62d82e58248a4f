"""The stored copy of a source: its text with the passage marked, or its page made harmless; its bytes as a download."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from verification.documents import stored_bytes
from verification.models import Document
from verification.views.access import DeskRequest, desk
from verification.views.marked_text import Placed, paragraphs
from verification.views.stored_page import OWN_STYLE, page_of

HARMLESS = (
    f"sandbox; default-src 'none'; style-src {OWN_STYLE}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
ENDINGS = {"text/html": "html", "text/plain": "txt", "application/pdf": "pdf", "application/json": "json"}


@desk()
def document(request: DeskRequest, document_id: int) -> HttpResponse:
    """Metadata and text; ``?start=&end=`` marks a passage."""
    rows = Document.objects.select_related("snapshot", "capture").defer("snapshot__body")
    found = get_object_or_404(rows, pk=document_id)
    start, end = _offset(request, "start"), _offset(request, "end")
    passage = [Placed(found.pk, start, end, "passage", "")] if start < end <= len(found.text) else []
    context = {"document": found, "text": paragraphs(found.text, passage, focus=found.pk), "marked": bool(passage)}
    kind = found.snapshot.content_type.partition(";")[0].strip().lower()
    context["is_page"] = kind in ("text/html", "application/xhtml+xml")
    context["place"] = f"?start={start}&end={end}#passage" if passage else ""
    return render(request, "documents/detail.html", context)


@desk()
def page(request: DeskRequest, document_id: int) -> HttpResponse:
    """The page itself, with nothing in it that runs, loads or leads anywhere, and ``?start=&end=`` marked."""
    found = get_object_or_404(Document.objects.select_related("snapshot"), pk=document_id)
    shown = page_of(found, _offset(request, "start"), _offset(request, "end"))
    if shown is None:
        return redirect("document", found.pk)
    return HttpResponse(shown[0], headers={"Content-Security-Policy": HARMLESS, "X-Content-Type-Options": "nosniff"})


@desk()
def snapshot(request: DeskRequest, document_id: int) -> HttpResponse:
    """The stored bytes, as an attachment that no browser runs."""
    found = get_object_or_404(Document.objects.select_related("snapshot"), pk=document_id)
    kind = found.snapshot.content_type.partition(";")[0].strip().lower()
    name = f"document-{found.pk}-{found.snapshot.sha256[:12]}.{ENDINGS.get(kind, 'bin')}"
    return HttpResponse(
        stored_bytes(found.snapshot),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _offset(request: DeskRequest, name: str) -> int:
    value = request.GET.get(name, "0")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 12 else 0
