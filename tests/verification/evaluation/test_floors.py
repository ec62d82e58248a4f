"""Quality floors on the dev halves of the labelled sets: raised when the figures rise, never lowered."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from verification.evaluation import family_of
from verification.evaluation.rows import read_rows

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
FLOORS = [
    ("claims_news", None, {"claim_f1": 0.67, "soft_f1": 0.61, "speaker_acc": 0.92, "sentence_f1": 0.96,
                           "sentence_specificity": 0.75, "worth_ap": 0.92}),
    ("quotes_polnear", 30, {"content_partial_f1": 0.71, "source_accuracy_when_matched": 0.88}),
    ("decomp_factscore", 150, {"soft_f1": 0.65}),
    ("decomp_factcheckbench", None, {"soft_f1": 0.58}),
    ("sentseg_gum", None, {"boundary_f1 (news)": 0.98}),
    ("sentseg_pud_news", None, {"boundary_f1": 0.99}),
    ("sentseg_golden_rules", None, {"boundary_f1": 0.85, "texts_all_right": 0.85}),
    ("sentseg_ewt", None, {"boundary_f1": 0.91}),
    ("claimdet_policlaim", 600, {"f1": 0.83, "macro_f1": 0.77}),
    ("checkworthy_ct24_en", None, {"f1": 0.83, "average_precision": 0.91}),
    ("checkworthy_claimbuster", 600, {"f1": 0.75, "average_precision": 0.85}),  # trained on: a fence, no figure
    ("evidence_wice", 100, {"mrr": 0.88, "map_at_5": 0.63}),
    ("stance_fnc1", 500, {"fnc_relative_score": 0.84, "macro_f1": 0.53}),
    ("stance_emergent", 300, {"macro_f1": 0.65}),
    ("verify_covidfact", 150, {"macro_f1": 0.54}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "count", "floors"), FLOORS, ids=[row[0] for row in FLOORS])
def test_no_figure_falls_below_its_floor(name: str, count: int | None, floors: dict[str, float]) -> None:
    if not (DATA / name).is_dir():
        pytest.skip(f"../shared/data/{name} is not here")
    path = next((DATA / name).glob("dev.jsonl*"))
    family = family_of(name)
    assert family is not None
    gold = list(itertools.islice(read_rows(path), count))
    figures = family.figures(gold, list(family.predict(gold, path)))
    assert {figure: round(figures[figure], 4) for figure in floors if figures[figure] < floors[figure]} == {}
