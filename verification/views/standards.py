"""What a verdict still lacks: what the desk demands, and what its standards ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from verification.models import Rating, Standard
from verification.reviewing.standards import cited_of, is_met
from verification.views.weighing import Piece


@dataclass(frozen=True, slots=True)
class Need:
    """One thing asked for; ``must`` ones keep a decisive verdict from being submitted.

    ``excuse`` is the reason given why it is not met; None where no reason would do.
    """

    name: str
    words: str
    met: bool
    must: bool = False
    excuse: str | None = None


def needs(
    *,
    rating: Rating | None,
    rationale: str,
    cited: Sequence[Piece],
    all_pieces: Sequence[Piece],
    contacts: int,
    excuses: Mapping[str, str],
) -> list[Need]:
    """In the order of work. proofdesk.js keeps the same list up to date while one types."""
    sides = {piece.stance for piece in all_pieces}
    known = cited_of(piece.evidence for piece in cited)
    decisive = rating is None or rating.decisive
    standards = [
        Need(
            one.name,
            _(one.words),
            is_met(one.name, known, sides, contacts) or bool(excuses.get(one.name)),
            must=one.required and decisive,
            excuse=excuses.get(one.name, ""),
        )
        for one in Standard.objects.filter(active=True)
    ]
    return [
        Need("rating", _("a rating"), rating is not None, must=True),
        Need("evidence", _("evidence cited"), bool(cited), must=decisive),
        Need("rationale", _("the rationale written"), bool(rationale.strip()), must=decisive),
        *standards,
    ]
