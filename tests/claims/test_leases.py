from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from claims import leases
from claims.heartbeat import LEASE_SECONDS, Heartbeat
from claims.models import Article

pytestmark = pytest.mark.django_db
WAITING, RUNNING = Q(state="queued"), Q(state="splitting")
DUE = leases.is_due(WAITING, RUNNING)


def take(article: Article) -> str | None:
    return leases.take(Article.objects.filter(pk=article.pk), DUE, RUNNING, seconds=20, state="splitting")


def test_a_lease_is_taken_once() -> None:
    article = Article.objects.create()
    token = take(article)
    assert token
    assert take(article) is None
    article.refresh_from_db()
    assert (article.attempts, article.losses) == (1, 0)


def test_a_lease_that_ran_out_is_taken_over_and_counted_as_a_loss() -> None:
    article = Article.objects.create()
    first = take(article)
    Article.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    second = take(article)
    assert second
    assert second != first
    article.refresh_from_db()
    assert (article.attempts, article.losses) == (2, 1)
    rows = Article.objects.filter(pk=article.pk)
    assert not leases.finish(rows, first or "", state="ready"), "the first worker is fenced off"
    assert leases.finish(rows, second, state="ready")


def test_work_whose_time_has_not_come_is_not_due() -> None:
    Article.objects.create(next_try_at=timezone.now() + timedelta(minutes=1))
    assert not Article.objects.filter(DUE).exists()
    Article.objects.update(next_try_at=timezone.now() - timedelta(minutes=1))
    assert Article.objects.filter(DUE).exists()


def test_the_heartbeat_renews_what_is_in_hand_and_nothing_else() -> None:
    article, other = Article.objects.create(), Article.objects.create()
    soon = timezone.now() + timedelta(seconds=1)
    token = take(article)
    take(other)
    Article.objects.update(lease_until=soon)
    beat = Heartbeat()
    with beat.holding(article, token or ""):
        beat.renew()
    article.refresh_from_db()
    other.refresh_from_db()
    assert article.lease_until is not None
    assert article.lease_until > timezone.now() + timedelta(seconds=LEASE_SECONDS - 5)
    assert other.lease_until == soon


@pytest.mark.parametrize("attempts", [1, 2, 3, 4, 5, 9])
def test_backoff_grows_to_its_cap_and_obeys_the_other_side(attempts: int) -> None:
    longest = leases.BACKOFF_SECONDS[min(attempts, 5) - 1]
    assert longest / 2 <= leases.backoff(attempts) <= longest
    assert leases.backoff(attempts, retry_after=77) == 77
    assert leases.backoff(attempts, retry_after=10**9) == leases.BACKOFF_SECONDS[-1]


def run_out(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_losses_make_a_row_suspect_and_then_condemn_it() -> None:
    article = Article.objects.create()
    suspect, condemned = leases.lost(RUNNING, leases.SUSPECT_AFTER), leases.lost(RUNNING, leases.QUARANTINED_AFTER)
    seen = []
    for _ in range(leases.QUARANTINED_AFTER):
        take(article)
        run_out(article)  # the worker is killed
        due = Article.objects.filter(DUE)
        seen.append((due.filter(suspect).exists(), due.filter(condemned).exists()))
    assert seen == [(False, False), (True, False), (True, False), (True, True)]


def test_a_row_that_a_worker_still_holds_is_neither() -> None:
    article = Article.objects.create(losses=1)
    take(article)
    assert not Article.objects.filter(DUE & leases.lost(RUNNING, 2)).exists()
