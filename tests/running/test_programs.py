"""What the processes of the service are started with."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from verification.running import programs


def test_our_code_is_compiled_though_python_may_not_write_what_it_compiles(tmp_path: Path) -> None:
    for name in programs.OURS:
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.py").write_text("NUMBER = 1\n")
    code = (
        "import sys, pathlib; from verification.running import programs as p; p.compile_code(pathlib.Path(sys.argv[1]))"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], check=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    )
    for name in programs.OURS:
        assert Path(importlib.util.cache_from_source(str(tmp_path / name / "one.py"))).is_file()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_place_that_may_not_be_written_to_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "one.py").write_text("NUMBER = 1\n")
    (tmp_path / "claims").chmod(0o500)
    programs.compile_code(tmp_path)
    assert sorted(path.name for path in (tmp_path / "claims").iterdir()) == ["one.py"]
