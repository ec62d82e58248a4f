"""Work that is owed, as rows: a lease with a token, and a fence on completion.

The database says what is owed; Celery only says hurry. Whoever wants to work on a row takes a lease on it by
compare-and-set; whoever finishes must still hold that lease. A worker that dies loses its lease to the clock, one
that comes back late finds the fence closed. Every comparison uses the database's clock, since workers' clocks drift.

Method: docs/reliability.md (measured there against Celery's own redelivery).
"""

from __future__ import annotations

import random
import uuid
from datetime import timedelta
from typing import Any, TypeVar

from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Now

BACKOFF_SECONDS = (30, 120, 600, 3600, 21600)
GIVE_UP_AFTER = len(BACKOFF_SECONDS)
SUSPECT_AFTER = 2  # lost workers: from here on a row is worked in a process of its own
QUARANTINED_AFTER = 4
RING_AGAIN_SECONDS = 15


class Job(models.Model):
    """The columns of a row that some worker owes. ``state`` belongs to the concrete model."""

    lease_token = models.CharField(max_length=32, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    losses = models.PositiveIntegerField(default=0, help_text="Leases that ran out: a worker died or hung.")
    next_try_at = models.DateTimeField(null=True, blank=True)
    rung_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


J = TypeVar("J", bound=Job)


def from_now(seconds: float) -> Any:
    """A database expression: the database's own time plus ``seconds``."""
    return Now() + Value(timedelta(seconds=seconds), output_field=models.DurationField())


def is_due(waiting: Q, running: Q) -> Q:
    """Rows that are owed: ``waiting`` ones whose time has come, or ``running`` ones whose lease ran out."""
    ripe = Q(next_try_at__isnull=True) | Q(next_try_at__lte=Now())
    return (waiting & ripe) | (running & Q(lease_until__lt=Now()))


def lost(running: Q, times: int) -> Q:
    """Due rows that have cost ``times`` workers or more, one whose lease has just run out included.

    A worker that ends takes all that it had in hand with it. So two losses do not condemn a row, they only make it
    suspect: it is worked alone from then on, where a loss names its cause.
    """
    return Q(losses__gte=times) | (running & Q(losses__gte=times - 1))


def take(rows: QuerySet[J], due: Q, running: Q, *, seconds: float, **changes: Any) -> str | None:
    """Takes the lease on the one row in ``rows`` if it is due; returns the token, or None if another was first.

    ``changes`` are written with it (the new state). A lease taken over from a lost worker counts as a loss.
    """
    token = uuid.uuid4().hex
    taken = rows.filter(due).update(
        lease_token=token,
        lease_until=from_now(seconds),
        attempts=F("attempts") + 1,
        losses=Case(When(running, then=F("losses") + 1), default=F("losses"), output_field=models.IntegerField()),
        **changes,
    )
    return token if taken else None


def finish(rows: QuerySet[J], token: str, **changes: Any) -> bool:
    """Ends a lease that is still ours, writing ``changes``; False means fenced: drop everything that was made."""
    return bool(rows.filter(lease_token=token).update(lease_token="", lease_until=None, **changes))


def backoff(attempts: int, retry_after: float | None = None) -> float:
    """Seconds to wait before the next try: 30 s to 6 h with full jitter, or what the other side asked for."""
    if retry_after is not None:
        return min(max(retry_after, 1.0), BACKOFF_SECONDS[-1])
    step = BACKOFF_SECONDS[min(max(attempts, 1), GIVE_UP_AFTER) - 1]
    return step * random.uniform(0.5, 1.0)
