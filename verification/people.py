"""People who leave: the door is shut at once; their name and words go too, if that is asked for.

What they did and when stays, under their number, and the trail still verifies: names and notes stand beside its chain.
"""

from __future__ import annotations

from axes.models import AccessAttempt, AccessLog
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from claims.clock import now
from claims.errors import Conflict
from claims.roles import ROLES, Actor
from verification import audit, second_factor
from verification.models import (
    ApiToken,
    Assignment,
    Deed,
    Draft,
    ExportJob,
    ExportState,
    IdempotencyKey,
    SavedView,
    Seat,
)


def remove(person: User, *, actor: Actor) -> None:
    """Ends all access of a person: sessions, password, tokens, second factor, role, claims in hand."""
    with transaction.atomic():
        person.is_active = person.is_staff = person.is_superuser = False
        person.set_unusable_password()  # which ends every session
        person.save()
        person.groups.remove(*person.groups.filter(name__in=ROLES))
        ApiToken.objects.filter(owner=person, revoked_at__isnull=True).update(revoked_at=now())
        Assignment.objects.filter(reviewer=person, ended_at__isnull=True).update(expires_at=now())
        exports = ExportJob.objects.filter(owner=person)
        exports.filter(state=ExportState.DONE).update(expires_at=now())
        exports.filter(state__in=(ExportState.QUEUED, ExportState.RUNNING)).update(
            state=ExportState.FAILED, error="Whoever asked for it was removed.", lease_token=""
        )
        second_factor.remove(person, actor=actor)
        audit.append(actor, audit.Act("person_removed", "user", person.pk))


def erase(person: User, *, actor: Actor) -> int:
    """Takes the name and the personal texts of a removed person out of every table; returns the rows of the trail.

    Verdicts and their public words stay: they are the desk's. Raises Conflict while the person is still active.
    """
    if person.is_active:
        raise Conflict(f"{person.get_username()} can still log in. Remove them first.")
    with transaction.atomic():
        old = person.get_username()
        person.username = f"removed-{person.pk}"
        person.first_name = person.last_name = person.email = ""
        person.last_login = None
        person.save()
        for attempts in (AccessAttempt, AccessLog):
            attempts.objects.filter(username=old).delete()
        Draft.objects.filter(author=person).delete()
        Seat.objects.filter(person=person).delete()
        SavedView.objects.filter(person=person).delete()
        Deed.objects.filter(person=person).delete()
        IdempotencyKey.objects.filter(owner=person).delete()
        ApiToken.objects.filter(owner=person).update(name="")
        told = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk))
        told.update(object_repr=person.username, change_message="")
        rows = audit.erase_notes(person.pk)
        audit.append(actor, audit.Act("person_erased", "user", person.pk, data={"rows": rows}))
    return rows
