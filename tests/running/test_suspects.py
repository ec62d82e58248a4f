"""The lane of one: what ended two workers is worked alone, and put aside with its reason after two more losses."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from claims import intake, leases
from claims.models import Article, ArticleState
from tests.verification import desk
from verification import gathering, sweeping
from verification.models import AuditEntry, Search, SearchState, State
from verification.running import suspects
from verification.running.watchdog import DEAF_SECONDS, Watchdog

TEXT = "The council of Kelmouth voted by 11 to 6 on Monday to close the swing bridge for 14 months of repairs."
POISON = "recall segfault"
pytestmark = pytest.mark.django_db(transaction=True)


def article(text: str = TEXT, **fields: object) -> Article:
    made = intake.submit(actor=User.objects.create_user("sam"), text=text).article
    Article.objects.filter(pk=made.pk).update(**fields)
    return Article.objects.get(pk=made.pk)


def lost(losses: int) -> dict[str, object]:
    """The columns of a row whose worker was just lost, for the ``losses``-th time."""
    past = timezone.now() - timedelta(seconds=1)
    return {"state": "splitting", "lease_token": "gone", "lease_until": past, "losses": losses - 1}


@pytest.fixture
def same_database(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Processes of the lane find this test's database."""
    settings.DATA_DIR = tmp_path
    if connection.vendor == "sqlite":
        url = f"sqlite:///{connection.settings_dict['NAME']}"
    else:
        at = connection.settings_dict
        url = f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"

    def use(**more: str) -> None:
        given = {"DATABASE_URL": url, "SECRET_KEY": "x" * 50, "DATA_DIR": str(tmp_path), "PROVIDERS": "library"}
        for name, value in {**given, **more}.items():
            monkeypatch.setitem(os.environ, name, value)

    use()
    return use


def test_a_worker_leaves_a_suspect_alone_and_the_sweep_does_not_ring_for_it() -> None:
    row = article(**lost(2), rung_at=None)
    intake.split_article(row.pk)
    row.refresh_from_db()
    assert (row.state, row.losses) == (ArticleState.SPLITTING, 1)
    assert sweeping.sweep().rung + len(sweeping.sweep().unrung) == 0
    assert [pk for _, pk in sweeping.suspects()] == [row.pk]


def test_an_innocent_suspect_is_worked_alone_and_acquitted(same_database: object) -> None:
    row = article(**lost(2))
    suspects.work_suspects()
    row.refresh_from_db()
    assert row.state == ArticleState.GATHERING
    assert row.losses == 0
    assert row.claims.count() == 1


def test_the_lane_has_one_place_whoever_looks_after_it(same_database: object, tmp_path: Path) -> None:
    row = article(**lost(2))
    (tmp_path / "run").mkdir()
    with open(tmp_path / "run" / "lane.lock", "w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        suspects.work_suspects()
    assert [pk for _, pk in sweeping.suspects()] == [row.pk]
    suspects.work_suspects()
    assert sweeping.suspects() == []


def test_poison_is_put_aside_after_four_losses_with_its_reason(same_database: Callable[..., None]) -> None:
    same_database(PROOFDESK_TEST="1", PROOFDESK_POISON="segfault")
    row = article(f"{TEXT} {POISON}", **lost(2))
    for _ in range(leases.QUARANTINED_AFTER - leases.SUSPECT_AFTER + 1):
        suspects.work_suspects()
    row.refresh_from_db()
    assert (row.state, row.error_code, row.losses) == (ArticleState.FAILED, "quarantined", 4)
    assert "ended 4 workers" in row.error
    assert "Retry" in row.error
    assert AuditEntry.objects.filter(object_type="article", data__code="quarantined").exists()

    intake.retry(row, actor=User.objects.get(username="sam"))
    row.refresh_from_db()
    assert (row.state, row.losses) == (ArticleState.QUEUED, 0), "a person may try again, from the start"


def test_a_search_that_ends_workers_is_given_up_and_its_claim_opens(settings: Settings) -> None:
    settings.PROVIDERS = ["library"]
    row = desk.check("gathering")
    past = timezone.now() - timedelta(seconds=1)
    search = Search.objects.create(
        verification=row, provider="library", state="running", lease_token="gone", lease_until=past, losses=1
    )
    gathering.gather(row.pk)
    search.refresh_from_db()
    assert search.state == SearchState.RUNNING, "a suspect is not for a worker that has others in hand"

    Search.objects.filter(pk=search.pk).update(losses=3)
    assert sweeping.suspects() == []
    search.refresh_from_db()
    assert (search.state, search.losses) == (SearchState.FAILED, 4)
    assert "4 workers" in search.error
    assert desk.fresh(row).state == State.OPEN


def test_an_innocent_search_is_worked_alone(settings: Settings) -> None:
    settings.PROVIDERS = ["library"]
    row = desk.check("gathering")
    past = timezone.now() - timedelta(seconds=1)
    search = Search.objects.create(
        verification=row, provider="library", state="running", lease_token="gone", lease_until=past, losses=2
    )
    gathering.gather(row.pk, alone=True)
    search.refresh_from_db()
    assert (search.state, search.losses) == (SearchState.DONE, 0)


def test_who_stops_a_slow_reading_ends_no_other_workers_lease() -> None:
    row = article(state="splitting", lease_token="another's", lease_until=timezone.now() + timedelta(seconds=60))
    intake.give_up_splitting(row.pk)
    row.refresh_from_db()
    assert (row.state, row.lease_token) == (ArticleState.SPLITTING, "another's")


def test_a_ring_dated_ahead_by_a_wrong_clock_is_rung_again() -> None:
    row = article(rung_at=timezone.now() + timedelta(hours=2))
    swept = sweeping.sweep()
    assert swept.rung or ("claims.tasks.split_article", row.pk) in swept.unrung


class TestWatchdog:
    @pytest.fixture
    def clock(self, monkeypatch: pytest.MonkeyPatch) -> list[float]:
        at = [1000.0]
        monkeypatch.setattr("verification.running.watchdog.time.monotonic", lambda: at[0])
        return at

    def test_who_hears_nothing_for_a_minute_although_work_is_owed_is_deaf(self, clock: list[float]) -> None:
        dog = Watchdog()
        assert not dog.look(True)
        clock[0] += DEAF_SECONDS + 1
        assert dog.look(True)

    def test_who_is_busy_or_has_just_been_is_not(self, clock: list[float]) -> None:
        dog = Watchdog()
        dog.begins()
        for _ in range(3):
            clock[0] += DEAF_SECONDS
            assert not dog.look(True)
        dog.ends()
        assert not dog.look(True)
        clock[0] += DEAF_SECONDS - 1
        assert not dog.look(True)

    def test_silence_with_nothing_owed_is_peace(self, clock: list[float]) -> None:
        dog = Watchdog()
        for owed in (False, True, False, True):
            clock[0] += DEAF_SECONDS - 1
            assert not dog.look(owed)
