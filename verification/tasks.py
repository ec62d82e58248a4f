"""What Celery calls for verifications. The work is in verification.gathering; a task may run twice."""

from __future__ import annotations

from celery import shared_task

from claims.contained import contained
from verification import gathering, sweeping, webhooks
from verification.exporting import background


@shared_task(name="verification.tasks.gather")
@contained
def gather(verification_id: int) -> None:
    """Works the due searches of one verification (queue gather)."""
    gathering.gather(verification_id)


@shared_task(name="verification.tasks.deliver")
@contained
def deliver(delivery_id: int) -> None:
    """Sends one webhook delivery (queue gather)."""
    webhooks.deliver(delivery_id)


@shared_task(name="verification.tasks.export")
@contained
def export(job_id: int) -> None:
    """Writes one export to its file (queue gather)."""
    background.work(job_id)


@shared_task(name="verification.tasks.sweep")
def sweep() -> None:
    """Rings again for all that is owed."""
    sweeping.sweep()
