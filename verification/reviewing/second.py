"""The second pair of eyes: approve or send back, never by the first person; an editor settles a difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.errors import Conflict, InvalidInput
from verification.errors import Denied, IllegalMove
from verification.lifecycle import move
from verification.models import SecondReview, State, Verdict, Verification
from verification.permissions import require
from verification.reviewing.rows import locked, needed, record, recount_if_blind, written
from verification.reviewing.standards import demand
from verification.reviewing.verdicts import add_verdict, complete, known_rating, latest_verdict, raise_version, told


def approve(
    verification: Verification, *, reviewer: User, rating: str | None = None, rationale: str = ""
) -> SecondReview:
    """The second reviewer's own view. No rating, or the same one: decided. Another one: disputed, for an editor.

    When second review is blind the rating is needed. Raises Denied for the first reviewer.
    """
    require(reviewer, "second")
    with transaction.atomic():
        row = locked(verification)
        verdict = _awaiting_second(row, reviewer)
        if settings.BLIND_SECOND_REVIEW and not rating:
            why = _("Second review is blind here: give your own rating.")
            raise InvalidInput(why, fields={"rating": why})
        own = known_rating(rating) if rating else None
        agreed = own is None or own == verdict.rating
        second = SecondReview.objects.create(
            verdict=verdict,
            reviewer=reviewer,
            rating=own,
            rationale=written(rationale, "rationale"),
            agreed=agreed,
        )
        raise_version(row)
        about = {"verdict": verdict.pk, "rating": own.slug if own else None, "agreed": agreed}
        if agreed:
            move(row, State.DECIDED, actor=reviewer, verb="approved", data=about, note=second.rationale)
        else:
            Verification.objects.filter(pk=row.pk).update(disputed=True)
            record(reviewer, "differed", row, data=about, note=second.rationale)
        recount_if_blind(row)
    return second


def reject(verification: Verification, *, reviewer: User, comment: str) -> SecondReview:
    """Sends the claim back to the queue with a comment; the verdict stays in its history."""
    require(reviewer, "second")
    with transaction.atomic():
        row = locked(verification)
        verdict = _awaiting_second(row, reviewer)
        comment = needed(comment, "comment", _("Say what is wrong, so that the next reviewer can mend it."))
        second = SecondReview.objects.create(
            verdict=verdict, reviewer=reviewer, rationale=comment, agreed=False, rejected=True
        )
        raise_version(row)
        move(row, State.OPEN, actor=reviewer, verb="sent_back", data={"verdict": verdict.pk}, note=comment)
        recount_if_blind(row)
    return second


def adjudicate(
    verification: Verification,
    *,
    editor: User,
    rating: str,
    rationale: str = "",
    evidence: Sequence[int] = (),
    excuses: Mapping[str, str] | None = None,
) -> Verdict:
    """An editor, neither of the two reviewers, settles a disputed claim with a verdict of their own: decided."""
    require(editor, "adjudicate")
    with transaction.atomic():
        row = locked(verification)
        if row.state != State.SECOND_REVIEW or not row.disputed:
            raise IllegalMove(_("There is nothing to adjudicate: the two reviewers of this claim do not differ."))
        first = latest_verdict(row)
        if first is not None and editor.pk in (first.reviewer_id, first.second.reviewer_id):
            raise Denied(_("One of the two who differ cannot adjudicate. Ask another editor."))
        chosen, cited = complete(row, rating, rationale, evidence)
        kept = demand(row, chosen, cited, excuses or {})
        raise_version(row)
        verdict = add_verdict(row, editor, chosen, rationale, cited, kind="adjudication", excuses=kept)
        about = told(verdict, cited)
        move(row, State.DECIDED, actor=editor, verb="adjudicated", data=about, note=verdict.rationale, disputed=False)
    return verdict


def _awaiting_second(verification: Verification, reviewer: User) -> Verdict:
    """The verdict that waits for a second person, if this may be that person."""
    verdict = latest_verdict(verification)
    if verification.state != State.SECOND_REVIEW or verdict is None:
        state = State(verification.state).label
        raise IllegalMove(f"This claim is {state}; only claims in second review can be approved or sent back.")
    if verdict.reviewer_id == reviewer.pk:
        raise Denied(_("This is your own verdict. Somebody else must review it."))
    if verification.disputed:
        raise Conflict(_("The two reviewers differ. An editor adjudicates now."), code="disputed")
    return verdict
