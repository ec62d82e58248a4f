"""How far two people agree beyond chance: Krippendorff's alpha for nominal data.

After K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), sections A to C: from the coincidences of
values within units; missing values are left out, and so are units with a single value. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence


def alpha(units: Iterable[Sequence[Hashable | None]]) -> float | None:
    """1 is perfect agreement, 0 what chance gives, below 0 worse. None where there is nothing to tell: no unit with two
    values, or one value throughout, for then no disagreement was possible.
    """
    totals: Counter[Hashable] = Counter()
    weights: dict[tuple[Hashable, Hashable], float] = {}
    for unit in units:
        values = Counter(value for value in unit if value is not None)
        pairable = values.total()
        if pairable < 2:
            continue
        for one, count in values.items():
            totals[one] += count
            for other, others in values.items():
                pairs = count * (others - (one == other))
                weights[one, other] = weights.get((one, other), 0.0) + pairs / (pairable - 1)
    number = totals.total()
    if number == 0 or len(totals) < 2:
        return None
    observed = sum(weight for (one, other), weight in weights.items() if one != other)
    expected = sum(totals[one] * totals[other] for one in totals for other in totals if one != other) / (number - 1)
    return 1 - observed / expected


def alpha_of_value(units: Iterable[Sequence[Hashable | None]], value: Hashable) -> float | None:
    """Alpha of "this value or another": how far people agree on when to give it."""
    return alpha([[None if one is None else one == value for one in unit] for unit in units])
