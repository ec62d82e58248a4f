"""How much a sentence or claim is worth checking: a sum of readable features, each times its weight.

Two sums share one set of features: ``checkable`` (does it state anything that could be true or false by evidence?)
and ``worth`` (would a desk spend time on it?). Two of the features are themselves learned: the wording (single words,
pairs of words and of tags) and the likeness (claims.splitting.likeness). The weights are in ``checkworthiness.json``,
made by ``bench/train_checkworthiness.py``; docs/model-card-checkworthiness.md says from what and how good they are.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType

from claims.splitting import likeness
from claims.splitting.parsing import Word
from claims.splitting.shapes import Reason
from claims.splitting.word_lists import word_list

_ENTITY_FEATURES = {
    "PERSON": "named_person",
    "ORG": "named_organisation",
    "GPE": "named_place",
    "LOC": "named_place",
    "NORP": "named_group",
    "DATE": "date",
    "MONEY": "money",
    "PERCENT": "percent",
    "CARDINAL": "number",
    "QUANTITY": "measure",
    "LAW": "named_law",
    "ORDINAL": "rank",
    "EVENT": "named_event",
    "TIME": "time_of_day",
}
_MODALS = {"should": "advice", "must": "advice", "ought": "advice", "will": "future", "'ll": "future", "’ll": "future",
           "shall": "future", "wo": "future", "gonna": "future", "would": "conditional", "could": "possibility",
           "may": "possibility", "might": "possibility", "can": "ability"}  # fmt: skip
JUDGEMENT = word_list("judgement")
FEELING = word_list("feeling")
_FIRST = frozenset(["i", "me", "my", "mine", "we", "us", "our", "ours"])
_SECOND = frozenset(["you", "your", "yours"])
_DIGITS = re.compile(r"\d")
_MAX_WORDS = 120
# ``worth`` is calibrated on unseen debates; from here on a yes is worth more than it costs there (best F1).
WORTH_FROM = 0.38
# Reasons are shown to people: the sum of all single words that none of the named features covers goes by this name.
WORDING = "wording"
# What the network of claims.splitting.likeness adds.
LIKENESS = "reads_like_checked"
# What a sentence has before anything is known of it: the intercept.
START = "start"
_NO_CHANGES: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Assessment:
    """``checkable`` and ``worth`` are probabilities; ``reasons`` explain ``worth``, strongest first.

    ``measures`` are the values that the weights of ``worth`` were multiplied with; their products sum to its log-odds.
    """

    checkable: float
    worth: float
    reasons: tuple[Reason, ...]
    measures: Mapping[str, float]


def features(words: Sequence[Word]) -> dict[str, float]:
    """Named features and word n-grams (``w:``, ``b:``, ``t:``) of one sentence or clause."""
    words = words[:_MAX_WORDS]
    values: dict[str, float] = {}
    lows = []
    verbs_past = verbs_present = entities = 0
    for word in words:
        low = word.lower
        if word.ent and word.ent_iob == 3:
            name = _ENTITY_FEATURES.get(word.ent)
            if name is not None:
                values[name] = 1.0
                entities += 1
        if low in _MODALS:
            values[_MODALS[low]] = 1.0
        if low in _FIRST:
            values["first_person"] = 1.0
        elif low in _SECOND:
            values["second_person"] = 1.0
        if low in JUDGEMENT:
            values["opinion_word"] = 1.0
        elif low in FEELING:
            values["feeling_word"] = 1.0
        if word.tag == "CD" or _DIGITS.search(low):
            values["has_number"] = 1.0
            low = "#" if _DIGITS.search(low) else low
        if word.tag == "VBD":
            verbs_past += 1
        elif word.tag in ("VBZ", "VBP"):
            verbs_present += 1
        if word.tag in ("JJR", "RBR", "JJS", "RBS"):
            values["comparison"] = 1.0
        if word.dep == "neg":
            values["negation"] = 1.0
        lows.append(low)
    if not lows:
        return values
    values["past_tense"] = 1.0 if verbs_past else 0.0
    values["present_tense"] = 1.0 if verbs_present else 0.0
    values["no_verb"] = 0.0 if any(w.tag.startswith(("VB", "MD")) for w in words) else 1.0
    values["question"] = 1.0 if words[-1].text == "?" or "?" in (w.text for w in words[-2:]) else 0.0
    values["length"] = min(math.log(len(lows)) / 3.0, 1.6)
    values["many_names"] = min(entities / 4.0, 1.0)
    if any(low == "going" and following == "to" for low, following in pairwise(lows)):
        values["future"] = 1.0
    scale = 1.0 / math.sqrt(len(lows))
    tags = [w.tag for w in words]
    for i, low in enumerate(lows):
        _count(values, "w:" + low, scale)
        if i:
            _count(values, f"b:{lows[i - 1]} {low}", scale)
            _count(values, f"t:{tags[i - 1]} {tags[i]}", scale)
    _count(values, "b:^ " + lows[0], scale)
    return {name: value for name, value in values.items() if value}


def _count(values: dict[str, float], name: str, scale: float) -> None:
    values[name] = values.get(name, 0.0) + scale


@functools.cache
def _model() -> dict[str, dict[str, float]]:
    data: dict[str, dict[str, float]] = json.loads((files(__package__) / "checkworthiness.json").read_text("utf-8"))
    return data


def _sigmoid(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))


@functools.cache
def shipped_weights() -> Mapping[str, float]:
    """The readable weights of ``worth`` that come with the product: log-odds for each unit of a feature's measure."""
    model = _model()
    named = {name: weight for name, weight in sorted(model["worth"].items()) if name[1:2] != ":"}
    return MappingProxyType({START: model["bias"]["worth"], WORDING: 1.0, LIKENESS: 1.0, **named})


def assess(words: Sequence[Word], weights: Mapping[str, float] = _NO_CHANGES) -> Assessment:
    """Assess one sentence or clause; ``weights`` take the place of shipped ones of the same name."""
    model = _model()
    worth_weights, check_weights = model["worth"], model["checkable"]
    check = model["bias"]["checkable"]
    measures = {START: 1.0, WORDING: 0.0, LIKENESS: 0.0}
    seen = features(words)
    if seen:
        check_like, worth_like = likeness.log_odds(words, seen)
        check += model["likeness"]["checkable"] * check_like
        measures[LIKENESS] = round(model["likeness"]["worth"] * worth_like, 4)
    for name, value in seen.items():
        check += check_weights.get(name, 0.0) * value
        if name[1:2] == ":":
            measures[WORDING] += worth_weights.get(name, 0.0) * value
        elif name in worth_weights:
            measures[name] = round(value, 4)
    measures[WORDING] = round(measures[WORDING], 4)
    shipped = shipped_weights()
    parts = [(name, weights.get(name, shipped[name]) * value) for name, value in measures.items()]
    worth = sum(part for _, part in parts)
    parts.sort(key=lambda part: -abs(part[1]))
    told = [(name, part) for name, part in parts if name != START and abs(part) >= 0.02]
    reasons = tuple(Reason(name, round(part, 3)) for name, part in told[:6])
    return Assessment(_sigmoid(check), _sigmoid(worth), reasons, measures)
