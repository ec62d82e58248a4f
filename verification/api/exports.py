"""Exports as streams: the same filters, the same records as the lists."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from ninja import Router

from verification import filtering
from verification.api import shapes
from verification.api.door import actor, endpoint
from verification.api.objects import check_of
from verification.api.problems import not_found
from verification.api.shapes import Query
from verification.exporting.addresses import ON_THE_SITE
from verification.exporting.packs import open_pack
from verification.exporting.streams import ROWS, Export, open_export
from verification.models import Verification

router = Router(tags=["exports"])

FORMAT = Query("format", "The form of the file.", {"type": "string", "enum": list(ROWS), "default": "ndjson"})
FILES = ["application/x-ndjson", "text/csv", "application/json", "application/vnd.apache.parquet"]
FILTERS = (FORMAT, *shapes.CLAIM_FILTERS)


@endpoint(
    router,
    "GET",
    "/exports/claims",
    act="read",
    query=FILTERS,
    session=True,
    returns={200: None},
    extra={"x-answer": FILES},
)
def export_claims(request: HttpRequest) -> HttpResponseBase:
    """All claims that match, as a file."""
    return _send(request, "claims")


@endpoint(
    router,
    "GET",
    "/exports/evidence",
    act="read",
    query=FILTERS,
    session=True,
    returns={200: None},
    extra={"x-answer": FILES},
)
def export_evidence(request: HttpRequest) -> HttpResponseBase:
    """The evidence on all claims that match, as a file; every row names its claim."""
    return _send(request, "evidence")


@endpoint(
    router,
    "GET",
    "/exports/claimreview",
    act=None,
    returns={200: None},
    extra={"x-answer": "application/ld+json"},
)
def export_claimreview(request: HttpRequest) -> HttpResponseBase:
    """The schema.org DataFeed of all published checks; public."""
    response = _file(open_export("claimreview", "jsonld"))
    response["Content-Disposition"] = 'inline; filename="claimreview.jsonld"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


@endpoint(
    router,
    "GET",
    "/claims/{claim_id}/pack",
    act="read",
    session=True,
    returns={200: None},
    errors=(409,),
    extra={"x-answer": "application/zip"},
)
def get_pack(request: HttpRequest, claim_id: str) -> HttpResponseBase:
    """Everything that one check rests on, as a zip that can be proven without the desk: `manage.py audit verify`."""
    pieces = open_pack(check_of(claim_id), actor(request))
    return _file(Export("application/zip", f"claim-{claim_id}.zip", pieces))


@endpoint(
    router,
    "GET",
    "/exports/packs/{slug}",
    act=None,
    returns={200: None},
    extra={"x-answer": "application/zip"},
)
def get_public_pack(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The pack of a published check for everybody: without the works of others, and without names; public."""
    check = Verification.objects.filter(slug=slug, state__in=ON_THE_SITE).select_related("claim__article").first()
    if check is None:
        raise not_found("published check")
    return _file(Export("application/zip", f"{slug}.zip", open_pack(check, None, public=True)))


def _send(request: HttpRequest, kind: str) -> HttpResponseBase:
    query = request.GET.dict()
    filters = filtering.parse(query, also=("format",))
    return _file(open_export(kind, query.get("format") or "ndjson", filters, viewer=actor(request)))


def _file(export: Export) -> StreamingHttpResponse:
    response = StreamingHttpResponse(export.pieces, content_type=export.content_type)
    response["Content-Disposition"] = f'attachment; filename="{export.filename}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response
