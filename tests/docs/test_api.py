"""docs/api.md runs as it stands: its shell and its Python, against a live desk."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.verification import desk
from verification.exporting.pack_checks import check_pack
from verification.models import Verification
from verification.permissions import SCOPES
from verification.tokens import create_token

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
SHELL = re.findall(r"^```sh\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
PYTHON = re.findall(r"^```python\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def environment(live_server: Any) -> dict[str, str]:
    """A live desk with claims to work on, and the tokens that the page names."""
    people = {"TOKEN": "reviewer", "OTHER": "reviewer", "EDITOR": "editor"}
    tokens = {
        name: create_token(desk.person(role), scopes=SCOPES[:3] if role == "reviewer" else SCOPES[:4])[1]
        for name, role in people.items()
    }
    for priority in (0.9, 0.5, 0.1):
        desk.evidence(desk.check("open", priority=priority))
    return {"API": f"{live_server.url}/api/v1", **tokens}


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_the_shell_of_the_page_runs(environment: dict[str, str], tmp_path: Path) -> None:
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(SHELL)],
        cwd=tmp_path,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr + ran.stdout
    assert Verification.objects.filter(state="published").count() == 1
    assert (tmp_path / "claims.csv").read_text().count("\n") == 2
    assert zipfile.is_zipfile(tmp_path / "pack.zip")
    assert check_pack(tmp_path / "pack.zip").faults == []


def test_the_python_of_the_page_runs(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.published("true")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    cells: dict[str, Any] = {}
    for cell in PYTHON:
        exec(compile(cell, "docs/api.md", "exec"), cells)
    told = capsys.readouterr().out
    assert "3 claims are open" in told
    assert "Unprocessable" in told
    assert "The year was wrong." in told
