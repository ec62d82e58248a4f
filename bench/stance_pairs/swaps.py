"""Pairs from true sentences: what they entail supports; a swapped number, date, name, word or a negation refutes.

Half of the time the passage is changed instead of the claim, or both alike, so that an odd sentence says nothing about
the label by itself.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from stance_pairs.words import OPPOSITES, SYNONYMS

_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,])\d+(?:\.\d+)?(?![\w])")
_NUMBER_WORDS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "hundred",
]
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w'’-]+(?: (?:of |de |van )?[A-Z][\w'’-]+)*")
_VERB = re.compile(r"\b(is|was|are|were|has|have|had|will|would|can|could|should|does|did|do|may|might)\b(?! not|n't)")
_NEGATED = re.compile(r"\b(is|was|are|were|has|have|had|will|would|can|could|should|does|did|do|may|might) not\b")
_PAST = re.compile(r"^((?:[A-Z][\w.'’-]+ ){1,4}|(?:He|She|It|They) )(\w+)ed\b(?! by)")
_QUANTIFIER = {
    "all": "some",
    "some": "all",
    "many": "few",
    "few": "many",
    "most": "few",
    "every": "no",
    "each": "no",
    "always": "never",
    "never": "always",
    "only": "not only",
    "several": "no",
    "both": "neither of the",
}


def swap_number(chance: random.Random, text: str) -> str:
    places = list(_NUMBER.finditer(text))
    words = list(re.finditer(rf"\b(?:{'|'.join(_NUMBER_WORDS)})\b", text))
    if not places and not words:
        return ""
    match = chance.choice(places + words)
    old = match.group()
    if old in _NUMBER_WORDS:
        new = chance.choice([w for w in _NUMBER_WORDS if w != old])
    elif re.fullmatch(r"(?:1[5-9]|20)\d\d", old):
        new = str(int(old) + chance.choice((-20, -11, -7, -5, -3, -2, -1, 1, 2, 3, 4, 6, 9, 12)))
    else:
        value = float(old.replace(",", ""))
        value = value * chance.choice((0.2, 0.33, 0.5, 0.7, 1.4, 2, 3, 5)) + chance.choice((0, 1, 2))
        new = f"{value:.1f}" if "." in old else f"{round(value):,}" if "," in old else str(round(value))
        if new == old:
            new = str(round(value) + 3)
    return text[: match.start()] + new + text[match.end() :]


def swap_month(chance: random.Random, text: str) -> str:
    there = [m for m in _MONTHS if re.search(rf"\b{m}\b", text)]
    if not there:
        return ""
    old = chance.choice(there)
    return re.sub(rf"\b{old}\b", chance.choice([m for m in _MONTHS if m != old]), text, count=1)


def swap_name(chance: random.Random, text: str, pool: Sequence[str]) -> str:
    places = [m for m in _NAME.finditer(text) if m.group() not in _MONTHS]
    if not places or not pool:
        return ""
    match = chance.choice(places)
    count = len(match.group().split())
    like = [name for name in pool if len(name.split()) == count and name not in text]
    return text[: match.start()] + chance.choice(like) + text[match.end() :] if like else ""


def swap_opposite(chance: random.Random, text: str, pool: Sequence[str] = ()) -> str:
    places = [m for m in re.finditer(r"[\w-]+", text) if m.group() in OPPOSITES]
    if not places:
        return ""
    match = chance.choice(places)
    return text[: match.start()] + chance.choice(OPPOSITES[match.group()]) + text[match.end() :]


def swap_quantifier(chance: random.Random, text: str, pool: Sequence[str] = ()) -> str:
    places = [m for m in re.finditer(r"\w+", text) if m.group() in _QUANTIFIER]
    if not places:
        return ""
    match = chance.choice(places)
    return text[: match.start()] + _QUANTIFIER[match.group()] + text[match.end() :]


def negate(chance: random.Random, text: str, pool: Sequence[str] = ()) -> str:
    if _NEGATED.search(text):
        return _NEGATED.sub(r"\1", text, count=1)
    match = _VERB.search(text)
    if match:
        said = f"{match.group()} {chance.choice(('not', 'not', 'not', 'not', 'no longer', 'never'))}"
        if (
            match.group() in ("has", "have", "had", "is", "was", "are", "were", "did", "does", "would", "could")
            and chance.random() < 0.3
        ):
            said = match.group() + "n't"
        return text[: match.start()] + said + text[match.end() :]
    match = _PAST.match(text)
    if match:
        who, verb = match.groups()
        said = chance.choice((f"never {verb}ed", f"did not {verb}", f"failed to {verb}"))
        return f"{who}{said}{text[match.end() :]}"
    return ""


def refuting(chance: random.Random, text: str, pool: Sequence[str]) -> tuple[str, str]:
    """The text with one thing changed, and what was changed; ("", "") where nothing could be."""
    kinds = [("negation", 2), ("opposite", 5), ("number", 3), ("month", 2), ("name", 2), ("quantifier", 1)]
    while kinds:
        kind = chance.choices([k for k, _ in kinds], [w for _, w in kinds])[0]
        kinds = [(k, w) for k, w in kinds if k != kind]
        made = {
            "negation": lambda: negate(chance, text),
            "opposite": lambda: swap_opposite(chance, text),
            "number": lambda: swap_number(chance, text),
            "month": lambda: swap_month(chance, text),
            "name": lambda: swap_name(chance, text, pool),
            "quantifier": lambda: swap_quantifier(chance, text),
        }[kind]()
        if made and made != text:
            return made, kind
    return "", ""


def reworded(chance: random.Random, text: str, share: float = 0.4) -> str:
    """The text with some words put otherwise, to the same effect."""

    def other(match: re.Match[str]) -> str:
        word = match.group()
        return chance.choice(SYNONYMS[word]) if word in SYNONYMS and chance.random() < share else word

    said = re.sub(r"[\w-]+", other, text)
    if chance.random() < 0.3:
        said = re.sub(r"\s*\([^)]*\)", "", said)
    if chance.random() < 0.25 and said.count(", ") == 1 and len(said) < 160:
        first, second = said.rstrip(".").split(", ")
        if re.match(r"(?:In|On|At|After|Before|During|While|When|Since|By) ", first):
            said = f"{second[0].upper()}{second[1:]} {first[0].lower()}{first[1:]}."
    return said


def dropped(chance: random.Random, text: str) -> str:
    """The sentence without one of its clauses between commas or after "which", "who", "while"; empty if it has none."""
    forms = (
        r", (?:which|who|where|while|although|whereas|as well as|including|along with)\b[^,.;]*(?=[,.;])",
        r", [^,.;]{8,60},",
        r"\s\([^)]*\)",
        r";.*(?=\.)",
        r",? (?:after|before|when|because|in order to|during|despite) [^,.;]{8,90}(?=[.])",
    )
    for form in chance.sample(forms, len(forms)):
        shorter = re.sub(form, "", text, count=1)
        if shorter != text and len(shorter) > 30:
            return shorter
    return ""
