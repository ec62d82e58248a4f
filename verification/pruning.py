"""What is old and ended makes room; whatever says what the desk did, and on what, stays."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from claims.clock import now
from verification.models import (
    CLOSED,
    DeliveryState,
    ExportJob,
    ExportState,
    IdempotencyKey,
    Search,
    SearchState,
    WebhookDelivery,
)

BATCH = 500


def prune(*, days: int, dry_run: bool = False) -> dict[str, int]:
    """Removes what ended more than ``days`` days ago; how many of each kind. ``dry_run`` only counts."""
    before = now() - timedelta(days=days)
    counts = {"raw answers of providers emptied": _raw_answers(before, dry_run)}
    for what, rows in (
        ("webhook deliveries", _deliveries(before)),
        ("keys of repeated requests", IdempotencyKey.objects.filter(created_at__lt=min(before, now()))),
        ("exports", _exports(before)),
        ("expired sessions", Session.objects.filter(expire_date__lt=now())),
    ):
        counts[what] = rows.count() if dry_run else rows.delete()[0]
    return counts


def _raw_answers(before: datetime, dry_run: bool) -> int:
    """Of claims that are closed; the hash stays, so that a copy kept elsewhere can still be proven."""
    settled = (SearchState.DONE, SearchState.FAILED, SearchState.CANCELLED)
    old = Search.objects.filter(updated_at__lt=before, state__in=settled, verification__state__in=CLOSED)
    old = old.exclude(raw=b"")
    if dry_run:
        return old.count()
    emptied = 0
    while keys := list(old.values_list("pk", flat=True)[:BATCH]):  # in short steps: nobody waits for long
        emptied += Search.objects.filter(pk__in=keys).update(raw=b"")
    return emptied


def _exports(before: datetime) -> QuerySet[ExportJob]:
    """Rows only: the files went when their links expired."""
    return ExportJob.objects.filter(state__in=(ExportState.EXPIRED, ExportState.FAILED), updated_at__lt=before)


def _deliveries(before: datetime) -> QuerySet[WebhookDelivery]:
    ended = (DeliveryState.DONE, DeliveryState.FAILED)
    return WebhookDelivery.objects.filter(state__in=ended, updated_at__lt=before)
