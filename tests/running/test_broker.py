"""The embedded broker by itself."""

from __future__ import annotations

import signal
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis

from tests.running.service import eventually
from verification.running.broker import Broker


@contextmanager
def serving(broker: Broker) -> Iterator[subprocess.Popen[bytes]]:
    """The broker's process, ready for commands; ended with the block whatever became of it."""
    process = subprocess.Popen(broker.command(), stdout=subprocess.DEVNULL)
    try:
        eventually(broker.answers, 20, "the broker answers")
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def broker(tmp_path: Path) -> Broker:
    return Broker(tmp_path / "run" / "broker.sock", tmp_path / "data folder")


def test_what_it_holds_outlives_a_kill(broker: Broker) -> None:
    with serving(broker) as process:
        client = Redis(unix_socket_path=str(broker.socket))
        client.lpush("queue", *range(1000))
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert not broker.answers()
    assert broker.stop_leftover()  # only the socket's file is left, and goes
    with serving(broker):
        assert Redis(unix_socket_path=str(broker.socket)).llen("queue") == 1000


def test_it_never_throws_a_key_away_to_make_room(broker: Broker) -> None:
    with serving(broker):
        told = Redis(unix_socket_path=str(broker.socket)).config_get("maxmemory*")
    assert told["maxmemory-policy"] == "noeviction"
    assert int(told["maxmemory"]) > 0


def test_it_is_reached_by_its_owner_alone_and_by_no_port(broker: Broker) -> None:
    with serving(broker):
        assert Redis(unix_socket_path=str(broker.socket)).config_get("port") == {"port": "0"}
        assert stat.S_IMODE(broker.socket.stat().st_mode) == 0o700
        assert stat.S_IMODE(broker.socket.parent.stat().st_mode) == 0o700


def test_one_left_over_is_stopped_and_keeps_what_it_held(broker: Broker) -> None:
    with serving(broker) as process:
        Redis(unix_socket_path=str(broker.socket)).set("key", "value")
        assert broker.stop_leftover()
        assert process.wait(timeout=10) == 0
    assert not broker.socket.exists()
    with serving(broker):
        assert Redis(unix_socket_path=str(broker.socket)).get("key") == b"value"


def test_one_left_over_that_does_not_answer_is_told_of(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verification.running.broker.STOP_SECONDS", 1.0)
    with serving(broker) as process:
        process.send_signal(signal.SIGSTOP)
        assert not broker.stop_leftover()
        process.send_signal(signal.SIGCONT)
