"""Words shared by two texts, and the best one-to-one matching of two lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def f1(hits: float, gold: float, predicted: float) -> float:
    """Harmonic mean of ``hits / predicted`` and ``hits / gold``; 0 when there is nothing."""
    return 2 * hits / (gold + predicted) if gold + predicted else 0.0


def shared(a: Counter[str], b: Counter[str]) -> float:
    """F1 of two bags of words."""
    return f1((a & b).total(), a.total(), b.total())


def assignment(values: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs (row, column) that maximise the sum of ``values``, each row and column once (Hungarian method, O(n³))."""
    if not values or not values[0]:
        return []
    if len(values) > len(values[0]):
        turned = [list(column) for column in zip(*values, strict=True)]
        return sorted((row, column) for column, row in assignment(turned))
    rows, columns = len(values), len(values[0])
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner = [0] * (columns + 1)
    for row in range(1, rows + 1):
        _augment(values, row, row_price, column_price, owner)
    return sorted((owner[column] - 1, column - 1) for column in range(1, columns + 1) if owner[column])


def _augment(
    values: Sequence[Sequence[float]], row: int, row_price: list[float], column_price: list[float], owner: list[int]
) -> None:
    """Give ``row`` a column along the cheapest alternating path (costs are the negated values)."""
    columns = len(column_price) - 1
    owner[0] = row
    column = 0
    best = [float("inf")] * (columns + 1)
    way = [0] * (columns + 1)
    used = [False] * (columns + 1)
    while owner[column]:
        used[column] = True
        here, delta, following = owner[column], float("inf"), 0
        for j in range(1, columns + 1):
            if used[j]:
                continue
            cost = -values[here - 1][j - 1] - row_price[here] - column_price[j]
            if cost < best[j]:
                best[j], way[j] = cost, column
            if best[j] < delta:
                delta, following = best[j], j
        for j in range(columns + 1):
            if used[j]:
                row_price[owner[j]] += delta
                column_price[j] -= delta
            else:
                best[j] -= delta
        column = following
    while column:
        owner[column] = owner[way[column]]
        column = way[column]
