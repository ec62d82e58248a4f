"""What makes a sentence worth a check, the reasons given for it, and weights that a desk has changed."""

from __future__ import annotations

import json
import math
from importlib.resources import files

import pytest

from claims.splitting import assess_sentences, checkworthiness, parsing, shipped_weights, split

FIGURES = "Unemployment fell by 4 percent between 2019 and 2021, the ministry said."


def log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


def test_the_measures_times_the_weights_are_the_score() -> None:
    claim = split(FIGURES).claims[0]
    weights = shipped_weights()
    assert set(claim.measures) <= set(weights)
    total = sum(weights[name] * value for name, value in claim.measures.items())
    assert log_odds(claim.checkworthiness) == pytest.approx(total, abs=0.01)


def test_reasons_are_the_products_of_weight_and_measure_strongest_first() -> None:
    claim = split(FIGURES).claims[0]
    weights = shipped_weights()
    for reason in claim.reasons:
        assert reason.weight == pytest.approx(weights[reason.feature] * claim.measures[reason.feature], abs=0.002)
    sizes = [abs(reason.weight) for reason in claim.reasons]
    assert sizes == sorted(sizes, reverse=True)


def test_a_changed_weight_changes_score_and_reason_and_nothing_else() -> None:
    before = split(FIGURES).claims[0]
    after = split(FIGURES, weights={"percent": shipped_weights()["percent"] + 2.0}).claims[0]
    assert log_odds(after.checkworthiness) == pytest.approx(log_odds(before.checkworthiness) + 2.0, abs=0.02)
    assert after.measures == before.measures
    told = {reason.feature: reason.weight for reason in after.reasons}
    assert told["percent"] == pytest.approx(shipped_weights()["percent"] + 2.0, abs=0.002)
    assert (after.statement, after.start, after.end) == (before.statement, before.start, before.end)


def test_the_wording_is_the_sum_of_what_the_training_counts() -> None:
    text = "By 2019 we will have cut crime by 12% and the $4bn deficit, and we will do it again, won't we?"
    weights = json.loads((files("claims.splitting") / "checkworthiness.json").read_text("utf-8"))["worth"]
    [found] = parsing.parse([parsing.Piece(text, 0, [(0, len(text))])])
    counted = checkworthiness.wording([word for sentence in found for word in sentence])
    assert len(counted) > 50
    [assessment] = assess_sentences([text])
    assert assessment.measures[checkworthiness.WORDING] == pytest.approx(
        sum(weights.get(name, 0.0) * value for name, value in counted.items()), abs=1e-4
    )


def test_weights_of_unknown_features_are_passed_over() -> None:
    assert split(FIGURES, weights={"no_such_feature": 9.0}) == split(FIGURES)


def test_changed_weights_never_hide_a_claim() -> None:
    low = dict.fromkeys(shipped_weights(), -9.0)
    assert [claim.statement for claim in split(FIGURES, weights=low).claims] == [
        claim.statement for claim in split(FIGURES).claims
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Imagine that 5 million people lost their jobs.",
        "Suppose the city spends 3 million euros.",
        "Click here to read 10 more stories.",
        "Will taxes rise by 5 percent in 2030?",
        "Did the bridge cost 40 million euros?",
    ],
)
def test_what_is_asked_or_imagined_is_low(text: str) -> None:
    sentence = split(text).sentences[0]
    assert sentence.checkworthiness < 0.34
    assert all(claim.checkworthiness < 0.34 for claim in split(text).claims)
    assert not any(claim.statement.endswith("?.") for claim in split(text).claims)
