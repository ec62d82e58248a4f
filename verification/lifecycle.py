"""The only writer of a verification's state: one table of moves, one function.

new → gathering → open → in_review → second_review → decided → published
open → set_aside → open            any → duplicate → open
published → correcting → published | retracted        published → retracted
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from claims.clock import now
from claims.roles import Actor
from verification import audit
from verification.errors import IllegalMove, LostRace
from verification.models import State, Verification
from verification.permissions import require
from verification.webhooks.outbox import announce

MACHINE = ""  # a move that only the machine makes: no person's act leads there

# (from, to) → the act of verification.permissions that the person needs
MOVES: dict[tuple[State, State], str] = {
    (State.NEW, State.GATHERING): MACHINE,
    (State.GATHERING, State.OPEN): MACHINE,
    (State.OPEN, State.IN_REVIEW): "take",
    (State.IN_REVIEW, State.OPEN): "take",  # given back, or the lease ran out
    (State.IN_REVIEW, State.SECOND_REVIEW): "verdict",
    (State.IN_REVIEW, State.DECIDED): "verdict",
    (State.SECOND_REVIEW, State.DECIDED): "second",
    (State.SECOND_REVIEW, State.OPEN): "second",  # rejected, with a comment
    (State.DECIDED, State.PUBLISHED): "publish",
    (State.DECIDED, State.OPEN): "reopen",
    (State.PUBLISHED, State.CORRECTING): "correct",
    (State.CORRECTING, State.PUBLISHED): "correct",
    (State.CORRECTING, State.RETRACTED): "retract",
    (State.PUBLISHED, State.RETRACTED): "retract",
    (State.OPEN, State.SET_ASIDE): "set_aside",
    (State.IN_REVIEW, State.SET_ASIDE): "set_aside",
    (State.SET_ASIDE, State.OPEN): "reopen",
    (State.DUPLICATE, State.OPEN): "reopen",
}
# Published work is never merged away by anybody: its page stands.
MOVES |= {
    (state, State.DUPLICATE): "merge"
    for state in State
    if state not in (State.DUPLICATE, State.PUBLISHED, State.CORRECTING, State.RETRACTED)
}

# (from, to) → the event that webhooks are told of; None stands for every other state
EVENTS: dict[tuple[State | None, State], str] = {
    (State.GATHERING, State.OPEN): "claim.ready",
    (State.CORRECTING, State.PUBLISHED): "verdict.corrected",
    (None, State.PUBLISHED): "verdict.published",
    (None, State.RETRACTED): "verdict.retracted",
}

MACHINE_MAY_TOO = {(State.IN_REVIEW, State.OPEN)}


def move(
    verification: Verification,
    to: State,
    *,
    actor: Actor,
    verb: str,
    note: str = "",
    data: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Verification:
    """Moves ``verification`` from the state it was read in to ``to``, with its audit row, in one transaction.

    ``actor`` None is the machine. ``changes`` are further columns written with the move. Raises IllegalMove when the
    table has no such move, Denied when this person may not make it, LostRace when the row moved meanwhile; in each
    case nothing is written. Returns the verification with its new state.
    """
    old = State(verification.state)
    check(old, to, actor)
    if to == State.OPEN and old != State.GATHERING:
        changes.setdefault("rank_due_at", now())  # while it was away it was not ranked
    with transaction.atomic():
        moved = Verification.objects.filter(pk=verification.pk, state=old).update(state=to, updated_at=now(), **changes)
        if not moved:
            raise LostRace("Somebody else changed this claim a moment ago. Load it again to see what happened.")
        audit.append(
            actor,
            audit.Act(
                verb=verb,
                object_type="verification",
                object_id=verification.pk,
                claim_id=verification.claim_id,
                data={"from": str(old), "to": str(to), **(data or {})},
                note=note,
            ),
        )
        verification.state = to
        for name, value in changes.items():
            setattr(verification, name, value)
        _announce(verification, old, to)
    return verification


def _announce(verification: Verification, old: State, to: State) -> None:
    event = EVENTS.get((old, to)) or EVENTS.get((None, to))
    if event:
        about = {"claim": str(verification.claim_id), "state": str(to)}
        if verification.slug:
            about["url"] = f"{settings.SITE_URL}/checks/{verification.slug}/"
        announce(event, about)


def check(old: State, to: State, actor: Actor) -> None:
    """Raises IllegalMove or Denied unless ``actor`` may move something from ``old`` to ``to``."""
    act = MOVES.get((old, to))
    if act is None:
        raise IllegalMove(f"A claim that is {old.label} cannot become {to.label}.")
    if actor is None and (act == MACHINE or (old, to) in MACHINE_MAY_TOO):
        return
    if act == MACHINE:
        raise IllegalMove(f"Only the gathering itself makes a claim {to.label}.")
    require(actor, act)
