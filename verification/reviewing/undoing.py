"""Taking back one's own latest act. What somebody changed after it stays as they left it, and is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.clock import now
from claims.errors import Conflict, UserError
from verification.lifecycle import move
from verification.models import Assignment, Deed, Evidence, State, Verification
from verification.permissions import require
from verification.reviewing.assignments import give_back
from verification.reviewing.remarks import mark_evidence
from verification.reviewing.rows import locked
from verification.reviewing.triage import assign, prioritise
from verification.reviewing.verdicts import raise_version

UNDO_MINUTES = 15
KEPT = 50  # deeds a person; older ones cannot be undone any more and are dropped


@dataclass(frozen=True, slots=True)
class Undone:
    """The act that was taken back: on how many rows, and how many had been changed since and stay."""

    verb: str
    rows: int
    kept: int


def remember(person: User, verb: str, changes: Sequence[Sequence[object]]) -> Deed | None:
    """Keeps an act so that it can be undone; ``changes`` is [row, before, after] each. No change, nothing kept."""
    if not changes:
        return None
    deed = Deed.objects.create(person=person, verb=verb, changes=[list(change) for change in changes])
    if deed.pk % KEPT:
        return deed
    stale = Deed.objects.filter(person=person).order_by("-id").values_list("pk", flat=True)[KEPT : KEPT + 1]
    oldest = list(stale)
    if oldest:
        Deed.objects.filter(person=person, pk__lte=oldest[0]).delete()
    return deed


def undoable(person: User) -> Deed | None:
    """The person's latest act that can still be undone."""
    since = now() - timedelta(minutes=UNDO_MINUTES)
    return Deed.objects.filter(person=person, undone_at__isnull=True, done_at__gte=since).order_by("-id").first()


def undo(*, actor: User) -> Undone:
    """Takes back the latest act of ``actor``, row by row, each with its audit row. Conflict when there is none."""
    deed = undoable(actor)
    taken = deed and Deed.objects.filter(pk=deed.pk, undone_at__isnull=True).update(undone_at=now())
    if deed is None or not taken:
        raise Conflict(
            _("There is nothing to undo: only your own acts of the last %(minutes)s minutes can be.")
            % {"minutes": UNDO_MINUTES},
            code="no_deed",
        )
    done = 0
    for pk, before, after in reversed(deed.changes):
        try:
            done += BACK[deed.verb](pk, before, after, actor)
        except UserError:
            continue  # somebody moved it on meanwhile: theirs is the later word
    return Undone(deed.verb, done, len(deed.changes) - done)


def _reopen(pk: int, before: Any, after: Any, actor: User) -> bool:
    require(actor, "reopen")
    with transaction.atomic():
        row = locked(Verification(pk=pk))
        if row.state != after:
            return False
        raise_version(row)
        move(row, State.OPEN, actor=actor, verb="undone", data={"act": after}, reason="", duplicate_of=None)
    return True


def _assign_back(pk: int, before: Any, after: Any, actor: User) -> bool:
    row = Verification.objects.get(pk=pk)
    if row.assigned_to_id != after[0]:
        return False
    earlier = User.objects.filter(pk=before[0]).first() if before[0] else None
    due_at = datetime.fromisoformat(before[1]) if before[1] else None
    assign(row, actor=actor, to=earlier, due_at=due_at, verb="undone")
    return True


def _prioritise_back(pk: int, before: Any, after: Any, actor: User) -> bool:
    row = Verification.objects.get(pk=pk)
    if row.urgency != after:
        return False
    prioritise(row, actor=actor, urgency=before, verb="undone")
    return True


def _mark_back(pk: int, before: Any, after: Any, actor: User) -> bool:
    evidence = Evidence.objects.select_related("verification").get(pk=pk)
    if evidence.mark != after:
        return False
    mark_evidence(evidence, actor=actor, mark=before)
    return True


def _give_back(pk: int, before: Any, after: Any, actor: User) -> bool:
    held = Assignment.objects.filter(pk=pk, ended_at__isnull=True).select_related("verification").first()
    if held is None:
        return False
    give_back(held, reviewer=actor)
    return True


BACK = {
    "set_aside": _reopen,
    "merge": _reopen,
    "assign": _assign_back,
    "prioritise": _prioritise_back,
    "mark": _mark_back,
    "take": _give_back,
}
