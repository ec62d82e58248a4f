"""What happened, who noted what, who was asked."""

from __future__ import annotations

from django.contrib.auth.models import User

from claims.models import Claim
from claims.roles import Actor
from verification.exporting.records.verdicts import Record, verdict_records
from verification.models import AuditEntry, Contact, Note, Verdict, Verification
from verification.permissions import is_blind, is_hidden


def audit_record(entry: AuditEntry) -> Record:
    """One row of the trail, with everything that its hash covers."""
    return {
        "seq": entry.seq,
        "at": entry.at,
        "actor": entry.actor,
        "actor_name": entry.actor_name,
        "verb": entry.verb,
        "object": {"type": entry.object_type, "id": str(entry.object_id)},
        "claim": None if entry.claim_id is None else str(entry.claim_id),
        "data": entry.data,
        "note": entry.note,
        "salt": entry.salt,
        "note_digest": entry.note_digest,
        "prev_hash": entry.prev_hash,
        "hash": entry.hash,
    }


def history(claim: Claim, viewer: Actor) -> list[Record]:
    """Every act on a claim and every version of its verdict, oldest first; a verdict follows the act that gave it."""
    hidden, marks = hidden_verdicts(claim, viewer), _marks_are_hidden(claim)
    own = f"user:{viewer.pk}" if isinstance(viewer, User) else ""
    verdicts = Verdict.objects.filter(verification__claim=claim).order_by("pk")
    waiting = {record["id"]: record for _, record in verdict_records(verdicts)}
    items: list[Record] = []
    for entry in AuditEntry.objects.filter(claim_id=claim.pk).order_by("seq"):
        given = str(entry.data.get("verdict", ""))
        record = {"type": "audit", **audit_record(entry)}
        if given in hidden or (marks and entry.verb == "evidence_marked" and entry.actor != own):
            record |= {"data": {}, "note": "", "salt": ""}
        items.append(record)
        if given in waiting and given not in hidden:
            items.append({"type": "verdict", **waiting.pop(given), "hash": entry.hash})
    return items


def note_record(note: Note) -> Record:
    """One internal note; its author must be loaded with it."""
    return {"id": str(note.pk), "author": note.author.get_username(), "text": note.text, "created_at": note.created_at}


def contact_record(contact: Contact) -> Record:
    """One line of the log of asking; its author must be loaded with it."""
    return {
        "id": str(contact.pk),
        "author": contact.author.get_username(),
        "whom": contact.whom,
        "way": contact.way,
        "asked_at": contact.asked_at,
        "deadline": contact.deadline,
        "question": contact.question,
        "answer": contact.answer,
        "created_at": contact.created_at,
    }


def _marks_are_hidden(claim: Claim) -> bool:
    check = Verification.objects.filter(claim=claim, is_current=True).first()
    return check is not None and is_blind(check.state, check.disputed)


def hidden_verdicts(claim: Claim, viewer: Actor) -> set[str]:
    """The verdicts that blind second review keeps from this viewer."""
    check = Verification.objects.filter(claim=claim, is_current=True).first()
    verdict = check.verdicts.select_related("reviewer").order_by("-version").first() if check else None
    if check is None or verdict is None:
        return set()
    hide = is_hidden(check.state, check.disputed, verdict.reviewer.get_username(), viewer)
    return {str(verdict.pk)} if hide else set()
