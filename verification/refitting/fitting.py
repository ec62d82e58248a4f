"""Logistic regression with a normal prior around given weights, by Newton's method over sparse rows. Pure.

The penalty on a weight is ``strength / 2 * (weight - prior)²``, so that few decisions move little and a feature that
no decision speaks of stays exactly where it was.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

Row = Mapping[str, float]
_STEPS = 25
_SMALLEST_STEP = 1e-6


def probability(row: Row, weights: Mapping[str, float]) -> float:
    """What the weights make of one row; features without a weight count nothing."""
    odds = sum(value * weights.get(name, 0.0) for name, value in row.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


def fit(
    rows: Sequence[Row], labels: Sequence[bool], prior: Mapping[str, float], strength: Callable[[str], float]
) -> dict[str, float]:
    """The weights, of the names in ``prior``, that make the labels likeliest and are still near ``prior``."""
    names = sorted(prior)
    place = {name: i for i, name in enumerate(names)}
    sparse = [[(place[name], value) for name, value in row.items() if name in place and value] for row in rows]
    start = [prior[name] for name in names]
    pull = [strength(name) for name in names]
    weights = list(start)
    for _ in range(_STEPS):
        slope = [p * (s - w) for p, s, w in zip(pull, start, weights, strict=True)]
        curve = [[0.0] * len(names) for _ in names]
        for i, p in enumerate(pull):
            curve[i][i] = p
        for row, label in zip(sparse, labels, strict=True):
            odds = sum(value * weights[i] for i, value in row)
            chance = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))
            error, spread = label - chance, chance * (1.0 - chance)
            for i, value in row:
                slope[i] += error * value
                line, scaled = curve[i], spread * value
                for j, other in row:
                    line[j] += scaled * other
        step = _solve(curve, slope)
        largest = max(map(abs, step), default=0.0)
        # A long Newton step may overshoot where the rows are nearly separable: shorten it.
        shorter = min(1.0, 2.0 / largest) if largest else 0.0
        weights = [w + shorter * s for w, s in zip(weights, step, strict=True)]
        if largest < _SMALLEST_STEP:
            break
    return dict(zip(names, weights, strict=True))


def _solve(matrix: list[list[float]], right: Sequence[float]) -> list[float]:
    """``matrix`` x = ``right`` for a symmetric positive definite matrix (Cholesky)."""
    size = len(right)
    lower = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            rest = matrix[i][j] - sum(lower[i][k] * lower[j][k] for k in range(j))
            lower[i][j] = math.sqrt(rest) if i == j else rest / lower[j][j]
    forward = [0.0] * size
    for i in range(size):
        forward[i] = (right[i] - sum(lower[i][k] * forward[k] for k in range(i))) / lower[i][i]
    solution = [0.0] * size
    for i in reversed(range(size)):
        solution[i] = (forward[i] - sum(lower[k][i] * solution[k] for k in range(i + 1, size))) / lower[i][i]
    return solution


def log_loss(labels: Sequence[bool], chances: Sequence[float]) -> float:
    """Mean surprise in nats: 0.693 for knowing nothing, 0 for being sure and right."""
    kept = [
        min(max(chance if label else 1.0 - chance, 1e-9), 1.0) for label, chance in zip(labels, chances, strict=True)
    ]
    return -sum(map(math.log, kept)) / max(1, len(kept))


def right_order(labels: Sequence[bool], chances: Sequence[float]) -> float:
    """Of all pairs of one yes and one no, the share in which the yes stands higher; equal chances count half."""
    ranks = dict(_ranks(chances))
    yes = [ranks[chance] for label, chance in zip(labels, chances, strict=True) if label]
    no = len(labels) - len(yes)
    if not yes or not no:
        return 0.5
    return (sum(yes) - len(yes) * (len(yes) + 1) / 2) / (len(yes) * no)


def _ranks(values: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Each different value with its mean rank, from 1."""
    ordered = sorted(values)
    at = 0
    while at < len(ordered):
        end = at
        while end < len(ordered) and ordered[end] == ordered[at]:
            end += 1
        yield ordered[at], (at + 1 + end) / 2
        at = end
