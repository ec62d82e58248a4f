"""The ranked list of claims, with its filters in the address, and the next claim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims.errors import InvalidInput
from claims.roles import ROLES
from claims.splitting.shapes import KINDS
from verification import filtering, reviewing, topics
from verification.filtering import ClaimFilters
from verification.models import Assignment, Rating, SavedView, Seat, State, Verification
from verification.permissions import ACTS, may
from verification.refitting import feature_words
from verification.views.access import DeskRequest, desk
from verification.views.counting import state_counts
from verification.views.paging import page_of
from verification.views.ranks import reasons

REASONS_SHOWN = 3
SAY_LITTLE = ("wording", "length", "reads_like_checked")  # true, and no help in a list; the review page has them
NOT_FILTERS = ("page", "new")
# What a row of the list shows; the rest of three tables would be read, and its JSON decoded, for nothing.
SHOWN = (
    *("claim_id", "state", "urgency", "corroboration", "reach", "repeat", "created_at", "opened_at", "due_at"),
    *(
        f"claim__{name}"
        for name in ("statement", "speaker", "checkworthiness", "reasons", "ambiguous", "open_questions")
    ),
    *("claim__article__title", "claim__article__url", "assigned_to__username"),
)
ALWAYS_SHOWN = (State.OPEN, State.IN_REVIEW, State.SECOND_REVIEW, State.DECIDED, State.PUBLISHED)
MAY_REVIEW = ROLES[ROLES.index(ACTS["take"].role) :]


@dataclass(frozen=True, slots=True)
class Row:
    """One claim in the list: why it ranks here, who holds or shall take it, how many origins stand on each side."""

    verification: Verification
    claim: Any
    reasons: str
    holder: str
    supports: int
    refutes: int
    new: bool
    open: bool


@desk()
def queue(request: DeskRequest) -> HttpResponse:
    """Claims that match the filters; without any, the open ones, highest priority first."""
    problem: InvalidInput | None = None
    asked = asked_of(request)
    seat = Seat.objects.filter(person=request.user).first()
    looked_at = seat.looked_at if seat else None
    try:
        filters = filtering.parse(asked, also=NOT_FILTERS)
    except InvalidInput as error:
        problem, filters = error, ClaimFilters(state=(State.OPEN,))
    rows = matching(request.user, filters, asked, looked_at)
    page = page_of(request, with_holders(rows))
    query = urlencode({name: value for name, value in asked.items() if name != "page"})
    context = {
        "section": "queue",
        "problem": problem,
        "page": page,
        "rows": rows_of(page.rows, looked_at),
        "asked": asked,
        "export_query": urlencode({name: value for name, value in asked.items() if name in filtering.NAMES}),
        "tabs": _tabs(),
        "shown_state": asked.get("state", "all"),
        "kinds": KINDS,
        "topics": topics.active(),
        "ratings": Rating.objects.filter(active=True),
        "orders": filtering.ORDERS,
        "filtered": any(asked.get(name) for name in (*filtering.NAMES, "new") if name not in ("state", "order")),
        "looked_at": looked_at,
        "query": query,
        "acts_url": f"{resolve_url('queue_acts')}?{query}",
        "views": _views(request.user, query),
        "may_take": may(request.user, "take"),
        "reviewers": reviewers() if may(request.user, "triage") else [],
        "most_at_once": reviewing.MOST_AT_ONCE,
    }
    return render(request, "queue.html", context, status=422 if problem else 200)


@require_POST
@desk("take")
def queue_next(request: DeskRequest) -> HttpResponse:
    """Takes the next open claim that matches the filters of the address, and opens it."""
    asked = {name: value for name, value in _query(request).items() if name in filtering.NAMES and name != "state"}
    assignment = reviewing.take_next(reviewer=request.user, filters=filtering.parse(asked))
    if assignment is None:
        messages.info(request, _("No open claim is left that fits. Others hold the rest, or it is decided."))
        return redirect(f"{resolve_url('queue')}?{request.GET.urlencode()}")
    reviewing.remember(request.user, "take", [[assignment.pk, None, assignment.verification_id]])
    return redirect("claim", assignment.verification.claim_id)


def matching(
    person: User, filters: ClaimFilters, asked: dict[str, str], looked_at: datetime | None
) -> QuerySet[Verification]:
    """The rows that the page's own filter and those of the grammar leave."""
    rows = filtering.claims(filters, actor=person)
    if asked.get("new") and looked_at is not None:
        rows = rows.filter(opened_at__gt=looked_at)
    return rows


def with_holders(rows: QuerySet[Verification]) -> QuerySet[Verification]:
    """The rows with their running hold, in one more query for all of them."""
    held = Assignment.objects.filter(ended_at__isnull=True).select_related("reviewer")
    held = held.only("verification_id", "reviewer__username")
    rows = rows.select_related("assigned_to").only(*SHOWN)
    return rows.prefetch_related(Prefetch("assignments", queryset=held, to_attr="held"))


def rows_of(verifications: Iterable[Verification], looked_at: datetime | None = None) -> list[Row]:
    """What the list shows of each."""
    return [
        Row(
            verification=row,
            claim=row.claim,
            reasons=", ".join([*reasons(row), *why(row.claim.reasons)][:REASONS_SHOWN]),
            holder=row.held[0].reviewer.get_username() if row.held else "",  # type: ignore[attr-defined]
            supports=row.corroboration.get("supports", {}).get("origins", 0),
            refutes=row.corroboration.get("refutes", {}).get("origins", 0),
            new=looked_at is not None and row.opened_at is not None and row.opened_at > looked_at,
            open=row.state == State.OPEN,
        )
        for row in verifications
    ]


def why(reasons: list[dict[str, object]], most: int = REASONS_SHOWN) -> list[str]:
    """The features that spoke most for checking a claim, in words."""
    weights = [(float(str(reason["weight"])), str(reason["feature"])) for reason in reasons]
    spoke = sorted((pair for pair in weights if pair[0] > 0 and pair[1] not in SAY_LITTLE), key=lambda pair: -pair[0])
    return [feature_words(feature) for _weight, feature in spoke[:most]]


def asked_of(request: DeskRequest) -> dict[str, str]:
    """The filters of the address. Nothing asked for means the open claims; ``state=all`` means any state."""
    asked = {name: value for name, value in _query(request).items() if value.strip()}
    if asked.get("state") == "all":
        del asked["state"]
    elif not any(name in filtering.NAMES and name != "order" for name in asked):
        asked["state"] = State.OPEN
    return asked


def reviewers() -> list[User]:
    """Whoever may be given a claim."""
    found = User.objects.filter(Q(groups__name__in=MAY_REVIEW) | Q(is_superuser=True), is_active=True)
    return list(found.distinct().order_by("username").only("username"))


def _query(request: DeskRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.GET.items()}


def _tabs() -> list[tuple[str, str, int]]:
    counts = state_counts()
    return [
        (state.value, str(state.label), counts.get(state.value, 0))
        for state in State
        if state in ALWAYS_SHOWN or counts.get(state.value)
    ]


def _views(person: User, query: str) -> list[dict[str, object]]:
    """The person's saved views and the shared ones of others; ``shown`` is the one that is open."""
    shown = sorted(parse_qsl(query))
    found = SavedView.objects.filter(Q(person=person) | Q(shared=True)).select_related("person")
    return [
        {"view": view, "own": view.person_id == person.pk, "shown": sorted(parse_qsl(view.query)) == shown}
        for view in found
    ]
