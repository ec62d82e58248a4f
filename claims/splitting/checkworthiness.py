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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import TypeAlias

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
# At the head of a sentence: nothing is told there, but imagined, or asked of the reader.
_SUPPOSING = frozenset(["imagine", "suppose", "assume", "picture", "click", "tap", "subscribe"])
_COMPARED = frozenset(["JJR", "RBR", "JJS", "RBS"])
_FIRST = frozenset(["i", "me", "my", "mine", "we", "us", "our", "ours"])
_SECOND = frozenset(["you", "your", "yours"])
_DIGITS = re.compile(r"\d")
_MAX_WORDS = 120
# ``worth`` is calibrated on unseen debates; from here on a yes is worth more than it costs there (best F1, which is
# flat from .32 to .40; the lower half of that is better on CheckThat! 2024).
WORTH_FROM = 0.34
# Reasons are shown to people: the sum of all single words that none of the named features covers goes by this name.
WORDING = "wording"
# What the network of claims.splitting.likeness adds.
LIKENESS = "reads_like_checked"
# What a sentence has before anything is known of it: the intercept.
START = "start"
_Two: TypeAlias = tuple[float, float]
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


@functools.lru_cache(maxsize=20_000)
def _alone(low: str) -> tuple[tuple[str, ...], str]:
    """The named features that a word has wherever it stands, and the word as the wording counts it."""
    names = []
    if low in _MODALS:
        names.append(_MODALS[low])
    if low in _FIRST:
        names.append("first_person")
    elif low in _SECOND:
        names.append("second_person")
    if low in JUDGEMENT:
        names.append("opinion_word")
    elif low in FEELING:
        names.append("feeling_word")
    if not _DIGITS.search(low):
        return tuple(names), low
    return (*names, "has_number"), "#"


def named(words: Sequence[Word]) -> dict[str, float]:
    """The readable features of one sentence or clause."""
    words = words[:_MAX_WORDS]
    values: dict[str, float] = {}
    if not words:
        return values
    entities = 0
    tags = set()
    before = ""
    for word in words:
        low, tag = word.lower, word.tag
        tags.add(tag)
        if word.ent and word.ent_iob == 3:
            name = _ENTITY_FEATURES.get(word.ent)
            if name is not None:
                values[name] = 1.0
                entities += 1
        names, _ = _alone(low)
        for name in names:
            values[name] = 1.0
        if word.dep == "neg":
            values["negation"] = 1.0
        if low == "to" and before == "going":
            values["future"] = 1.0
        before = low
    if "CD" in tags:
        values["has_number"] = 1.0
    if not tags.isdisjoint(_COMPARED):
        values["comparison"] = 1.0
    if "VBD" in tags:
        values["past_tense"] = 1.0
    if "VBZ" in tags or "VBP" in tags:
        values["present_tense"] = 1.0
    if not any(tag.startswith(("VB", "MD")) for tag in tags):
        values["no_verb"] = 1.0
    first = next((word for word in words if word.text[0].isalnum()), words[0])
    if first.lower in _SUPPOSING and first.tag in ("VB", "VBP", "NNP", "NN"):
        values["supposed"] = 1.0
    if any(word.text == "?" for word in words[-2:]):
        values["question"] = 1.0
    values["length"] = min(math.log(len(words)) / 3.0, 1.6)
    values["many_names"] = min(entities / 4.0, 1.0)
    return {name: value for name, value in values.items() if value}


def wording(words: Sequence[Word]) -> dict[str, float]:
    """Single words (``w:``), pairs of words (``b:``) and of tags (``t:``) of one sentence or clause: for training."""
    words = words[:_MAX_WORDS]
    values: dict[str, float] = {}
    if not words:
        return values
    scale = 1.0 / math.sqrt(len(words))
    lows = ["^", *(_alone(word.lower)[1] for word in words)]
    names = [f"w:{low}" for low in lows[1:]]
    names += [f"b:{one} {two}" for one, two in pairwise(lows)]
    names += [f"t:{one.tag} {two.tag}" for one, two in pairwise(words)]
    for name in names:
        values[name] = values.get(name, 0.0) + scale
    return values


@dataclass(frozen=True, slots=True)
class _Tables:
    """The weights of the wording for checkable and worth, where a look costs no string that has to be made first."""

    words: dict[str, _Two]
    pairs: dict[tuple[str, str], _Two]
    tags: dict[tuple[str, str], _Two]

    def sums(self, words: Sequence[Word]) -> _Two:
        """What ``wording`` times its weights adds up to."""
        words = words[:_MAX_WORDS]
        checkable = worth = 0.0
        of_words, of_pairs, of_tags = self.words.get, self.pairs.get, self.tags.get
        before, before_tag = "^", ""
        for word in words:
            low, tag = _alone(word.lower)[1], word.tag
            for found in (of_words(low), of_pairs((before, low)), of_tags((before_tag, tag))):
                if found is not None:
                    checkable += found[0]
                    worth += found[1]
            before, before_tag = low, tag
        scale = 1.0 / math.sqrt(len(words)) if words else 0.0
        return checkable * scale, worth * scale


@functools.cache
def _tables() -> _Tables:
    model = _model()
    tables = _Tables({}, {}, {})
    for name in {**model["checkable"], **model["worth"]}:
        two = (model["checkable"].get(name, 0.0), model["worth"].get(name, 0.0))
        kind, what = name[:2], name[2:]
        if kind == "w:":
            tables.words[what] = two
        elif kind in ("b:", "t:"):
            one, _, other = what.partition(" ")
            (tables.pairs if kind == "b:" else tables.tags)[one, other] = two
    return tables


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


def read(sentences: Iterable[Sequence[Word]]) -> None:
    """Reads all sentences of a text in one go, which makes assessing them and their clauses cheap."""
    likeness.read(sentences)


def assess(words: Sequence[Word], weights: Mapping[str, float] = _NO_CHANGES) -> Assessment:
    """Assess one sentence or clause; ``weights`` take the place of shipped ones of the same name."""
    model = _model()
    worth_weights, check_weights = model["worth"], model["checkable"]
    check = model["bias"]["checkable"]
    measures = {START: 1.0, WORDING: 0.0, LIKENESS: 0.0}
    seen = named(words)
    if seen:
        check_like, worth_like = likeness.log_odds(words, seen)
        check_words, measures[WORDING] = _tables().sums(words)
        check += model["likeness"]["checkable"] * check_like + check_words
        measures[LIKENESS] = round(model["likeness"]["worth"] * worth_like, 4)
    for name, value in seen.items():
        check += check_weights.get(name, 0.0) * value
        if name in worth_weights:
            measures[name] = round(value, 4)
    measures[WORDING] = round(measures[WORDING], 4)
    shipped = shipped_weights()
    parts = [(name, weights.get(name, shipped[name]) * value) for name, value in measures.items()]
    worth = sum(part for _, part in parts)
    parts.sort(key=lambda part: -abs(part[1]))
    told = [(name, part) for name, part in parts if name != START and abs(part) >= 0.02]
    reasons = tuple(Reason(name, round(part, 3)) for name, part in told[:6])
    return Assessment(_sigmoid(check), _sigmoid(worth), reasons, measures)
