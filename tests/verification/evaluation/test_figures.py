"""The figures of `evaluate`: right on small cases worked out by hand."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from verification.evaluation import FAMILIES, family_of
from verification.evaluation.overlap import assignment
from verification.evaluation.quotations import quoted_only
from verification.evaluation.worth import average_precision, calibration_error

ROOT = Path(__file__).resolve().parents[3]


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(st.lists(st.floats(0, 1), min_size=width, max_size=width), min_size=1, max_size=4)
    )
)
def test_the_assignment_is_the_best_of_all(values: list[list[float]]) -> None:
    pairs = assignment(values)
    rows, columns = len(values), len(values[0])
    assert len(pairs) == min(rows, columns)
    assert len({r for r, _ in pairs}) == len({c for _, c in pairs}) == len(pairs)
    if rows <= columns:
        best = max(sum(values[r][c] for r, c in enumerate(p)) for p in itertools.permutations(range(columns), rows))
    else:
        best = max(sum(values[r][c] for c, r in enumerate(p)) for p in itertools.permutations(range(rows), columns))
    assert sum(values[r][c] for r, c in pairs) == pytest.approx(best)


def test_average_precision_counts_equal_scores_together() -> None:
    assert average_precision([1, 0, 1], [0.9, 0.8, 0.7]) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision([1, 0], [0.5, 0.5]) == pytest.approx(0.5)
    assert average_precision([0, 0], [0.5, 0.1]) == 0.0


def test_the_calibration_error_is_the_mean_distance_of_the_bins() -> None:
    assert calibration_error([1, 0, 1, 0], [0.5, 0.5, 0.5, 0.5]) == 0.0
    assert calibration_error([1, 1, 0, 0], [0.9, 0.9, 0.3, 0.3]) == pytest.approx((2 * 0.1 + 2 * 0.3) / 4)
    assert calibration_error([], []) == 0.0


def test_each_set_of_the_splitting_has_its_family() -> None:
    for name in (
        "claims_news",
        "claimdet_policlaim",
        "checkworthy_x",
        "quotes_polnear",
        "decomp_x",
        "sentseg_x",
        "extract_x",
    ):
        family = family_of(name)
        assert family in FAMILIES
        assert family is not None
        assert family.covers(name)
    assert family_of("weather_paris") is None


def test_boundaries_by_hand() -> None:
    family = family_of("sentseg_x")
    assert family is not None
    gold = [{"id": 1, "text": "A b. C d. E.", "sentences": ["A b.", "C d.", "E."]}]
    figures = family.figures(gold, [{"id": 1, "sentences": ["A b. C d.", "E."]}])
    assert figures["boundary_recall"] == 0.5
    assert figures["boundary_precision"] == 1.0


def test_the_command_prints_figures_and_writes_predictions(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "Costs rose. Rents fell.", "sentences": ["Costs rose.", "Rents fell."]}]
    data, out = tmp_path / "dev.jsonl", tmp_path / "out.jsonl"
    data.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    command = [sys.executable, "manage.py", "evaluate", "sentseg_own", str(data), "--predictions", str(out), "--json"]
    result = subprocess.run(command, capture_output=True, cwd=ROOT)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["boundary_f1"] == 1.0
    assert json.loads(out.read_text("utf-8")) == {"id": "a", "sentences": ["Costs rose.", "Rents fell."]}


@pytest.mark.parametrize(
    ("name", "content"),
    [("sentseg_own", "{not json"), ("sentseg_own", '{"id": 1}'), ("weather_paris", "{}"), ("sentseg_own", "[1]")],
)
def test_bad_input_is_one_line_and_exit_2(tmp_path: Path, name: str, content: str) -> None:
    data = tmp_path / "dev.jsonl"
    data.write_text(content, "utf-8")
    result = subprocess.run([sys.executable, "manage.py", "evaluate", name, str(data)], capture_output=True, cwd=ROOT)
    assert result.returncode == 2
    assert b"Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_only_attributions_with_quoted_words_are_left() -> None:
    text = "Ann Lee said the “pool is far too small” now. Tom Ray said it is old. He calls it “old”."
    spans = [[[13, 45]], [[62, 71]], [[82, 87]]]
    rows = [{"id": 1, "attributions": [{"source": [], "cue": [], "content": span} for span in spans]}]
    [kept] = quoted_only([{"id": 1, "text": text, "attributions": []}], rows)
    assert [x["content"] for x in kept["attributions"]] == spans[:1]


def test_quoted_only_is_refused_for_other_sets(tmp_path: Path) -> None:
    rows = tmp_path / "dev.jsonl"
    rows.write_text('{"id": 1, "text": "One. Two.", "sentences": ["One.", "Two."]}\n')
    with pytest.raises(CommandError, match="no quotations"):
        call_command("evaluate", "sentseg_x", str(rows), "--quoted-only")
