"""One claim that says several things becomes several claims."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction

from claims import intake
from claims.errors import Conflict, InvalidInput
from claims.models import Claim
from verification.gathering import plan
from verification.models import State, Verification
from verification.permissions import require
from verification.reviewing.remarks import edit_claim
from verification.reviewing.rows import locked, record

MOST_PARTS = 10
DIVISIBLE = (State.GATHERING, State.OPEN, State.IN_REVIEW)


def divide(verification: Verification, *, actor: User, version: int, statements: Sequence[str]) -> list[Claim]:
    """The claim keeps its row with the first statement; each further one is a new claim at the same place.

    The new ones are looked up like any other. Raises InvalidInput for fewer than two statements, StaleVersion or
    Conflict as edit_claim does; then nothing is divided.
    """
    require(actor, "edit_claim")
    parts = list(dict.fromkeys(" ".join(statement.split()) for statement in statements if statement.strip()))
    if len(parts) < 2:
        why = "Write at least two statements, one a line."
        raise InvalidInput(why, fields={"statements": why})
    if len(parts) > MOST_PARTS:
        why = f"A claim can be divided into at most {MOST_PARTS}."
        raise InvalidInput(why, fields={"statements": why})
    with transaction.atomic():
        row = locked(verification)
        if row.state not in DIVISIBLE:
            raise Conflict(f"A claim that is {State(row.state).label} is not divided any more.", code="illegal_move")
        first = edit_claim(row, actor=actor, version=version, statement=parts[0])
        made = [_beside(first, actor, statement) for statement in parts[1:]]
        plan(made, actor=actor)
        record(actor, "divided", row, data={"into": [claim.pk for claim in made]})
    return [first, *made]


def _beside(claim: Claim, actor: User, statement: str) -> Claim:
    if claim.article is not None and claim.article_version_id == getattr(claim.article.current, "pk", None):
        return intake.add_claim(
            claim.article, actor=actor, start=claim.start, end=claim.end, statement=statement, speaker=claim.speaker
        )
    made, known = intake.submit_tip(
        actor=actor, statement=statement, speaker=claim.speaker, url=claim.url, published_at=claim.published_at
    )
    if known:
        raise Conflict(f"“{statement[:80]}” is a claim already: number {made.pk}.", code="duplicate")
    return made
