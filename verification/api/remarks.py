"""Internal notes, and the log of asking the claimant."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from ninja import Router

from verification import reviewing
from verification.api import shapes
from verification.api.answers import answer, items
from verification.api.door import actor, endpoint
from verification.api.objects import check_of
from verification.api.paging import BY_ROW, page
from verification.exporting.records import contact_record, note_record
from verification.models import Contact, Note

router = Router(tags=["notes and contacts"])


@endpoint(router, "GET", "/claims/{claim_id}/notes", act="note", query=shapes.PAGING, returns={200: shapes.NotePage})
def list_notes(request: HttpRequest, claim_id: str) -> HttpResponseBase:
    """The internal notes on a claim, oldest first."""
    notes = Note.objects.filter(verification=check_of(claim_id)).select_related("author")
    rows, following = page(notes, BY_ROW, request)
    return items([note_record(note) for note in rows], following)


@endpoint(router, "POST", "/claims/{claim_id}/notes", act="note", body=True, returns={201: shapes.NoteOut})
def add_note(request: HttpRequest, claim_id: str, payload: shapes.NoteIn) -> HttpResponseBase:
    """Write an internal note."""
    note = reviewing.add_note(check_of(claim_id), actor=actor(request), text=payload.text)
    return answer(note_record(note), status=201)


@endpoint(
    router, "GET", "/claims/{claim_id}/contacts", act="note", query=shapes.PAGING, returns={200: shapes.ContactPage}
)
def list_contacts(request: HttpRequest, claim_id: str) -> HttpResponseBase:
    """Who was asked about a claim, oldest first."""
    contacts = Contact.objects.filter(verification=check_of(claim_id)).select_related("author")
    rows, following = page(contacts, BY_ROW, request)
    return items([contact_record(contact) for contact in rows], following)


@endpoint(router, "POST", "/claims/{claim_id}/contacts", act="note", body=True, returns={201: shapes.ContactOut})
def add_contact(request: HttpRequest, claim_id: str, payload: shapes.ContactIn) -> HttpResponseBase:
    """Log that somebody was asked: whom, when, how, what they answered, until when."""
    contact = reviewing.add_contact(
        check_of(claim_id),
        actor=actor(request),
        whom=payload.whom,
        way=payload.way,
        asked_at=payload.asked_at,
        deadline=payload.deadline,
        question=payload.question,
        answer=payload.answer,
    )
    return answer(contact_record(contact), status=201)
