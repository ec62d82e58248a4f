"""Why a claim ranks where it does, in words: short for the list, factor by factor for the review page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.clock import now
from verification import priority
from verification.models import Verification

FACTORS = {
    "worth": gettext_lazy("likely worth checking"),
    "reach": gettext_lazy("reach"),
    "age": gettext_lazy("age"),
    "disagreement": gettext_lazy("the evidence disagrees"),
    "repeat": gettext_lazy("perhaps checked before"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One factor: its value, the power it is taken to, and what that comes to."""

    name: str
    words: str
    value: float
    weight: float
    counts: float


def reasons(row: Verification) -> list[str]:
    """What lifts the claim beyond being worth a check; nothing for most."""
    told = []
    if row.reach > 1:
        told.append(ngettext("in %(number)s place", "in %(number)s places", row.reach) % {"number": row.reach})
    if priority.balance(row):
        told.append(str(FACTORS["disagreement"]))
    if row.repeat:
        told.append(str(FACTORS["repeat"]))
    return told


def lines(row: Verification) -> list[Line]:
    """All five factors with the desk's weights, for whoever asks why."""
    held = priority.weights()
    return [
        Line(name, str(FACTORS[name]), value, held[name], value ** held[name])
        for name, value in priority.factors(row, now()).items()
    ]


def urgency_words(urgency: int) -> str:
    """What a person added to the rank."""
    return {1: _("made urgent by a person"), -1: _("put off by a person")}.get(urgency, "")
