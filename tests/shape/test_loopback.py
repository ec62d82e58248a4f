from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BEYOND = "10.0.0.5:80,intranet.example:443"
ALLOWED = f"127.0.0.1:8080,localhost:1,[::1]:2,{BEYOND}"


def asked(folder: Path, allowed: str, **switches: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if name not in ("PROOFDESK_TEST", "DEBUG")}
    return subprocess.run(
        [sys.executable, "-c", "from config import settings; print(','.join(settings.FETCH_ALLOW_PRIVATE))"],
        cwd=ROOT,
        env={**plain, **switches, "FETCH_ALLOW_PRIVATE": allowed, "DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("switch", ["PROOFDESK_TEST", "DEBUG"])
def test_loopback_may_be_fetched_in_tests(switch: str, tmp_path: Path) -> None:
    assert asked(tmp_path, ALLOWED, **{switch: "1"}).stdout.strip() == ALLOWED


@pytest.mark.parametrize("entry", ["127.0.0.1:8080", "localhost:1", "[::1]:2", " api.localhost:80"])
def test_loopback_is_refused_everywhere_else(entry: str, tmp_path: Path) -> None:
    ran = asked(tmp_path, f"{BEYOND},{entry}")
    assert ran.returncode != 0
    assert f"FETCH_ALLOW_PRIVATE has “{entry.strip()}”; it must be an address beyond this machine" in ran.stderr
    assert asked(tmp_path, BEYOND).stdout.strip() == BEYOND
