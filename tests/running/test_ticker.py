"""The timers of the workers: what they do while the broker is away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db.models.functions import Now
from pytest_django import Settings
from redis import Redis

from claims import intake
from claims.broker import client
from claims.doorbell import GATHER, Doorbell
from claims.leases import from_now
from claims.models import Article, ArticleState
from tests.running.test_broker import serving
from verification import gathering, sweeping
from verification.models import Search, SearchState, State, Verification
from verification.running import presence, ticker
from verification.running.broker import Broker

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "The council of Kelmouth voted by 11 to 6 on Monday to close the swing bridge for 14 months of repairs."


@pytest.fixture
def no_broker(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A broker's address where nobody listens, and a bell that was not connected to another one before."""
    settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/none.sock"
    monkeypatch.setattr(sweeping, "bell", Doorbell())
    client.cache_clear()
    yield
    client.cache_clear()


def test_without_a_broker_the_workers_find_their_work_themselves(no_broker: None, settings: Settings) -> None:
    settings.PROVIDERS = ["library"]
    article = intake.submit(actor=User.objects.create_user("sam"), text=TEXT).article
    assert presence.away() == ["broker"]

    ticker.split_while_alone()
    article.refresh_from_db()
    assert article.state == ArticleState.GATHERING
    assert Verification.objects.filter(state=State.GATHERING).exists()

    Search.objects.update(rung_at=None)  # as after RING_AGAIN_SECONDS
    ticker.sweep_and_work()
    assert set(Search.objects.values_list("state", flat=True)) == {SearchState.DONE}
    assert set(Verification.objects.values_list("state", flat=True)) == {State.OPEN}
    assert Article.objects.get().state == ArticleState.READY


def test_with_a_broker_the_children_leave_the_work_to_it(tmp_path: Path, settings: Settings, no_broker: None) -> None:
    with serving(Broker(tmp_path / "broker.sock", tmp_path / "data")):
        settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/broker.sock"
        client.cache_clear()
        intake.submit(actor=User.objects.create_user("sam"), text=TEXT)
        ticker.split_while_alone()
        assert Article.objects.get().state == ArticleState.QUEUED
        presence.say_present("split")
        assert presence.away() == ["gather worker"]


def test_a_backlog_is_not_rung_for_over_and_over(
    tmp_path: Path, settings: Settings, no_broker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that is behind has messages enough; more of them would only take its time."""
    settings.PROVIDERS = ["library"]
    with serving(Broker(tmp_path / "broker.sock", tmp_path / "data")):
        settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/broker.sock"
        bell = Doorbell()
        monkeypatch.setattr(sweeping, "bell", bell)
        monkeypatch.setattr(sweeping, "BATCH", 3)
        for number in range(5):
            gathering.plan([intake.submit_tip(actor=None, statement=f"The bridge cost {number + 2} million euros.")[0]])
        rung = []
        for _ in range(2):
            Search.objects.update(rung_at=None)  # as after RING_AGAIN_SECONDS
            swept = sweeping.sweep()
            assert swept.unrung == ()
            rung.append((swept.rung, bell.waiting()))
        assert rung == [(3, 3), (0, 3)]
        # A worker that hears none of them is still found out: it counts as told.
        assert sweeping.is_owed(GATHER)

        # What a wiped broker has lost is rung for again at once, not a quarter of a minute after it was sent.
        Redis(unix_socket_path=str(tmp_path / "broker.sock")).flushall()
        Search.objects.update(rung_at=Now())
        assert (sweeping.sweep().rung, bell.waiting()) == (0, 0), "a worker may just be taking it"
        Search.objects.update(rung_at=from_now(-sweeping.LOST_AFTER_SECONDS - 1))
        assert (sweeping.sweep().rung, bell.waiting()) == (3, 3)
