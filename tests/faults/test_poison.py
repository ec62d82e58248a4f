"""Articles that end, choke or hang whoever reads them, among good ones: put aside with a reason, the good unharmed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.conftest import full_size_only
from tests.faults.databases import database
from tests.faults.people import people
from tests.running.service import Service, eventually

pytestmark = [pytest.mark.services, pytest.mark.timeout(2400), full_size_only]

GOOD = 200
REASONS = {"segfault": "quarantined", "memory": "too_complex", "recursion": "too_complex", "loop": "timeout"}
OPEN = "SELECT count(*) FROM claims_article WHERE state NOT IN ('ready', 'failed')"


@pytest.mark.parametrize("poison", REASONS)
def test_poison_is_put_aside_and_nobody_else_suffers(poison: str, tmp_path: Path) -> None:
    with database("sqlite", tmp_path) as base:
        service = Service(tmp_path, PROOFDESK_TEST="1", PROOFDESK_POISON=poison, PROVIDERS="library")
        try:
            one = people(service, "submitter", 1, "poison")[0]
            bad = {}
            for number in range(GOOD):
                text = f"The council of town {number} voted on Monday to spend {number} million euros on its bridge."
                assert one.call("POST", "/articles", {"text": text}).status_code == 202
                if number == GOOD // 4:
                    bad = one.call("POST", "/articles", {"text": f"{text} The word is {poison}."}).json()
            eventually(lambda: base.one(OPEN) == 0, 1200, "every article is through, or put aside")
            told = one.call("GET", f"/articles/{bad['id']}").json()
            assert told["state"] == "failed"
            assert told["error"]["code"] == REASONS[poison], told["error"]
            states = dict(base.rows("SELECT state, count(*) FROM claims_article GROUP BY state"))
            assert states == {"ready": GOOD, "failed": 1}
            losses = base.one(f"SELECT losses FROM claims_article WHERE id = {int(bad['id'])}")
            assert losses == (4 if poison == "segfault" else 0)
            assert base.one(f"SELECT count(*) FROM claims_article WHERE losses > 0 AND id <> {int(bad['id'])}") == 0
            service.manage("audit", "verify")
        finally:
            service.end()
