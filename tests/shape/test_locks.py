"""The locks: every version pinned by hash, nothing said of where it comes from, and both of one mind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "requirements"


def pins(name: str) -> dict[str, tuple[str, int]]:
    """Package and marker → version and number of hashes."""
    found: dict[str, tuple[str, int]] = {}
    for entry in (FOLDER / name).read_text().replace("\\\n", " ").splitlines():
        if not entry.strip():
            continue
        match = re.match(r"([a-z0-9-]+)(?:\[[^]]*\])?==(\S+)(?:\s*;\s*([^-]+?))?\s+--hash", entry)
        assert match, entry[:80]
        found[f"{match[1]};{match[3] or ''}"] = (match[2], entry.count("--hash=sha256:"))
    return found


@pytest.mark.parametrize("name", ["core.lock", "dev.lock"])
def test_every_pin_has_hashes_and_no_address(name: str) -> None:
    assert all(hashes for _, hashes in pins(name).values())
    text = (FOLDER / name).read_text()
    assert "://" not in text
    assert not re.search(r"(?m)(^|\s)--(?!hash=)", text), "a lock holds pins and hashes, no option of the installer"


def test_what_is_tested_is_what_is_shipped() -> None:
    core, dev = pins("core.lock"), pins("dev.lock")
    assert {name: (pin, dev.get(name)) for name, pin in core.items() if dev.get(name) != pin} == {}


@pytest.mark.parametrize("name", ["core", "dev"])
def test_the_lock_holds_what_the_list_asks_for(name: str) -> None:
    locked = {key.partition(";")[0]: version for key, (version, _) in pins(f"{name}.lock").items()}
    for line in (FOLDER / f"{name}.in").read_text().splitlines():
        asked = re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?(?:==(\S+))?", line)
        if not asked or line.startswith(("#", "-")):
            continue
        package = re.sub(r"[._]+", "-", asked[1]).lower()
        assert package in locked
        assert asked[2] in (None, locked[package])
