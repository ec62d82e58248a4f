"""From features, and what the pair model says, to a likelihood for each of the three stances.

A multinomial logistic regression (`weights.json`, fitted by `bench/train_stance.py weigh` on pairs that the pair model
has not seen): for the features alone, with the nearness in meaning, and with the pair model. "mentions" is the base:
its weights are 0.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

Label = Literal["supports", "refutes", "mentions"]
Shares = tuple[float, float, float]
LABELS: tuple[Label, Label, Label] = ("supports", "refutes", "mentions")
WEIGHTS = Path(__file__).with_name("weights.json")
READ = ("read_as_support", "read_as_refutal")
# A single reading, however sure of itself, counts no more than this.
SUREST = 4.0
# Two texts on one subject are about this near (cosine) whatever they say of it.
ONE_SUBJECT = 0.6


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature and what it added to (or took from) the proposed label."""

    feature: str
    weight: float


@dataclass(frozen=True, slots=True)
class Stance:
    """The proposed label, how likely it is (0–1), and the features that decided, strongest first.

    ``shares`` are the likelihoods of all three, in the order of ``LABELS``; ``near`` is the nearness in meaning, None
    where it is not known.
    """

    label: Label
    score: float
    reasons: tuple[Reason, ...]
    shares: Shares = (0.0, 0.0, 1.0)
    near: float | None = None


def weigh(found: Mapping[str, float], near: float | None = None, read: Shares | None = None) -> Stance:
    """The stance that the features speak for, with the nearness in meaning and the pair model's shares where known."""
    given = dict(found)
    kind = "features"
    if near is not None:
        given.update(nearness(near))
        kind += "+meaning"
    if read is not None:
        given.update(reading(read))
        kind += "+pair"
    weights = _weights()[kind]
    support, refute = (
        weights["bias"][side] + sum(weights["features"].get(name, _NONE)[side] * value for name, value in given.items())
        for side in (0, 1)
    )
    shares = softmax((support, refute, 0.0))
    best = max(range(3), key=shares.__getitem__)
    return Stance(LABELS[best], round(shares[best], 3), _reasons(given, weights["features"], best), shares, near)


def nearness(cosine: float) -> dict[str, float]:
    """How near two texts are in meaning, as two features: at all, and beyond being on one subject."""
    return {"near_in_meaning": cosine, "says_nearly_the_same": max(0.0, cosine - ONE_SUBJECT) / (1 - ONE_SUBJECT)}


def reading(read: Shares) -> dict[str, float]:
    """The pair model's shares as two features: how much rather than "mentions", on the scale of logarithms."""
    supports, refutes, mentions = (math.log(max(share, 1e-6)) for share in read)
    return {
        name: max(-SUREST, min(SUREST, side - mentions)) / SUREST
        for name, side in zip(READ, (supports, refutes), strict=True)
    }


def softmax(values: Sequence[float]) -> Shares:
    """Likelihoods that add up to 1."""
    top = max(values)
    powers = [math.exp(value - top) for value in values]
    first, second, third = (power / sum(powers) for power in powers)
    return first, second, third


_NONE = (0.0, 0.0)


@lru_cache(maxsize=1)
def _weights() -> dict[str, Any]:
    weights: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights


def _reasons(given: Mapping[str, float], weights: Mapping[str, Sequence[float]], best: int) -> tuple[Reason, ...]:
    """What each feature added to the chosen label; for "mentions", what it took from the other two."""
    made = []
    for name, value in given.items():
        support, refute = weights.get(name, _NONE)
        added = (support * value, refute * value, -max(support * value, refute * value))[best]
        made.append(Reason(name, round(added, 2)))
    return tuple(sorted((r for r in made if r.weight), key=lambda reason: -abs(reason.weight)))
