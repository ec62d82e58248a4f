"""Every pinned package may be shipped with an MIT product, and says so itself.

This is the half of a dependency audit that works without a network; the other half, known weaknesses, is for whoever
has one (docs/security.md says how). That each pin has its hash is held by tests/shape/test_locks.py.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest

LOCK = Path(__file__).resolve().parents[2] / "requirements" / "core.lock"
FREE = re.compile(
    r"MIT|BSD|Apache|Python Software Foundation|PSF|ISC|MPL|Mozilla|Unlicense|HPND|Zlib|0BSD|LGPL|Lesser General", re.I
)
# Strong copyleft, and words that mean "ask us first". LGPL is a library's licence and may be linked.
BARRED = re.compile(
    r"(?<![a-z])(AGPL|Affero|(?<!L)GPL|General Public License|SSPL|Commons Clause|non-?commercial)", re.I
)
LESSER = re.compile(r"LGPL|Lesser General Public License", re.I)


def pinned() -> list[str]:
    return sorted(set(re.findall(r"^([a-z0-9-]+)(?:\[[^]]*\])?==", LOCK.read_text(), flags=re.MULTILINE)))


def installed(name: str) -> metadata.Distribution:
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        pytest.skip("not for this platform or Python")


def declared(package: metadata.Distribution) -> str:
    """What the package says of its licence: the SPDX expression, the classifiers, else the start of the text."""
    told = package.metadata
    classifiers = [line for line in told.get_all("Classifier") or [] if line.startswith("License ::")]
    words = [told.get("License-Expression") or "", *classifiers, (told.get("License") or "")[:200]]
    if any(FREE.search(word) for word in words):
        return " | ".join(words)
    texts = [file for file in package.files or [] if re.search(r"(?i)(licen[cs]e|copying)[^/]*$", str(file))]
    return " | ".join([*words, *(Path(str(text.locate())).read_text(errors="replace")[:400] for text in texts)])


@pytest.mark.parametrize("name", pinned())
def test_a_shipped_package_is_free_to_ship(name: str) -> None:
    told = declared(installed(name))
    assert FREE.search(told), f"{name} names no licence that we know: {told[:200]}"
    # Of several licences joined by “OR” one may choose, and one of them is free.
    if " OR " not in told:
        assert not BARRED.search(LESSER.sub("", told)), f"{name}: {told[:200]}"


@pytest.mark.parametrize("name", pinned())
def test_what_is_installed_is_what_is_pinned(name: str) -> None:
    version = installed(name).version
    assert re.search(rf"(?m)^{re.escape(name)}(\[[^]]*\])?=={re.escape(version)}\b", LOCK.read_text())
