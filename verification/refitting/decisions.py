"""What the desk thought worth its time: claims that got a verdict, and claims that were set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from verification.models import State, Verification

ACCEPTED = (State.SECOND_REVIEW, State.DECIDED, State.PUBLISHED, State.CORRECTING, State.RETRACTED)
# Taste changes, and a fit of these takes about a second.
LATEST = 2_000


@dataclass(frozen=True, slots=True)
class Decision:
    """One claim: ``accepted`` when it got a verdict. ``group`` is its article: held out together."""

    claim_id: int
    group: str
    measures: Mapping[str, float]
    accepted: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How many decisions there are to learn from."""

    accepted: int
    set_aside: int
    without_measures: int


def decisions(latest: int = LATEST) -> list[Decision]:
    """The latest decisions on claims that a machine found. Duplicates and claims still open are none."""
    rows = (
        _decided()
        .exclude(claim__measures={})
        .order_by("-updated_at", "-pk")
        .values_list("claim_id", "claim__article_id", "claim__measures", "state")[:latest]
    )
    return [
        Decision(claim, f"article {article}" if article else f"tip {claim}", measures, state != State.SET_ASIDE)
        for claim, article, measures, state in rows
    ]


def standing() -> Standing:
    """Counts of all decisions; those without measures are claims by hand, and those of earlier releases."""
    rows = _decided()
    usable = rows.exclude(claim__measures={})
    aside = usable.filter(state=State.SET_ASIDE).count()
    total = usable.count()
    return Standing(total - aside, aside, rows.count() - total)


def _decided() -> QuerySet[Verification]:
    return Verification.objects.filter(is_current=True, state__in=[*ACCEPTED, State.SET_ASIDE])
