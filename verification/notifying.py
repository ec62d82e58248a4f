"""One short e-mail a day to whoever asked for it: how much waits for them, and where. No claim is quoted in it.

Sent after DIGEST_HOUR (of TIME_ZONE), by whichever worker comes first; on a day on which nothing waits none is sent.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.clock import now
from verification.models import CLOSED, Draft, Seat, State, Verification
from verification.permissions import may

log = logging.getLogger(__name__)
DONE = (*CLOSED, State.DECIDED, State.CORRECTING)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one person, in numbers."""

    given: int = 0
    overdue: int = 0
    seconds: int = 0
    disputed: int = 0
    decided: int = 0
    drafts: int = 0

    @property
    def anything(self) -> bool:
        return any((self.given, self.seconds, self.disputed, self.decided, self.drafts))


def can_send() -> bool:
    """Whether this desk has a way to send mail at all."""
    return bool(settings.EMAIL_URL)


def waiting_for(person: User) -> Waiting:
    """Counted from the rows, as the person's own page and the start page show them."""
    mine = Verification.objects.filter(assigned_to=person, is_current=True).exclude(state__in=DONE)
    second = Verification.objects.filter(state=State.SECOND_REVIEW)
    theirs = second.filter(disputed=False).exclude(verdicts__reviewer=person)
    editor = may(person, "publish")
    return Waiting(
        given=mine.count(),
        overdue=mine.filter(due_at__lt=now()).count(),
        seconds=theirs.count() if may(person, "second") else 0,
        disputed=second.filter(disputed=True).count() if editor else 0,
        decided=Verification.objects.filter(state=State.DECIDED).count() if editor else 0,
        drafts=Draft.objects.filter(author=person, verification__state__in=[State.OPEN, State.IN_REVIEW]).count(),
    )


def words(found: Waiting) -> list[str]:
    """A line for each thing that waits."""
    lines = [
        (found.given, ngettext("%(n)s claim is given to you.", "%(n)s claims are given to you.", found.given)),
        (found.overdue, ngettext("%(n)s of them is overdue.", "%(n)s of them are overdue.", found.overdue)),
        (
            found.seconds,
            ngettext(
                "%(n)s verdict waits for a second review.", "%(n)s verdicts wait for a second review.", found.seconds
            ),
        ),
        (
            found.disputed,
            ngettext("%(n)s claim is to be adjudicated.", "%(n)s claims are to be adjudicated.", found.disputed),
        ),
        (found.decided, ngettext("%(n)s check can be published.", "%(n)s checks can be published.", found.decided)),
        (
            found.drafts,
            ngettext("%(n)s draft of yours is not sent.", "%(n)s drafts of yours are not sent.", found.drafts),
        ),
    ]
    return [text % {"n": number} for number, text in lines if number]


def due(at: datetime) -> QuerySet[Seat]:
    """The seats whose digest of today was not sent yet."""
    local = timezone.localtime(at, timezone.get_default_timezone())
    since = local.replace(hour=settings.DIGEST_HOUR, minute=0, second=0, microsecond=0)
    since -= timedelta(days=1) if local < since else timedelta()
    unsent = Q(digest_sent_at__isnull=True) | Q(digest_sent_at__lt=since)
    return Seat.objects.filter(unsent, digest=True, person__is_active=True).exclude(person__email="")


def send_digests(most: int = 20) -> int:
    """Sends what is due, some at a time; how many were sent. One that fails is logged, and the next day's is tried."""
    if not can_send():
        return 0
    at, sent = now(), 0
    for seat in due(at).select_related("person")[:most]:
        taken = Seat.objects.filter(pk=seat.pk, digest_sent_at=seat.digest_sent_at).update(digest_sent_at=at)
        found = waiting_for(seat.person) if taken else Waiting()
        if found.anything:
            sent += _send(seat.person, seat.language or settings.LANGUAGE_CODE, found)
    return sent


def _send(person: User, language: str, found: Waiting) -> int:
    with translation.override(language):
        subject = _("%(desk)s: what waits for you") % {"desk": settings.DESK_NAME}
        ending = _("Change or stop this mail there.")
        text = "\n".join([*words(found), "", f"{settings.SITE_URL}/me/", ending, ""])
        try:
            return send_mail(subject, text, None, [person.email])
        except (OSError, SMTPException) as problem:
            log.warning("The digest for %s could not be sent: %s", person.pk, problem)
            return 0
