"""Word lists and sentence patterns of our own (`lists.txt`) for making pairs."""

from __future__ import annotations

from pathlib import Path


def _read() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    name = ""
    for line in Path(__file__).with_name("lists.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            found[name] = []
        elif line and not line.startswith("#"):
            found[name].append(line)
    return found


LISTS = _read()
OPPOSITES: dict[str, list[str]] = {}
for _pair in LISTS["opposites"]:
    _a, _b = _pair.split("/")
    OPPOSITES.setdefault(_a, []).append(_b)
    OPPOSITES.setdefault(_b, []).append(_a)
SYNONYMS: dict[str, list[str]] = {}
for _line in LISTS["synonyms"]:
    _all = _line.split("/")
    for _word in _all:
        SYNONYMS.setdefault(_word, []).extend(other for other in _all if other != _word)
