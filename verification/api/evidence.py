"""Evidence and the stored documents behind it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja import Router

from verification import reviewing
from verification.api import shapes
from verification.api.answers import answer, one
from verification.api.door import actor, endpoint
from verification.api.objects import document_of, evidence_of
from verification.documents import stored_bytes
from verification.exporting.records import document_record, evidence_records
from verification.models import Evidence

router = Router(tags=["evidence"])
SANDBOX = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@endpoint(router, "PUT", "/evidence/{evidence_id}/mark", act="mark", body=True, returns={200: shapes.EvidenceOut})
def mark_evidence(request: HttpRequest, evidence_id: str, payload: shapes.MarkIn) -> HttpResponseBase:
    """Say of a passage whether it supports or refutes the claim, or is irrelevant; null takes it back."""
    mark = None if payload.mark == "null" else payload.mark
    evidence = reviewing.mark_evidence(evidence_of(evidence_id), actor=actor(request), mark=mark)
    return answer(evidence_records(Evidence.objects.filter(pk=evidence.pk), actor(request))[0])


@endpoint(router, "GET", "/documents/{document_id}", act="read", returns={200: shapes.DocumentOut}, errors=(304,))
def get_document(request: HttpRequest, document_id: str) -> HttpResponseBase:
    """A stored source: where and when it was got, and the text read from it."""
    return one(request, document_record(document_of(document_id)))


@endpoint(
    router,
    "GET",
    "/documents/{document_id}/snapshot",
    act="read",
    session=True,
    returns={200: None},
    errors=(409,),
    extra={"x-answer": "application/octet-stream"},
)
def get_snapshot(request: HttpRequest, document_id: str) -> HttpResponseBase:
    """The stored bytes of a source, as a file; never to be shown by a browser."""
    document = document_of(document_id)
    response = HttpResponse(stored_bytes(document.snapshot), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="source-{document.pk}-{document.snapshot.sha256[:12]}.bin"'
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Source-Content-Type"] = _plain(document.snapshot.content_type)
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, no-cache"
    return response


def _plain(value: str) -> str:
    return "".join(character for character in value if " " <= character <= "~")
