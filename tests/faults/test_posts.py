"""An acknowledged POST is never lost and never doubled, whatever becomes of the web process meanwhile."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.faults.conftest import size
from tests.faults.people import Caller, people
from tests.running.service import STOP_SECONDS, Service, eventually, is_alive

pytestmark = [pytest.mark.services, pytest.mark.timeout(1800)]

POSTS = size(30, 1000)
KILLS = size(2, 25)
PATIENCE = 240.0


def children(pid: int) -> list[int]:
    """The processes that this one started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def until_acknowledged(one: Caller, number: int) -> tuple[int, str]:
    """Sends one article as a good client does: again, with the same key, until somebody says what became of it."""
    body = {"text": f"The council of town {number} voted on Monday to spend {number} million euros on its bridge."}
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            answer = one.call("POST", "/articles", body, **{"Idempotency-Key": f"storm-{number}"})
        except requests.RequestException:
            time.sleep(random.uniform(0.05, 0.3))
            continue
        if answer.status_code in (200, 202):
            return answer.status_code, answer.json()["id"]
        assert answer.status_code in (409, 429, 503), answer.text  # 409: the first try is still running
        time.sleep(float(answer.headers.get("Retry-After", "1")))
    raise AssertionError(f"article {number} was not acknowledged within {PATIENCE:g} s")


def test_every_acknowledged_article_is_there_once(web: Service) -> None:
    one = people(web, "submitter", 1, "storm")[0]
    before = {article["id"] for article in everything(one)}
    done = threading.Event()
    killed = []

    def kill() -> None:
        """Now a process that serves, now the server itself; both start again."""
        while not done.is_set() and len(killed) < KILLS:
            time.sleep(random.uniform(0.5, 1.5))
            master = web.processes().get("web", 0)
            try:
                victim = master if len(killed) % 3 == 2 else random.choice(children(master))
                os.kill(victim, signal.SIGKILL)
                killed.append(victim)
            except (ProcessLookupError, FileNotFoundError, IndexError):
                continue  # it is just starting

    killer = threading.Thread(target=kill)
    killer.start()
    with ThreadPoolExecutor(8) as pool:
        acknowledged = list(pool.map(lambda number: until_acknowledged(one, number), range(POSTS)))
    done.set()
    killer.join()
    assert killed, "nothing was killed, so nothing was shown"
    # A kill is only asked for when it is sent: under load a big process is some moments in going.
    eventually(lambda: not any(map(is_alive, killed)), STOP_SECONDS, "what was killed is gone")

    ids = [number for _, number in acknowledged]
    assert len(set(ids)) == POSTS, "two requests were given one article"
    there = {article["id"] for article in everything(one)} - before
    assert there == set(ids), "an article that nobody was told of, or one that is missing"


def everything(one: Caller) -> list[dict[str, str]]:
    items: list[dict[str, str]] = []
    cursor = ""
    while True:
        answer = one.call("GET", f"/articles?limit=200{cursor}")
        assert answer.status_code == 200, answer.text
        items += answer.json()["items"]
        if not answer.json()["next"]:
            return items
        cursor = f"&cursor={answer.json()['next']}"
