"""Pairs written by hand (`written.txt`), and what follows from them.

Two passages of one block speak about the same claim: one that supports it and one that refutes it refute each other,
and what only mentions the subject says nothing about either.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from stance_pairs import Pair
from stance_pairs.swaps import reworded

_LABELS = {"+": "supports", "-": "refutes", "=": "mentions"}


def blocks() -> list[tuple[str, dict[str, list[str]]]]:
    """Each claim with its passages by label."""
    found: list[tuple[str, dict[str, list[str]]]] = []
    for line in Path(__file__).with_name("written.txt").read_text(encoding="utf-8").splitlines():
        if line[:2] in ("+ ", "- ", "= "):
            found[-1][1][_LABELS[line[0]]].append(line[2:])
        elif line and not line.startswith("#"):
            found.append((line, {label: [] for label in _LABELS.values()}))
    return found


def make(chance: random.Random) -> Iterator[Pair]:
    """The pairs as written, and those that follow."""
    every = blocks()
    for number, (claim, passages) in enumerate(every):
        for label, texts in passages.items():
            for text in texts:
                yield Pair(claim, text, label, "written")
                if label != "refutes":
                    around = [f"{text} {other}" for other in passages["mentions"] if other != text]
                    yield Pair(reworded(chance, claim), chance.choice(around or [text]), label, "written-around")
        yield from _following(chance, passages)
        other = every[(number + chance.choice((-2, -1, 1, 2))) % len(every)][1]
        texts = [text for texts in other.values() for text in texts]
        yield Pair(claim, chance.choice(texts), "mentions", "written-other")


def _following(chance: random.Random, passages: dict[str, list[str]]) -> Iterator[Pair]:
    for one in passages["supports"]:
        for other in passages["refutes"]:
            first, second = (one, other) if chance.random() < 0.5 else (other, one)
            yield Pair(first, second, "refutes", "written-following")
    sides = [*passages["supports"], *passages["refutes"]]
    for text in passages["mentions"]:
        if sides:
            yield Pair(text, chance.choice(sides), "mentions", "written-following")
