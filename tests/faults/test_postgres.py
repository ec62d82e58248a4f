"""PostgreSQL cuts every connection, again and again: 503 meanwhile, nothing else, and nothing lost."""

from __future__ import annotations

import threading
import time
from collections import Counter
from pathlib import Path

import pytest
import requests

from tests.faults.conftest import size
from tests.faults.databases import database
from tests.faults.people import people
from tests.running.service import Service, eventually

pytestmark = [pytest.mark.services, pytest.mark.timeout(900)]


def test_cut_connections_are_a_503_at_most(tmp_path: Path) -> None:
    with database("postgresql", tmp_path) as base:
        service = Service(tmp_path, "--no-worker", **base.settings)
        try:
            one = people(service, "reviewer", 1, "cut")[0]
            done = threading.Event()
            cuts = []

            def cut() -> None:
                while not done.is_set():
                    cuts.append(base.cut_connections())
                    time.sleep(0.2)

            cutter = threading.Thread(target=cut)
            cutter.start()
            statuses: Counter[int] = Counter()
            acknowledged = []
            for number in range(size(40, 1000)):
                text = f"The council of town {number} voted on Monday to spend {number} million euros on its bridge."
                answer = one.call("POST", "/articles", {"text": text}, **{"Idempotency-Key": f"cut-{number}"})
                statuses[answer.status_code] += 1
                if answer.status_code == 202:
                    acknowledged.append(answer.json()["id"])
                page = requests.get(f"{service.address}/checks/", timeout=60)
                statuses[page.status_code] += 1
                if page.status_code == 503:
                    assert "Back in a moment" in page.text
                    assert page.headers["Retry-After"]
            done.set()
            cutter.join()
            assert sum(cuts) > 5, "nothing was cut, so nothing was shown"
            assert set(statuses) <= {200, 202, 503}, statuses
            assert statuses[200] and statuses[202], statuses  # noqa: PT018

            eventually(lambda: service.get("/readyz")[0] == 200, 30, "ready again by itself")
            assert one.call("GET", "/articles").status_code == 200
            there = {str(row[0]) for row in base.rows("SELECT id FROM claims_article")}
            assert set(acknowledged) <= there
            service.manage("audit", "verify")
        finally:
            service.end()
