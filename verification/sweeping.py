"""Rings again for all that is owed, and ends what has run out. Called by beat, by every worker's timer and by hand."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Now

from claims import intake, leases
from claims.doorbell import DELIVER, EXPORT, FEED, GATHER, READ, SPLIT, bell
from claims.intake import due_articles, due_feeds, due_readings, next_task
from claims.intake.readings import AT_ONCE
from claims.models import Article, ArticleState, TipReading
from verification import gathering
from verification.exporting.background import due_exports
from verification.gathering import due_searches, overdue, settle
from verification.gathering.settling import article_ready
from verification.models import ExportJob, Search, WebhookDelivery
from verification.priority import rank_due
from verification.reviewing import expire_assignments
from verification.webhooks import due_deliveries

BATCH = 500
OPENING_SECONDS = 3.0
LOST_AFTER_SECONDS = 3.0  # from sending to a worker's lease it takes a fraction of that

_opening = threading.Lock()


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did. ``unrung`` is work that no broker took: (task name, id), to be worked here and now."""

    rung: int
    opened: int
    expired: int
    unrung: tuple[tuple[str, int], ...] = ()


def sweep() -> Swept:
    """One sweep; cheap when nothing is owed. Safe to run in several processes at once.

    It rings first: whatever else there is to do, nobody waits for it who could be working.
    """
    expired = expire_assignments()
    owed = [*_articles(), *_readings(), *_verifications(), *_deliveries(), *_exports(), *_feeds()]
    unrung = tuple((task, pk) for task, pk in owed if not bell.ring(task, pk))
    opened = open_overdue()
    for pk in Article.objects.filter(state=ArticleState.GATHERING).values_list("pk", flat=True)[:BATCH]:
        article_ready(pk)
    rank_due()
    return Swept(len(owed) - len(unrung), opened, expired, unrung)


def open_overdue() -> int:
    """Opens claims whose patience has run out, the oldest first, for some seconds at most; how many.

    Only once at a time in a process. Sweeps come every few seconds and from several sides; a thousand claims past
    their patience made them pile up, each opening the same claims, until the worker had no thread left to gather in.
    """
    if not _opening.acquire(blocking=False):
        return 0
    try:
        deadline = time.monotonic() + OPENING_SECONDS
        opened = 0
        for pk in overdue().order_by("created_at").values_list("pk", flat=True)[:BATCH]:
            if time.monotonic() > deadline:
                break
            opened += settle(pk)
        return opened
    finally:
        _opening.release()


def is_owed(task: str) -> bool:
    """Whether workers of splitting (SPLIT), or of gathering (anything else), were rung for what is still due."""
    rung = Q(rung_at__gt=leases.from_now(-4 * leases.RING_AGAIN_SECONDS))
    if task == SPLIT:
        articles = due_articles().filter(rung).exclude(pk__in=intake.suspect_articles().values("pk"))
        readings = due_readings().filter(rung).exclude(pk__in=intake.suspect_readings().values("pk"))
        return readings.exists() or any(next_task(article) == SPLIT for article in articles[:BATCH])
    searches = due_searches().filter(rung).exclude(pk__in=gathering.suspect_searches().values("pk"))
    return searches.exists() or due_deliveries().filter(rung).exists()


def suspects() -> list[tuple[str, int]]:
    """What is owed and has cost workers: (task name, id), each to be worked in a process of its own.

    Before that, what has cost too many is put aside with its reason.
    """
    intake.quarantine()
    intake.quarantine_readings()
    gathering.quarantine()
    articles = [(next_task(article), article.pk) for article in intake.suspect_articles()[:BATCH]]
    readings = intake.suspect_readings().values_list("claim_id", flat=True)[:BATCH]
    searches = gathering.suspect_searches().values_list("verification_id", flat=True)[:BATCH]
    return [*articles, *((READ, pk) for pk in readings), *((GATHER, pk) for pk in dict.fromkeys(searches))]


def _not_rung_lately(near: float = leases.RING_AGAIN_SECONDS) -> Q:
    """Whoever rang first wrote its own clock's time; one that lies ahead of the database's is no reason to wait."""
    return Q(rung_at__isnull=True) | Q(rung_at__lt=leases.from_now(-near)) | Q(rung_at__gt=leases.from_now(near))


def _articles() -> list[tuple[str, int]]:
    suspect = intake.suspect_articles().values("pk")
    articles = list(due_articles().filter(_not_rung_lately()).exclude(pk__in=suspect)[:BATCH])
    Article.objects.filter(pk__in=[article.pk for article in articles]).update(rung_at=Now())
    return [(next_task(article), article.pk) for article in articles]


def _readings() -> list[tuple[str, int]]:
    """One ring for as many as are read together."""
    suspect = intake.suspect_readings().values("pk")
    owed = due_readings().filter(_not_rung_lately()).exclude(pk__in=suspect).order_by("pk")
    due = list(owed.values_list("pk", "claim_id")[:BATCH])
    TipReading.objects.filter(pk__in=[pk for pk, _ in due]).update(rung_at=Now())
    return [(READ, claim) for _, claim in due[::AT_ONCE]]


def _verifications() -> list[tuple[str, int]]:
    """As many as there is room for in the queue: messages that wait there hurry as well as more of them would.

    A backlog that takes minutes was rung for anew every quarter of a minute, and sending took half of a worker's time.
    But where the queue is empty and there is work that nobody has in hand, the messages were lost, however lately they
    were sent: a broker that is wiped now and then would else leave its workers idle for most of the time.
    """
    waiting = bell.waiting()
    lately = LOST_AFTER_SECONDS if waiting == 0 else leases.RING_AGAIN_SECONDS
    room = max(0, BATCH - (waiting or 0))
    suspect = gathering.suspect_searches().values("pk")
    owed = due_searches().filter(_not_rung_lately(lately)).exclude(pk__in=suspect)
    due = list(owed.values_list("pk", "verification_id")[:BATCH])
    Search.objects.filter(pk__in=[pk for pk, _ in due]).update(rung_at=Now())
    return [(GATHER, pk) for pk in dict.fromkeys(verification for _, verification in due)][:room]


def _deliveries() -> list[tuple[str, int]]:
    due = list(due_deliveries().filter(_not_rung_lately()).values_list("pk", flat=True)[:BATCH])
    WebhookDelivery.objects.filter(pk__in=due).update(rung_at=Now())
    return [(DELIVER, pk) for pk in due]


def _exports() -> list[tuple[str, int]]:
    due = list(due_exports().filter(_not_rung_lately()).values_list("pk", flat=True)[:BATCH])
    ExportJob.objects.filter(pk__in=due).update(rung_at=Now())
    return [(EXPORT, pk) for pk in due]


def _feeds() -> list[tuple[str, int]]:
    return [(FEED, pk) for pk in due_feeds().values_list("pk", flat=True)[:BATCH]]
