"""Answering what was offered as seen before: it is the same, or it is not; and saying that a changed text was seen."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.clock import now
from claims.errors import Conflict
from verification.models import Answered, SeenBefore, TextChange, Verification
from verification.permissions import require
from verification.priority import rank
from verification.reviewing.closing import merge
from verification.reviewing.rows import locked, record


def accept_earlier(verification: Verification, *, actor: User, offer: int, reason: str = "") -> Verification:
    """The claim is the same as the earlier one: one of our own takes it in (``merge``, with all its rules), a review
    from elsewhere stands confirmed beside it. Raises Conflict when the offer was answered or the claim may not merge.
    """
    require(actor, "merge")
    with transaction.atomic():
        row = locked(verification)
        offered = _unanswered(row, offer)
        _answer(offered, actor, Answered.ACCEPTED)
        into = offered.earlier.claim
        if into is not None:
            return merge(row, actor=actor, into=into, reason=reason or "Seen before: it says the same.")
        record(actor, "seen_before_accepted", row, data={"earlier": offered.earlier_id})
        return row


def dismiss_earlier(verification: Verification, *, actor: User, offer: int) -> Verification:
    """The claim says something else than the earlier one; it is not offered again."""
    require(actor, "merge")
    with transaction.atomic():
        row = locked(verification)
        offered = _unanswered(row, offer)
        _answer(offered, actor, Answered.DISMISSED)
        record(actor, "seen_before_dismissed", row, data={"earlier": offered.earlier_id})
        rank([row.pk])
        return row


def see_text_change(verification: Verification, *, actor: User, change: int) -> Verification:
    """Somebody looked at what a new version of the article did to this claim; it is not raised any more."""
    require(actor, "note")
    with transaction.atomic():
        row = locked(verification)
        changed = TextChange.objects.filter(pk=change, verification=row, seen_at__isnull=True)
        if not changed.update(seen_at=now(), seen_by=actor):
            raise Conflict(_("Somebody has looked at this change already."), code="answered")
        record(actor, "text_change_seen", row, data={"change": change})
        return row


def _unanswered(verification: Verification, offer: int) -> SeenBefore:
    rows = SeenBefore.objects.select_related("earlier__claim")
    offered = rows.filter(pk=offer, verification=verification, answer=Answered.OFFERED).first()
    if offered is None:
        raise Conflict(
            _("This offer was answered already, or is not made any more. Load the page again."), code="answered"
        )
    return offered


def _answer(offered: SeenBefore, actor: User, answer: Answered) -> None:
    offered.answer, offered.answered_by, offered.answered_at = answer, actor, now()
    offered.save(update_fields=["answer", "answered_by", "answered_at"])
