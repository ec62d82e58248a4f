"""Workers that are killed in the middle of their work lose nothing and do nothing twice."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.journey.desk import DEMO, Person, demo_article
from tests.running.service import Service, eventually
from tests.stubs.server import running
from tests.stubs.wikipedia import WikipediaStub

pytestmark = [pytest.mark.services, pytest.mark.timeout(420)]

ARTICLES = ("courier.html", "northshore.txt", "tideline.txt")
KILLS = 3


@pytest.fixture
def slow_service(tmp_path: Path) -> Iterator[Service]:
    """A service whose second provider takes a second for every answer."""
    with running(WikipediaStub(latency=1.0)) as stub:
        service = Service(
            tmp_path,
            "--workers",
            "1",
            PROOFDESK_TEST="1",
            PROVIDERS="library,wikipedia",
            WIKIPEDIA_URL=stub.url,
            FETCH_ALLOW_PRIVATE=stub.url.removeprefix("http://"),
            FETCH_PER_HOST="50",
        )
        yield service
        service.end()


def rows(service: Service, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{service.data}/proofdesk.sqlite3?mode=ro", uri=True, timeout=20)) as database:
        return database.execute(statement).fetchall()


def kill(service: Service, name: str) -> None:
    """kill -9, and wait for the new one."""
    old = service.processes()[name]
    os.kill(old, signal.SIGKILL)
    eventually(lambda: service.processes().get(name, old) != old, 30, f"{name} started again")


def test_every_claim_opens_without_help_and_no_evidence_comes_twice(slow_service: Service) -> None:
    service = slow_service
    service.manage("library", "add", str(DEMO / "library.jsonl"))
    sam = Person(service, "sam", "submitter")
    articles = [sam.call("POST", "/articles", demo_article(name), status=202)["id"] for name in ARTICLES]

    eventually(lambda: rows(service, "SELECT 1 FROM claims_article WHERE state = 'splitting'"), 60, "splitting began")
    kill(service, "split")
    running_searches = "SELECT count(*) FROM verification_search WHERE state = 'running'"
    lost = 0
    for _ in range(KILLS):
        eventually(lambda: rows(service, running_searches)[0][0], 120, "searches running")
        lost += rows(service, running_searches)[0][0]
        kill(service, "gather")
        time.sleep(2)
    assert lost

    for article in articles:
        sam.wait_for_article(article, 180)
    states = dict(rows(service, "SELECT state, count(*) FROM verification_verification GROUP BY state"))
    assert set(states) == {"open"}
    assert states["open"] == rows(service, "SELECT count(*) FROM claims_claim")[0][0] > 20

    # Open does not mean that every search is through; none may stay behind for ever.
    owed = "SELECT count(*) FROM verification_search WHERE state IN ('queued', 'running')"
    eventually(lambda: rows(service, owed)[0][0] == 0, 120, "all searches settled")
    assert dict(rows(service, "SELECT state, count(*) FROM verification_search GROUP BY state")) == {
        "done": 2 * states["open"]
    }
    assert rows(service, "SELECT count(*) FROM verification_evidence")[0][0] > states["open"]
    twice = """SELECT e.verification_id, d.canonical_url, e.start FROM verification_evidence e
               JOIN verification_document d ON d.id = e.document_id
               GROUP BY 1, 2, 3 HAVING count(*) > 1"""
    assert rows(service, twice) == []
    claims_twice = "SELECT article_version_id, start, statement FROM claims_claim GROUP BY 1, 2, 3 HAVING count(*) > 1"
    assert rows(service, claims_twice) == []


def test_every_tip_is_read_although_the_readers_are_killed(slow_service: Service) -> None:
    service = slow_service
    sam = Person(service, "sam", "submitter")
    for number in range(1, 41):
        statement = f"The bridge of Kelmouth cost {number} million euros and opened in 2019."
        sam.call("POST", "/claims", {"statement": statement}, status=202)
        if number in (15, 30):
            kill(service, "split")
    states = "SELECT state, count(*) FROM claims_tipreading GROUP BY state"
    eventually(lambda: dict(rows(service, states)) == {"done": 40}, 120, "every tip is read")
    read = (
        "SELECT count(*) FROM claims_claim WHERE checkworthiness < 1 AND kinds LIKE '%quantity%' AND entities <> '[]'"
    )
    assert rows(service, read) == [(40,)]
    behind = """SELECT count(*) FROM verification_verification v JOIN claims_claim c ON c.id = v.claim_id
                WHERE v.priority >= 1"""
    assert rows(service, behind) == [(0,)]
