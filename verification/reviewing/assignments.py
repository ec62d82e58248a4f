"""Who holds which claim, and until when. Holds end by a verdict, by giving back, or by the database's clock."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from claims.clock import now
from claims.errors import Conflict
from claims.leases import from_now
from verification import filtering
from verification.errors import Denied
from verification.filtering import ClaimFilters
from verification.lifecycle import move
from verification.models import Assignment, State, Verification
from verification.permissions import may, require
from verification.reviewing.rows import locked

EXPIRED_AT_ONCE = 500


def take_next(*, reviewer: User, filters: ClaimFilters | None = None) -> Assignment | None:
    """Holds the highest-priority open claim that matches for ``reviewer``; None when there is none.

    1. Holds that ran out are swept back first, each in its own transaction.
    2. What was assigned to the reviewer comes first, what was assigned to others never. The first such open row that
       nobody else is just taking is locked (PostgreSQL: SKIP LOCKED; SQLite: the transaction).
    3. It moves to in_review with its assignment and audit row, or not at all.
    """
    require(reviewer, "take")
    expire_assignments()
    queue = filtering.claims(filters or ClaimFilters(), actor=reviewer).filter(state=State.OPEN)
    with transaction.atomic():
        free = queue.select_for_update(skip_locked=True, of=("self",))
        verification = None
        if Verification.objects.filter(assigned_to=reviewer, state=State.OPEN).exists():
            verification = free.filter(assigned_to=reviewer).first()
        verification = verification or free.filter(assigned_to__isnull=True).first()
        return None if verification is None else _hold(verification, reviewer)


def take(verification: Verification, *, reviewer: User) -> Assignment:
    """Holds this very claim. Raises Conflict when somebody holds it or it is not open."""
    require(reviewer, "take")
    expire_assignments()
    with transaction.atomic():
        row = locked(verification)
        held = row.assignments.filter(ended_at__isnull=True).select_related("reviewer").first()
        if held is not None and held.reviewer_id == reviewer.pk:
            return held
        if held is not None:
            raise Conflict(
                _("%(name)s is reviewing this claim. Take another one, or wait.")
                % {"name": held.reviewer.get_username()},
                code="held",
            )
        if row.state != State.OPEN:
            raise Conflict(f"This claim is {State(row.state).label}; only open ones can be taken.", code="not_open")
        return _hold(row, reviewer)


def renew(assignment: Assignment, *, reviewer: User) -> Assignment:
    """Starts the hold's time afresh. Raises Denied for somebody else's hold, Conflict for one that ended."""
    _own(assignment, reviewer)
    if not open_holds(assignment.pk).update(expires_at=_until()):
        raise _lost()
    assignment.refresh_from_db()
    return assignment


def give_back(assignment: Assignment, *, reviewer: User) -> Verification:
    """Ends the hold; the claim is open for the next. An editor may end anybody's."""
    if not may(reviewer, "adjudicate"):
        _own(assignment, reviewer)
    with transaction.atomic():
        row = locked(assignment.verification)
        if not _end(assignment, "given_back"):
            raise _lost()
        if row.state == State.IN_REVIEW:
            move(row, State.OPEN, actor=reviewer, verb="given_back", data={"assignment": assignment.pk})
    return row


def expire_assignments() -> int:
    """Puts claims whose hold ran out back into the queue, as the machine; returns how many."""
    overdue = Assignment.objects.filter(ended_at__isnull=True, expires_at__lt=Now()).order_by("pk")
    # Mostly there is none, and every "next claim" asks: only the keys are read before that is known.
    keys = list(overdue.values_list("pk", flat=True)[:EXPIRED_AT_ONCE])
    count = 0
    for assignment in Assignment.objects.filter(pk__in=keys).select_related("verification") if keys else ():
        with transaction.atomic():
            row = locked(assignment.verification)
            if not _end(assignment, "expired", still_overdue=True):
                continue
            if row.state == State.IN_REVIEW:
                move(row, State.OPEN, actor=None, verb="hold_expired", data={"assignment": assignment.pk})
            count += 1
    return count


def end_for_verdict(verification: Verification, reviewer: User, assignment_id: int | None) -> None:
    """Ends the reviewer's own running hold in favour of a verdict; Conflict when it is not theirs or has run out."""
    held = open_holds(assignment_id or 0).filter(verification=verification, reviewer=reviewer)
    if not held.update(ended_at=now(), outcome="verdict"):
        raise _lost()


def end_any(verification: Verification, actor: User, outcome: str) -> None:
    """Ends whatever hold there is, for a claim that leaves review. Only its holder or an editor may do that."""
    held = verification.assignments.filter(ended_at__isnull=True).select_related("reviewer").first()
    if held is None:
        return
    if held.reviewer_id != actor.pk and not may(actor, "adjudicate"):
        raise Conflict(
            _("%(name)s is reviewing this claim. Ask them to give it back.") % {"name": held.reviewer.get_username()},
            code="held",
        )
    _end(held, outcome)


def open_holds(assignment_id: int) -> QuerySet[Assignment]:
    """The hold with this id, if it has neither ended nor run out."""
    return Assignment.objects.filter(pk=assignment_id, ended_at__isnull=True, expires_at__gte=Now())


def _hold(verification: Verification, reviewer: User) -> Assignment:
    move(verification, State.IN_REVIEW, actor=reviewer, verb="taken")
    assignment = Assignment.objects.create(verification=verification, reviewer=reviewer, expires_at=_until())
    assignment.refresh_from_db(fields=["expires_at"])
    return assignment


def _end(assignment: Assignment, outcome: str, *, still_overdue: bool = False) -> bool:
    rows = Assignment.objects.filter(pk=assignment.pk, ended_at__isnull=True)
    if still_overdue:
        rows = rows.filter(expires_at__lt=Now())
    return bool(rows.update(ended_at=now(), outcome=outcome))


def _own(assignment: Assignment, reviewer: User) -> None:
    require(reviewer, "take")
    if assignment.reviewer_id != reviewer.pk:
        raise Denied(_("This claim is held by somebody else. Take it yourself first."))


def _until() -> Any:
    return from_now(settings.ASSIGNMENT_MINUTES * 60)


def _lost() -> Conflict:
    return Conflict(
        _("Your hold on this claim has ended: its time ran out, or it was given back. Take the claim again."),
        code="assignment_lost",
    )
