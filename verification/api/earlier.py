"""Earlier checks that a claim was found to repeat, and what a reviewer says to them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from ninja import Router

from verification import reviewing
from verification.api import shapes
from verification.api.answers import answer, items
from verification.api.door import actor, endpoint
from verification.api.objects import check_of
from verification.api.paging import slice_of
from verification.api.problems import not_found
from verification.exporting.records import seen_before_records
from verification.filtering import row_id
from verification.models import SeenBefore

router = Router(tags=["seen before"])


@endpoint(
    router,
    "GET",
    "/claims/{claim_id}/seen-before",
    act="read",
    query=shapes.PAGING,
    returns={200: shapes.SeenBeforePage},
)
def list_seen_before(request: HttpRequest, claim_id: str) -> HttpResponseBase:
    """Earlier claims of the desk and reviews of others that say the same, likeliest first, with what was said then."""
    return items(*slice_of(seen_before_records(check_of(claim_id), actor(request)), request))


@endpoint(
    router,
    "PUT",
    "/claims/{claim_id}/seen-before/{offer_id}",
    act="merge",
    body=True,
    returns={200: shapes.SeenBeforeOut},
    errors=(409,),
)
def answer_seen_before(
    request: HttpRequest, claim_id: str, offer_id: str, payload: shapes.AnswerEarlierIn
) -> HttpResponseBase:
    """It is the same (merges the claim into one of the desk's own), or it is not. An answer stands."""
    check = check_of(claim_id)
    offer = SeenBefore.objects.filter(verification=check, pk=row_id(offer_id) or 0).first()
    if offer is None:
        raise not_found("offer")
    if payload.answer == "accepted":
        reviewing.accept_earlier(check, actor=actor(request), offer=offer.pk, reason=payload.reason)
    else:
        reviewing.dismiss_earlier(check, actor=actor(request), offer=offer.pk)
    records = seen_before_records(check, actor(request))
    return answer(next(record for record in records if record["id"] == str(offer.pk)))
