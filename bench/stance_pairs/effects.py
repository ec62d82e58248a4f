"""Pairs about what acts on what: medicines and illness, emissions and climate, laws and their results.

Every sentence is filled from the lists below: what acts (X), what it acts on (Y) and in which direction. Two sentences
about the same X and Y support each other when their directions agree, and refute each other when not; a sentence that
leaves it open, or speaks of another X or Y, only mentions the subject.
"""

from __future__ import annotations

import random

from stance_pairs import Pair
from stance_pairs.words import LISTS

CLAIMS = {state: LISTS[f"claim {state}"] for state in ("down", "up", "none")}
PASSAGES = {state: LISTS[f"passage {state}"] for state in ("down", "up", "none", "open")}
# What acts, what it acts on, and how often the field is drawn.
_FIELDS = [
    (LISTS[f"{field} x"], LISTS[f"{field} y"], often) for field, often in (("health", 5), ("climate", 3), ("policy", 3))
]


def make(chance: random.Random, count: int) -> list[Pair]:
    """``count`` pairs, about a third of each label."""
    return [_one(chance) for _ in range(count)]


def _one(chance: random.Random) -> Pair:
    xs, ys, _ = chance.choices(_FIELDS, [field[2] for field in _FIELDS])[0]
    x, y = chance.choice(xs), chance.choice(ys)
    says = chance.choices(("down", "up", "none"), (5, 5, 2))[0]
    want = chance.choices(("supports", "refutes", "mentions"), (10, 11, 9))[0]
    claim = sentence(chance, CLAIMS[says], x, y)
    if want == "supports":
        return Pair(claim, _passage(chance, says, x, y), want, "effect")
    if want == "refutes":
        other = chance.choice([state for state in ("down", "up", "none") if state != says])
        return Pair(claim, _passage(chance, other, x, y), want, "effect")
    if chance.random() < 0.4:
        return Pair(claim, _passage(chance, "open", x, y), want, "effect-open")
    if chance.random() < 0.5:
        x = chance.choice([other for other in xs if other != x])
    else:
        y = chance.choice([other for other in ys if other != y])
    return Pair(claim, _passage(chance, chance.choice(list(PASSAGES)), x, y), want, "effect-other")


def _passage(chance: random.Random, state: str, x: str, y: str) -> str:
    said = sentence(chance, PASSAGES[state], x, y)
    if chance.random() < 0.35:
        around = sentence(chance, PASSAGES["open"], x, y)
        said = f"{said} {around}" if chance.random() < 0.5 else f"{around} {said}"
    return said


def sentence(chance: random.Random, forms: list[str], x: str, y: str) -> str:
    form = chance.choice(forms)
    filled = form.format(
        X=x, Y=y, n=chance.randint(40, 9000), p=chance.randint(5, 80), d=chance.randint(2, 9),
        o=f"0.{chance.randint(20, 89)}",
    )  # fmt: skip
    filled = filled.replace("lower the ", "a lower ").replace("higher the ", "a higher ")
    return filled[0].upper() + filled[1:]
