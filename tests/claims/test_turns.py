"""Turns at places outside: in one process, and between processes through a real broker."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pytest_django import Settings

from claims.broker import client
from claims.turns import FOREVER, Turns
from tests.running.test_broker import serving
from verification.running.broker import Broker


@pytest.fixture(params=["alone", "together"])
def everybody(request: pytest.FixtureRequest, tmp_path: Path, settings: Settings) -> Iterator[list[Turns]]:
    """Those who ask: one process that counts for itself, or three that count together."""
    settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/broker.sock"
    client.cache_clear()
    if request.param == "alone":
        yield [Turns()]
    else:
        with serving(Broker(tmp_path / "broker.sock", tmp_path / "data")):
            yield [Turns(), Turns(), Turns()]
    client.cache_clear()


def test_a_turn_is_taken_only_where_somebody_would_wait_for_it(everybody: list[Turns]) -> None:
    first, last = everybody[0], everybody[-1]
    assert first.take("a", 10.0) == 0
    assert last.take("a", 10.0) == pytest.approx(10, abs=0.5), "and is not taken"
    assert first.take("a", 10.0, most=30.0) == pytest.approx(10, abs=0.5)
    assert last.take("a", 10.0, most=FOREVER) == pytest.approx(20, abs=0.5)
    assert last.take("b", 10.0) == 0, "every place has its own"


def test_some_may_follow_one_another_after_a_time_of_quiet(everybody: list[Turns]) -> None:
    turns = [everybody[number % len(everybody)] for number in range(7)]
    waits = [one.take("host", 10.0, burst=5, most=FOREVER) for one in turns]
    assert waits == pytest.approx([0, 0, 0, 0, 0, 10, 20], abs=0.5)


def test_nobody_comes_before_the_place_is_free(everybody: list[Turns]) -> None:
    waits = [one.take("line", 5.0, most=FOREVER, earliest=3.0) for one in everybody * 2]
    assert waits == pytest.approx([3.0 + 5 * number for number in range(len(waits))], abs=0.5)


def test_a_place_without_a_pace_lets_everybody_in(everybody: list[Turns]) -> None:
    assert [everybody[0].take("free", 0.0) for _ in range(50)] == [0] * 50


def test_many_at_once_never_get_the_same_turn(everybody: list[Turns]) -> None:
    asking = everybody * 30
    with ThreadPoolExecutor(16) as pool:
        waits = sorted(pool.map(lambda one: one.take("rush", 10.0, most=FOREVER), asking))
    assert [round(wait / 10) for wait in waits] == list(range(len(asking)))


def test_the_place_is_quiet_again_after_its_gap(everybody: list[Turns]) -> None:
    assert everybody[0].take("soon", 0.2) == 0
    time.sleep(0.3)
    assert everybody[-1].take("soon", 0.2) == 0


def test_a_pace_that_was_changed_counts_at_once(everybody: list[Turns]) -> None:
    for _ in range(20):
        everybody[0].take("host", 100.0, burst=5, most=FOREVER)
    assert everybody[-1].take("host", 100.0, burst=5) > 1000
    assert everybody[-1].take("host", 0.5, burst=5) == 0


def test_a_broker_that_goes_stops_nobody(tmp_path: Path, settings: Settings) -> None:
    settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/broker.sock"
    client.cache_clear()
    turns = Turns()
    with serving(Broker(tmp_path / "broker.sock", tmp_path / "data")):
        assert turns.take("a", 10.0) == 0
    began = time.monotonic()
    assert turns.take("a", 10.0) == 0, "each process counts for itself now"
    assert turns.take("a", 10.0) > 9
    assert time.monotonic() - began < 2
    client.cache_clear()
