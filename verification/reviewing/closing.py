"""Claims that leave the queue without a verdict, and claims that come back to it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.errors import Conflict, InvalidInput
from claims.models import Claim
from verification.lifecycle import check, move
from verification.models import State, Verification
from verification.permissions import require
from verification.priority import rank
from verification.reviewing.assignments import end_any
from verification.reviewing.rows import locked, needed
from verification.reviewing.verdicts import raise_version


def set_aside(verification: Verification, *, actor: User, reason: str) -> Verification:
    """Not checkable, or not worth it: out of the queue, with the reason."""
    require(actor, "set_aside")
    reason = needed(reason, "reason", _("Say why the claim is set aside."))
    with transaction.atomic():
        row = locked(verification)
        check(State(row.state), State.SET_ASIDE, actor)
        end_any(row, actor, "set_aside")
        raise_version(row)
        return move(row, State.SET_ASIDE, actor=actor, verb="set_aside", note=reason, reason=reason)


def reopen(verification: Verification, *, actor: User, reason: str) -> Verification:
    """Back into the queue: a claim that was set aside, merged, or decided and not yet published."""
    require(actor, "reopen")
    reason = needed(reason, "reason", _("Say why the claim is opened again."))
    with transaction.atomic():
        row = locked(verification)
        if row.state not in (State.SET_ASIDE, State.DUPLICATE, State.DECIDED):
            raise Conflict(_("This claim cannot be opened again in the state that it is in."), code="illegal_move")
        raise_version(row)
        merged_into = row.duplicate_of_id
        move(row, State.OPEN, actor=actor, verb="reopened", note=reason, reason="", duplicate_of=None)
        rank([row.pk, *_of(merged_into)])
    return row


def merge(verification: Verification, *, actor: User, into: Claim, reason: str) -> Verification:
    """The claim says the same as ``into`` and is checked there. Published claims are never merged away."""
    require(actor, "merge")
    reason = needed(reason, "reason", _("Say why the two claims are the same."))
    with transaction.atomic():
        row = locked(verification)
        if into.pk == row.claim_id:
            raise InvalidInput(_("A claim cannot be merged into itself."), fields={"into": "The claim itself."})
        other = Verification.objects.filter(claim=into, is_current=True).first()
        if other is not None and other.state == State.DUPLICATE:
            raise InvalidInput(
                f"Claim {into.pk} is itself a duplicate of claim {other.duplicate_of_id}. Merge into that one.",
                fields={"into": f"Use {other.duplicate_of_id}."},
            )
        check(State(row.state), State.DUPLICATE, actor)
        end_any(row, actor, "merged")
        raise_version(row)
        move(
            row,
            State.DUPLICATE,
            actor=actor,
            verb="merged",
            data={"into": into.pk},
            note=reason,
            reason=reason,
            duplicate_of=into,
            disputed=False,
        )
        rank(_of(into.pk))
    return row


def _of(claim_id: int | None) -> list[int]:
    """The current verification of the claim that another was merged into: it was seen in one place more, or less."""
    return list(Verification.objects.filter(claim=claim_id, is_current=True).values_list("pk", flat=True))
