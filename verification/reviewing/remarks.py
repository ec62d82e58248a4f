"""What reviewers add while a claim is being settled: marks on evidence, better wording, notes, contacts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims import intake
from claims.clock import now
from claims.errors import Conflict, InvalidInput
from claims.models import Claim
from verification import audit
from verification.gathering import recount
from verification.models import Contact, Evidence, Note, State, Verification
from verification.models.sources import Mark
from verification.permissions import require
from verification.reviewing.rows import locked, needed, record, written


def mark_evidence(evidence: Evidence, *, actor: User, mark: str | None) -> Evidence:
    """A person's word on a passage: supports, refutes, irrelevant, or None to take it back."""
    require(actor, "mark")
    if mark is not None and mark not in Mark.values:
        why = f"The mark must be {', '.join(Mark.values)} or null."
        raise InvalidInput(why, fields={"mark": why})
    with transaction.atomic():
        row = locked(evidence.verification)
        evidence.mark = mark
        evidence.marked_by = actor if mark else None
        evidence.save(update_fields=["mark", "marked_by"])
        recount(row.pk)
        data = {"evidence": evidence.pk, "mark": mark, **audit.nonce()}
        record(actor, "evidence_marked", row, data=data)
    return evidence


def edit_claim(
    verification: Verification,
    *,
    actor: User,
    version: int,
    statement: str | None = None,
    speaker: str | None = None,
    kinds: list[str] | None = None,
    place: tuple[int, int] | None = None,
) -> Claim:
    """Better words for the claim; what stood there before is kept. Raises Conflict for a stale ``version``."""
    require(actor, "edit_claim")
    with transaction.atomic():
        row = locked(verification)
        _may_still_be_worded(row, actor)
        claim = intake.edit_claim(
            row.claim, actor=actor, version=version, statement=statement, speaker=speaker, kinds=kinds, place=place
        )
        if claim.version != version:
            before, after = claim.edits.order_by("-id").values_list("before", "after")[0]
            data = {"version": claim.version, "fields": sorted(after)}
            record(actor, "claim_edited", row, data=data, note=_worded_before(before))
    return claim


def _worded_before(before: dict[str, Any]) -> str:
    """What an edit replaced, for the history: the first time it is what the machine proposed."""
    parts = ((name, before[name]) for name in ("statement", "speaker", "quote") if name in before)
    return "; ".join(f"{name} before: {f'“{words}”' if words else 'none'}" for name, words in parts)


def _may_still_be_worded(row: Verification, actor: User) -> None:
    """What was rated keeps its words until it is in the queue again, or corrected by those who correct."""
    if row.state in (State.SECOND_REVIEW, State.DECIDED):
        why = "The claim's words were rated as they stand. Send it back to the queue, or publish and correct it."
        raise Conflict(why, code="illegal_move")
    if row.state in (State.PUBLISHED, State.RETRACTED):
        why = f"A claim that is {State(row.state).label} keeps its words. To change them, begin a correction."
        raise Conflict(why, code="illegal_move")
    if row.state == State.CORRECTING:
        require(actor, "correct")


def add_note(verification: Verification, *, actor: User, text: str) -> Note:
    """An internal note; never public."""
    require(actor, "note")
    text = needed(text, "text", _("Write the note."))
    with transaction.atomic():
        row = locked(verification)
        note = Note.objects.create(verification=row, author=actor, text=text)
        record(actor, "noted", row, data={"note": note.pk})
    return note


def add_contact(
    verification: Verification,
    *,
    actor: User,
    whom: str,
    way: str = "",
    asked_at: datetime | None = None,
    deadline: datetime | None = None,
    question: str = "",
    answer: str = "",
) -> Contact:
    """One line in the log of asking the claimant: whom, when (default now), how, what, the answer, until when."""
    require(actor, "note")
    whom = needed(whom, "whom", _("Say who was asked."))
    with transaction.atomic():
        row = locked(verification)
        contact = Contact.objects.create(
            verification=row,
            author=actor,
            whom=written(whom, "whom", longest=300),
            way=written(way, "way", longest=60),
            asked_at=asked_at or now(),
            deadline=deadline,
            question=written(question, "question"),
            answer=written(answer, "answer"),
        )
        record(actor, "contacted", row, data={"contact": contact.pk})
    return contact
