"""What Celery calls for articles. The work is in claims.intake; a task may run twice."""

from __future__ import annotations

from contextlib import suppress

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from claims import intake
from claims.contained import contained


@shared_task(name="claims.tasks.fetch_article")
@contained
def fetch_article(article_id: int) -> None:
    """Fetches the page of one article (queue gather)."""
    intake.fetch_article(article_id)


@shared_task(name="claims.tasks.poll_feed")
@contained
def poll_feed(feed_id: int) -> None:
    """Takes in what is new in one feed (queue gather)."""
    intake.poll(feed_id)


@shared_task(name="claims.tasks.read_tips", soft_time_limit=90, time_limit=110)
@contained
def read_tips(claim_id: int) -> None:
    """Reads one tip, and others that wait (queue split). What takes too long is lost, and then read by itself."""
    with suppress(SoftTimeLimitExceeded):
        intake.read_tips(claim_id)


@shared_task(name="claims.tasks.split_article", soft_time_limit=90, time_limit=110)
@contained
def split_article(article_id: int) -> None:
    """Reads and splits one article (queue split)."""
    try:
        intake.split_article(article_id)
    except SoftTimeLimitExceeded:
        intake.give_up_splitting(article_id)
