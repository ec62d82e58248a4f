"""What sorts the queue before anybody reviews: who shall take a claim and by when, and what goes before or behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from claims.errors import Conflict, InvalidInput, UserError
from verification.models import CLOSED, State, Topic, Verification
from verification.permissions import may, require
from verification.reviewing.rows import locked, record

URGENCIES = {"urgent": 1, "normal": 0, "later": -1}
MOST_AT_ONCE = 500


@dataclass(slots=True)
class Sweep:
    """What became of one act on many claims: [row, before, after] of those done, and each refusal in its words."""

    changes: list[list[object]] = field(default_factory=list)
    refused: list[tuple[Verification, str]] = field(default_factory=list)


def each(rows: Iterable[Verification], act: Callable[[Verification], tuple[object, object]]) -> Sweep:
    """Does ``act``, which gives (before, after), to every row, each in its own transaction. A refusal stops none."""
    sweep = Sweep()
    for row in rows:
        try:
            before, after = act(row)
        except UserError as problem:
            sweep.refused.append((row, problem.message))
            continue
        if before != after:
            sweep.changes.append([row.pk, before, after])
    return sweep


def assign(
    verification: Verification,
    *,
    actor: User,
    to: User | None,
    due_at: datetime | None = None,
    verb: str = "assigned",
) -> tuple[list[object], list[object]]:
    """Gives the claim to a person, who is offered it first and alone; None takes that back. (before, after)

    That is no hold: the person still takes the claim to review it. Raises Conflict for a claim that is closed,
    InvalidInput for somebody who may not review.
    """
    require(actor, "triage")
    if to is not None and not may(to, "take"):
        why = f"{to.get_username()} may not review claims. Choose a reviewer, an editor or an admin."
        raise InvalidInput(why, fields={"assignee": why})
    with transaction.atomic():
        row = locked(verification)
        _still_to_do(row)
        before = _who(row.assigned_to_id, row.due_at)
        row.assigned_to, row.due_at = to, due_at
        after = _who(row.assigned_to_id, row.due_at)
        if before != after:
            row.save(update_fields=["assigned_to", "due_at"])
            record(actor, verb, row, data={"to": to.pk if to else None, "due_at": after[1]})
    return before, after


def prioritise(
    verification: Verification, *, actor: User, urgency: int, verb: str = "prioritised"
) -> tuple[object, object]:
    """Puts the claim before (1) or behind (-1) all that nobody moved, or where its own priority has it (0)."""
    require(actor, "triage")
    if urgency not in URGENCIES.values():
        raise InvalidInput("A claim is urgent, normal or for later.", fields={"urgency": "urgent, normal or later"})
    with transaction.atomic():
        row = locked(verification)
        _still_to_do(row)
        before = row.urgency
        if before != urgency:
            # The part of the priority that the machine worked out stays as it is, and may be worked out anew.
            Verification.objects.filter(pk=row.pk).update(urgency=urgency, priority=F("priority") + urgency - before)
            record(actor, verb, row, data={"from": before, "to": urgency})
    return before, urgency


def choose_topic(verification: Verification, *, actor: User, topic: Topic | None) -> Verification:
    """Gives the claim another topic, or none; what a person chose the machine does not change."""
    require(actor, "triage")
    with transaction.atomic():
        row = locked(verification)
        before = row.topic_id
        if before != (topic.pk if topic else None) or row.topic_by_id is None:
            row.topic, row.topic_by = topic, actor
            row.save(update_fields=["topic", "topic_by"])
            record(actor, "topic_chosen", row, data={"from": before, "to": topic.slug if topic else None})
    return row


def _who(person_id: int | None, due_at: datetime | None) -> list[object]:
    return [person_id, due_at.isoformat() if due_at else None]


def _still_to_do(row: Verification) -> None:
    if row.state in (*CLOSED, State.CORRECTING, State.DECIDED):
        raise Conflict(f"This claim is {State(row.state).label}: there is nothing to plan about it.", code="not_open")
