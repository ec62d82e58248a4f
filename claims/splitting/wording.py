"""The last touch to a statement: spaces, lost quotation marks and brackets, a capital and a full stop."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.splitting.parsing import Word

_SPACE_BEFORE = re.compile(r"\s+([,.;:!?%’”)\]])")
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]|[“\"]\s*[”\"]")
_SPACES = re.compile(r"\s+")
_LOOSE = re.compile(r"\s[-–—.](?=\.?\s+[a-z])")
_REPEATED = re.compile(r"([,;:—–])(?:\s*[,;:—–])+")
_PAIR = 2
_LAST_COMMA = re.compile(r",([\"”’])$")
TRIM = " \t\n,;:—–-.…"
_PAIRS = {"“": "”", "(": ")", "[": "]"}


def _balanced(text: str) -> str:
    """Drop quotation marks and brackets that lost their partner when the clause was cut out."""
    if text.count('"') % 2:
        text = text.replace('"', "")
    for opening, closing in _PAIRS.items():
        if text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    if len(text) > 2 and text[0] == '"' and text.rstrip(".")[-1:] == '"' and text.count('"') == _PAIR:
        return text.replace('"', "")
    if len(text) > 2 and text[0] in '“"' and text.count(text[0]) == 1 and text[-1] in '”"':
        text = text[1:-1]
    return text


# ”like this,“: marks that point the wrong way, with or without the space that belongs before them.
_TURNED = re.compile(r"(?:(?<=\w)|(?<=\s))”(\w[^“”]{0,200})“")
_INSERTED = re.compile(
    r"\s*[,–—]\s*(?:however|meanwhile|moreover|nevertheless|furthermore|therefore|too)\s*,(?=\s)", re.IGNORECASE
)

# Ties to the sentence before it, without which a statement says the same.
_TIED = re.compile(
    r"^(?:(?:in|by) contrast|in (?:addition|fact|short|sum|conclusion|other words|turn)|as a result|on the other hand|"
    r"for (?:example|instance)|of course|after all|overall(?=,? (?:the|an?|it|they|we|this)\b))"
    r",?\s+(?!(?:of|to|with)\b)(?=\w)",
    re.IGNORECASE,
)


def finish(text: str) -> str:
    """The statement as a sentence; empty where nothing is left."""
    text = _SPACES.sub(" ", _EMPTY.sub(" ", text)).strip()
    text = _TIED.sub("", text)
    text = _INSERTED.sub("", _TURNED.sub(r" “\1”", text))
    text = _SPACES.sub(" ", _balanced(text))
    text = _SPACE_BEFORE.sub(r"\1", text)
    text = _REPEATED.sub(r"\1", text)
    text = _LAST_COMMA.sub(r"\1", text.strip(TRIM))
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    whole = text[-1] in "!?" or (text[-1] in '”"' and text[-2:-1] in ".!?")
    return text if whole else text + "."


# "(D-N.Y.)", "(R)", "(88.5 kph)": a party or the same measure once more says nothing of its own.
_PARTY = re.compile(r"\(\s*(?:[RDIL]|Lab|Con|SNP)(?:\s*[-–]\s*[A-Z][\w.]*)*\s*\)")
_ITEM = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)]")
_MEASURE = re.compile(
    r"\(\s*(?:about |nearly |around |roughly )?[\d.,]+[ -]?(?:[kcm]?m|km|kph|km/h|mph|miles?|feet|ft|inch(?:es)?|"
    r"[kcm](?:ilo|enti|illi)?(?:metres?|meters?)|met(?:re|er)s?|kilograms?|kg|pounds?|lbs?|acres?|hectares?|litres?|"
    r"gallons?|(?:degrees )?(?:Celsius|Fahrenheit)|°?[CF]|tons?|tonnes|yards?)\s*\)",
    re.IGNORECASE,
)


def bracketed(words: Sequence[Word]) -> frozenset[int]:
    """Indices of the words of brackets that a statement does without."""
    left_out: set[int] = set()
    if len(words) > 3 and _ITEM.fullmatch(words[0].text):
        left_out.add(words[0].i)  # the number of a list's item
    elif len(words) > 3 and words[0].text.isdigit() and words[1].text in (".", ")"):
        left_out.update((words[0].i, words[1].i))
    for at, word in enumerate(words):
        if word.text != "(":
            continue
        inside = words[at : at + 9]
        end = next((k for k, w in enumerate(inside) if w.text == ")"), 0)
        held = inside[: end + 1]
        text = "".join(w.text + (" " if w.space else "") for w in held).strip()
        if end and (_PARTY.fullmatch(text) or _MEASURE.fullmatch(text)):
            left_out.update(w.i for w in held)
    return frozenset(left_out)


def possessive(name: str) -> str:
    """``Ann Lee’s``."""
    return name + ("’" if name.endswith("s") else "’s")
