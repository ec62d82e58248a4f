"""No schedule, a worker stopped past its lease and continued, another with its clock two hours off: one result each."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.faults.conftest import full_size_only
from tests.faults.databases import Database, database
from tests.faults.people import people
from tests.journey.desk import DEMO
from tests.running.service import ROOT, Service, environment, eventually
from tests.stubs.server import running
from tests.stubs.wikipedia import WikipediaStub

pytestmark = [pytest.mark.services, pytest.mark.timeout(1500), full_size_only]

TIPS = 6
HELD = "SELECT count(*) FROM verification_search WHERE state = 'running' AND provider = 'wikipedia'"
DONE = "SELECT count(*) FROM verification_search WHERE state = 'done'"
EVIDENCE = "SELECT id, search_id, document_id, start FROM verification_evidence ORDER BY id"


def gatherer(service: Service, name: str, **settings: str) -> subprocess.Popen[bytes]:
    """A gathering worker beside the service, started by hand: there is no schedule anywhere."""
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "config", "worker", "-Q", "gather", "-P", "threads"]
    command += ["-c", "8", "-n", f"{name}@%h", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    with (service.data / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env={**environment(service.data, **service.settings), "SITE_URL": service.address, **settings},
            stdout=log,
            stderr=log,
        )


@pytest.mark.parametrize("hours", [2, -2], ids=["two hours ahead", "two hours behind"])
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_late_result_is_fenced_whatever_the_clocks_say(kind: str, hours: int, tmp_path: Path) -> None:
    wrong = (datetime.now(UTC) + timedelta(hours=hours)).isoformat()
    with database(kind, tmp_path) as base, running(WikipediaStub(latency=4.0)) as stub:
        service = Service(
            tmp_path,
            "--no-worker",
            PROOFDESK_TEST="1",
            PROVIDERS="library,wikipedia",
            WIKIPEDIA_URL=stub.url,
            FETCH_ALLOW_PRIVATE=stub.url.removeprefix("http://"),
            FETCH_PER_HOST="0",
            **base.settings,
        )
        workers = []
        try:
            service.manage("library", "add", str(DEMO / "library.jsonl"))
            first = gatherer(service, "first")
            workers.append(first)
            one = people(service, "submitter", 1, "stopped")[0]
            for number in range(TIPS):
                body = {"statement": f"The bridge of Kelmouth cost {number} million euros and opened in 2019."}
                assert one.call("POST", "/claims", body).status_code == 202
            eventually(lambda: base.one(HELD) >= 1, 120, "the first worker has searches in hand")
            _stop_between_writes(first.pid, base)
            held = base.one(HELD)
            assert held, "it was through before it could be stopped"

            workers.append(gatherer(service, "second", PROOFDESK_NOW=wrong))
            eventually(lambda: base.one(DONE) == 2 * TIPS, 600, "the second worker does all of it")
            found = base.rows(EVIDENCE)
            assert base.one("SELECT sum(losses) FROM verification_search") == 0, "what ended well is forgiven"

            os.kill(first.pid, signal.SIGCONT)
            asked = len(stub.requests)
            time.sleep(12)  # its answers come in now, four seconds each
            assert base.rows(EVIDENCE) == found, "a late result was let in"
            assert base.one(DONE) == 2 * TIPS
            assert len(stub.requests) <= asked + 3 * held, "it goes on only with what it had in hand"
            service.manage("audit", "verify")
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
            service.end()


def _stop_between_writes(pid: int, base: Database) -> None:
    """A process that is stopped with SQLite's write lock in its hand stops every other writer too, until it goes on."""
    for _ in range(200):
        os.kill(pid, signal.SIGSTOP)
        if base.may_be_written():
            return
        os.kill(pid, signal.SIGCONT)
        time.sleep(0.02)
    raise AssertionError("it never let go of the database")
