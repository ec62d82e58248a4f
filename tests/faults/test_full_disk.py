"""A disk that fills up under the database, the stored documents (which live in it), the broker and the logs.

A small file system of its own, mounted for the test; skipped where that is not allowed.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.conftest import full_size_only
from tests.faults.people import people
from tests.running.service import Service, eventually

pytestmark = [pytest.mark.services, pytest.mark.timeout(600), full_size_only]

ROOM = "24m"
MORE_ROOM = "96m"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"no file system may be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_is_told_reading_goes_on_and_room_heals_it(small_disk: Path) -> None:
    service = Service(small_disk, "--no-worker")
    try:
        one = people(service, "submitter", 1, "disk")[0]
        statuses: Counter[int] = Counter()
        kept = []

        def send(number: int, letters: int = 400_000) -> int:
            noise = os.urandom(letters // 2).hex()  # what does not pack well
            answer = one.call("POST", "/articles", {"text": f"Article {number}. {noise}", "clean": False})
            statuses[answer.status_code] += 1
            if answer.status_code == 202:
                kept.append(answer.json()["id"])
            else:
                assert answer.json()["code"] in ("disk_full", "busy"), answer.text
            return answer.status_code

        number = 0
        while statuses[507] < 3:
            number += 1
            assert number < 400, statuses
            send(number)
        # Now the last blocks too, so that logs and broker have none either.
        filler = small_disk / "filler"
        with filler.open("wb", buffering=0) as file:
            try:
                while file.write(b"x" * 4096):
                    pass
            except OSError:
                pass
        assert send(number + 1) == 507
        assert set(statuses) <= {202, 503, 507}
        assert kept

        for page in ("/healthz", "/accounts/login/", "/checks/"):
            assert service.get(page)[0] == 200, page
        assert one.call("GET", f"/articles/{kept[0]}").status_code == 200
        listed = one.call("GET", "/articles?limit=200").json()["items"]
        assert {article["id"] for article in listed} == set(kept), "what was refused left no trace"

        subprocess.run(["mount", "-o", f"remount,size={MORE_ROOM}", str(small_disk)], check=True)
        filler.unlink()
        eventually(lambda: send(1000 + statuses.total()) == 202, 60, "it takes articles again by itself")
        with closing(sqlite3.connect(small_disk / "proofdesk.sqlite3")) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        service.manage("audit", "verify")
    finally:
        service.end()
