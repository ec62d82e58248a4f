"""The fit: it finds what the rows say, and stays at its prior where they say nothing."""

from __future__ import annotations

import math
import random

import pytest

from verification.refitting.fitting import fit, log_loss, probability, right_order

PRIOR = {"start": 0.0, "money": 0.5, "law": -1.0}


def rows_of(truth: dict[str, float], count: int) -> tuple[list[dict[str, float]], list[bool]]:
    dice = random.Random(3)
    rows = [{"start": 1.0, "money": float(dice.random() < 0.5)} for _ in range(count)]
    return rows, [dice.random() < probability(row, truth) for row in rows]


def test_many_rows_pull_the_weights_to_the_truth() -> None:
    rows, labels = rows_of({"start": -1.0, "money": 2.0}, 4_000)
    found = fit(rows, labels, PRIOR, lambda name: 1.0)
    assert found["start"] == pytest.approx(-1.0, abs=0.15)
    assert found["money"] == pytest.approx(2.0, abs=0.2)


def test_a_feature_that_no_row_has_stays_where_it_was() -> None:
    rows, labels = rows_of({"start": -1.0, "money": 2.0}, 200)
    assert fit(rows, labels, PRIOR, lambda name: 4.0)["law"] == -1.0


def test_the_slope_is_zero_at_the_answer() -> None:
    rows, labels = rows_of({"start": 0.3, "money": -1.0}, 300)
    found = fit(rows, labels, PRIOR, lambda name: 4.0)
    for name in ("start", "money"):
        errors = sum((label - probability(row, found)) * row[name] for row, label in zip(rows, labels, strict=True))
        assert errors + 4.0 * (PRIOR[name] - found[name]) == pytest.approx(0.0, abs=1e-6)


def test_rows_that_a_feature_separates_wholly_give_finite_weights() -> None:
    rows = [{"start": 1.0, "money": float(i % 2)} for i in range(400)]
    found = fit(rows, [bool(i % 2) for i in range(400)], PRIOR, lambda name: 0.1)
    assert all(map(math.isfinite, found.values()))
    assert found["money"] > 5


def test_figures() -> None:
    assert log_loss([True, False], [0.5, 0.5]) == pytest.approx(math.log(2))
    assert right_order([True, False, True], [0.9, 0.1, 0.2]) == 1.0
    assert right_order([True, False], [0.1, 0.9]) == 0.0
    assert right_order([True, False, True, False], [0.5, 0.5, 0.5, 0.5]) == 0.5
    assert right_order([True, True], [0.5, 0.4]) == 0.5
