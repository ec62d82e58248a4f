"""Ended in the middle of its work, by SIGTERM or Ctrl-C: exit code 0, nobody left behind, nothing lost."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.faults.conftest import full_size_only, size
from tests.faults.databases import database
from tests.faults.people import people
from tests.running.service import Service, eventually

pytestmark = [pytest.mark.services, pytest.mark.timeout(900), full_size_only]

ARTICLES = size(10, 60)
LEFT = "SELECT count(*) FROM claims_article WHERE state <> 'ready'"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_under_load_and_the_next_start_finishes_the_work(number: signal.Signals, tmp_path: Path) -> None:
    with database("sqlite", tmp_path) as base:
        service = Service(tmp_path, PROVIDERS="library")
        try:
            one = people(service, "submitter", 1, "end")[0]
            for turn in range(ARTICLES):
                text = f"The council of town {turn} voted on Monday to spend {turn} million euros on its bridge."
                assert one.call("POST", "/articles", {"text": text}).status_code == 202
            working = "SELECT count(*) FROM claims_article WHERE state <> 'queued'"
            eventually(lambda: base.one(working) > 2, 120, "work has begun")
            assert service.stop(number) == 0
            assert service.is_all_gone()
            assert "Traceback" not in service.errors
            assert base.one(LEFT), "it was through before it could be ended"

            service.start()
            eventually(lambda: base.one(LEFT) == 0, 300, "the rest is worked after the next start")
            assert base.one("SELECT count(*) FROM claims_article") == ARTICLES
            service.manage("audit", "verify")
        finally:
            service.end()
