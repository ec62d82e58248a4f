"""The review queue: the next claim, and the holds on claims."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponseBase
from ninja import Router

from verification import filtering, reviewing
from verification.api import shapes
from verification.api.answers import answer, nothing
from verification.api.door import actor, endpoint
from verification.api.objects import assignment_of, check_of
from verification.exporting.records import claim_record
from verification.exporting.records.verdicts import Record
from verification.models import Assignment

router = Router(tags=["review queue"])
FILTERS = tuple(item for item in shapes.CLAIM_FILTERS if item.name != "state")


@endpoint(router, "POST", "/queue/next", act="take", query=FILTERS, body=True, returns={200: shapes.NextOut, 204: None})
def take_next(request: HttpRequest, payload: shapes.NextIn | None = None) -> HttpResponseBase:
    """Take the next open claim for review; 204 when there is none."""
    given = payload.model_dump(exclude_none=True) if payload else {}
    wanted = {name: value.isoformat() if isinstance(value, datetime) else str(value) for name, value in given.items()}
    asked = request.GET.dict()
    filtering.parse(asked)  # a wrong query is wrong even where the body goes before it
    filters = filtering.parse({**asked, **wanted})
    assignment = reviewing.take_next(reviewer=actor(request), filters=filters)
    return nothing() if assignment is None else _taken(request, assignment)


@endpoint(router, "POST", "/claims/{claim_id}/take", act="take", returns={200: shapes.NextOut})
def take(request: HttpRequest, claim_id: str) -> HttpResponseBase:
    """Take this claim for review; 409 when somebody else holds it."""
    return _taken(request, reviewing.take(check_of(claim_id), reviewer=actor(request)))


@endpoint(router, "POST", "/assignments/{assignment_id}/renew", act="take", returns={200: shapes.AssignmentOut})
def renew(request: HttpRequest, assignment_id: str) -> HttpResponseBase:
    """Keep a claim longer."""
    return answer(_record(reviewing.renew(assignment_of(assignment_id), reviewer=actor(request))))


@endpoint(router, "DELETE", "/assignments/{assignment_id}", act="take", returns={204: None}, errors=(409,))
def give_back(request: HttpRequest, assignment_id: str) -> HttpResponseBase:
    """Give a claim back to the queue."""
    reviewing.give_back(assignment_of(assignment_id), reviewer=actor(request))
    return nothing()


def _taken(request: HttpRequest, assignment: Assignment) -> HttpResponseBase:
    claim = claim_record(assignment.verification, actor(request))
    return answer({"claim": claim, "assignment": _record(assignment)})


def _record(assignment: Assignment) -> Record:
    return {
        "id": str(assignment.pk),
        "claim": str(assignment.verification.claim_id),
        "reviewer": assignment.reviewer.get_username(),
        "expires_at": assignment.expires_at,
    }
