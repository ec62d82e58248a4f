"""What stands first on the review page: earlier checks, and what a new version of the article did to the claim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Max

from claims.models import Claim
from verification.exporting.records import seen_before_records
from verification.exporting.records.verdicts import Record
from verification.models import Answered, TextChange, Verification
from verification.views.weighing import Piece


@dataclass(frozen=True, slots=True)
class Earlier:
    """Earlier checks of what the claim says. All are secondary: somebody's finding, not what it rests on."""

    offered: list[Record]
    accepted: list[Record]
    dismissed: list[Record]
    found: list[Piece]  # evidence whose provider searches published fact-checks
    changes: list[TextChange]
    gone_since: int | None  # the newest version of the article, where the claim's words stand in it no longer

    @property
    def any(self) -> bool:
        return bool(self.offered or self.accepted or self.found)


def earlier_of(verification: Verification, viewer: User, pieces: Iterable[Piece]) -> Earlier:
    """The offers by what became of them, fact-checks among the evidence, and changes of the text nobody has seen."""
    records = seen_before_records(verification, viewer)
    by_answer = {answer: [one for one in records if one["answer"] == answer] for answer in Answered}
    return Earlier(
        offered=by_answer[Answered.OFFERED],
        accepted=by_answer[Answered.ACCEPTED],
        dismissed=by_answer[Answered.DISMISSED],
        found=[piece for piece in pieces if piece.secondary],
        changes=list(verification.text_changes.filter(seen_at__isnull=True).select_related("version")),
        gone_since=_gone_since(verification.claim),
    )


def _gone_since(claim: Claim) -> int | None:
    if claim.article is None or claim.article_version is None:
        return None
    newest = claim.article.versions.aggregate(newest=Max("number"))["newest"]
    return newest if newest > claim.article_version.number else None
