from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ALLOWED = "127.0.0.1:8080,localhost:1,[::1]:2,10.0.0.5:80,intranet.example:443"


@pytest.mark.parametrize(
    ("switches", "left"),
    [
        ({}, ["10.0.0.5:80", "intranet.example:443"]),
        ({"PROOFDESK_TEST": "1"}, ALLOWED.split(",")),
        ({"DEBUG": "1"}, ALLOWED.split(",")),
    ],
)
def test_loopback_may_be_fetched_only_in_tests(switches: dict[str, str], left: list[str], tmp_path: Path) -> None:
    plain = {name: value for name, value in os.environ.items() if name not in ("PROOFDESK_TEST", "DEBUG")}
    got = subprocess.run(
        [sys.executable, "-c", "from config import settings; print(','.join(settings.FETCH_ALLOW_PRIVATE))"],
        cwd=ROOT,
        env={**plain, **switches, "FETCH_ALLOW_PRIVATE": ALLOWED, "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert got.stdout.strip().split(",") == left
