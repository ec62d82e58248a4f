"""Claims: find them, edit them, ask for more evidence, take them out of the queue and back."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from ninja import Router

from claims import intake
from claims.errors import InvalidInput
from claims.models import Claim
from verification import filtering, gathering, reviewing
from verification.api import shapes
from verification.api.answers import answer, items, one
from verification.api.door import actor, endpoint
from verification.api.objects import check_of
from verification.api.paging import BY_SCORE, page, slice_of
from verification.exporting.records import claim_record, claim_records, evidence_records, history, search_records
from verification.exporting.records.reading import TO_WRITE
from verification.filtering import row_id
from verification.models import Verification

router = Router(tags=["claims"])
LIST_QUERY = (*shapes.CLAIM_FILTERS, *shapes.CLAIM_PAGING)
PAGE_NAMES = ("limit", "cursor")
ORDERS = {name[0]: columns for name, columns in filtering.ORDERS.items()} | {"i": filtering.OLDEST_CHANGE_FIRST}


@endpoint(router, "POST", "/claims", act="submit", body=True, returns={202: shapes.TipOut, 200: shapes.TipOut})
def submit_tip(request: HttpRequest, payload: shapes.TipIn) -> HttpResponseBase:
    """Hand in a claim without an article.

    The same statement by the same speaker again is 200 with the first one and `"duplicate": true`.
    """
    with transaction.atomic():
        claim, duplicate = intake.submit_tip(
            actor=actor(request),
            statement=payload.statement,
            speaker=payload.speaker or "",
            url=payload.url or "",
            published_at=payload.published_at,
        )
        if not Verification.objects.filter(claim=claim).exists():
            gathering.plan([claim], actor=actor(request))
    record = claim_record(check_of(str(claim.pk)), actor(request))
    location = {"Location": f"/api/v1/claims/{claim.pk}"}
    return answer({**record, "duplicate": duplicate}, status=200 if duplicate else 202, headers=location)


@endpoint(
    router,
    "GET",
    "/claims",
    act="read",
    query=(*shapes.CLAIM_FILTERS, *shapes.CLAIM_PAGING),
    returns={200: shapes.ClaimPage},
)
def list_claims(request: HttpRequest) -> HttpResponseBase:
    """Claims that match the filters."""
    filters = filtering.parse(request.GET.dict(), also=PAGE_NAMES)
    tag = "i" if filters.order == "updated" and filters.updated_since else filters.order[0]
    rows, following = page(filtering.claims(filters, actor=actor(request)), ORDERS, request, tag=tag)
    return items(claim_records(rows, actor(request), TO_WRITE), following)


@endpoint(router, "GET", "/claims/{claim_id}", act="read", returns={200: shapes.ClaimOut}, errors=(304,))
def get_claim(request: HttpRequest, claim_id: str) -> HttpResponseBase:
    """One claim."""
    return one(request, claim_record(check_of(claim_id), actor(request)))


@endpoint(
    router,
    "PATCH",
    "/claims/{claim_id}",
    act="edit_claim",
    body=True,
    returns={200: shapes.ClaimOut},
    errors=(409,),
)
def edit_claim(request: HttpRequest, claim_id: str, payload: shapes.ClaimEditIn) -> HttpResponseBase:
    """Better words, speaker or kinds for a claim; what stood there before stays in its history."""
    check = check_of(claim_id)
    reviewing.edit_claim(
        check,
        actor=actor(request),
        version=payload.version,
        statement=payload.statement,
        speaker=payload.speaker,
        kinds=payload.kinds,
    )
    return answer(claim_record(check, actor(request)))


@endpoint(
    router, "GET", "/claims/{claim_id}/evidence", act="read", query=shapes.SCORED, returns={200: shapes.EvidencePage}
)
def list_evidence(request: HttpRequest, claim_id: str) -> HttpResponseBase:
    """The evidence on a claim, best first."""
    rows, following = page(check_of(claim_id).evidence.all(), BY_SCORE, request)
    return items(evidence_records(rows, actor(request), reading=TO_WRITE), following)


@endpoint(
    router, "GET", "/claims/{claim_id}/searches", act="read", query=shapes.PAGING, returns={200: shapes.SearchPage}
)
def list_searches(request: HttpRequest, claim_id: str) -> HttpResponseBase:
    """Who was asked about a claim, one row a provider."""
    return items(*slice_of(search_records(check_of(claim_id).searches.all()), request))


@endpoint(
    router, "GET", "/claims/{claim_id}/history", act="read", query=shapes.PAGING, returns={200: shapes.HistoryPage}
)
def list_history(request: HttpRequest, claim_id: str) -> HttpResponseBase:
    """Every verdict version and audit row of a claim, oldest first."""
    check = check_of(claim_id)
    return items(*slice_of(history(check.claim, actor(request)), request))


@endpoint(router, "POST", "/claims/{claim_id}/gather", act="gather", body=True, returns={202: shapes.SearchPage})
def gather(request: HttpRequest, claim_id: str, payload: shapes.GatherIn | None = None) -> HttpResponseBase:
    """Ask again, all providers or the named ones."""
    check = check_of(claim_id)
    wanted = payload or shapes.GatherIn()
    gathering.ask_again(check, actor=actor(request), providers=wanted.providers, own_words=wanted.own_words)
    return answer({"items": search_records(check.searches.all()), "next": None}, status=202)


@endpoint(router, "POST", "/claims/{claim_id}/set-aside", act="set_aside", body=True, returns={200: shapes.ClaimOut})
def set_aside(request: HttpRequest, claim_id: str, payload: shapes.ReasonIn) -> HttpResponseBase:
    """Take a claim out of the queue: not checkable, or not worth it."""
    check = reviewing.set_aside(check_of(claim_id), actor=actor(request), reason=payload.reason)
    return answer(claim_record(check, actor(request)))


@endpoint(router, "POST", "/claims/{claim_id}/reopen", act="reopen", body=True, returns={200: shapes.ClaimOut})
def reopen(request: HttpRequest, claim_id: str, payload: shapes.ReasonIn) -> HttpResponseBase:
    """Put a claim back into the queue."""
    check = reviewing.reopen(check_of(claim_id), actor=actor(request), reason=payload.reason)
    return answer(claim_record(check, actor(request)))


@endpoint(router, "POST", "/claims/{claim_id}/merge", act="merge", body=True, returns={200: shapes.ClaimOut})
def merge(request: HttpRequest, claim_id: str, payload: shapes.MergeIn) -> HttpResponseBase:
    """Mark a claim as a duplicate of another one, in which it is checked."""
    check = check_of(claim_id)
    into = Claim.objects.filter(pk=row_id(payload.into) or 0).first()
    if into is None:
        raise InvalidInput("There is no claim to merge into by that id.", fields={"into": "There is no such claim."})
    check = reviewing.merge(check, actor=actor(request), into=into, reason=payload.reason)
    return answer(claim_record(check, actor(request)))
