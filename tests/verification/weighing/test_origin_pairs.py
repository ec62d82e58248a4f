"""How many labelled pairs of pages are told right: one origin, one source behind, or neither.

``origins/fnc1_bodies.jsonl`` holds ids and labels of pairs of real articles that we read (their texts are not ours and
stay in ../shared); ``copies`` makes copies and look-alikes of our own texts.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.verification.weighing import copies
from verification.evaluation.origins import Origins
from verification.evaluation.rows import Row, read_rows

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
READ_BY_US = Path(__file__).with_name("origins") / "fnc1_bodies.jsonl"
FAMILY = Origins()


def figures(rows: list[Row]) -> dict[str, float]:
    return FAMILY.figures(rows, list(FAMILY.predict(rows, DATA / "origins" / "dev.jsonl")))


def test_copies_of_our_own_texts_are_found_and_look_alikes_are_not():
    found = figures(copies.pairs())
    assert found["same_origin_f1"] >= 0.97
    assert found["same_origin_precision"] == 1.0
    assert found["same_origin_or_shared_source_f1"] >= 0.93


def test_the_figures_hold_over_all_labelled_pairs():
    if not (DATA / "stance_fnc1").is_dir() or not (DATA / "origins").is_dir():
        pytest.skip("../shared/data is not here")
    rows = [*read_rows(READ_BY_US, "a"), *read_rows(DATA / "origins" / "dev.jsonl", "a"), *copies.pairs()]
    assert len(rows) >= 300
    found = figures(rows)
    assert found["same_origin_f1"] >= 0.92
    assert found["same_origin_or_shared_source_f1"] >= 0.90


def test_real_articles_read_by_us():
    if not (DATA / "stance_fnc1").is_dir():
        pytest.skip("../shared/data/stance_fnc1 is not here")
    found = figures(list(read_rows(READ_BY_US, "a")))
    assert found["same_origin_f1"] >= 0.83
    assert found["same_origin_or_shared_source_f1"] >= 0.88
