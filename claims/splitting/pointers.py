"""Words that point at something which the statement does not name: "the pair", "there", "that year", "I".

What only one thing can be is written in; else the claim says what is open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from claims.splitting.document import SUBJECTS, Sent
from claims.splitting.parsing import Word
from claims.splitting.references import FIRST, Memory

_GROUPS = {"pair": 2, "couple": 2, "duo": 2, "two": 2, "trio": 3, "three": 3}
_COMPANIES = frozenset({"company", "firm", "agency", "organisation", "organization", "charity", "club"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_SPANS = frozenset({"year", "month", "week", "day", "season", "decade", "century"})
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_BACK = 3  # sentences, for the persons of a pair
_YEAR_BACK = 240  # characters
# "Thursday" behind these is the next one.
_TO_COME = frozenset(
    ["will", "'ll", "’ll", "wo", "shall", "should", "would", "could", "can", "may", "might", "must", "tomorrow"]
)
_PLANNED = frozenset(
    ["expected", "scheduled", "due", "set", "planned", "forecast", "projected", "predicted", "likely", "going", "plans",
     "plan", "hopes", "hope", "intends", "intend", "expects", "expect", "wants", "want"]
)  # fmt: skip
_IDIOMS = frozenset({"out", "up", "over", "down", "in", "and", "from", "back"})


def group(word: Word, following: Word | None, memory: Memory, sent: Sent) -> tuple[str, str]:
    """``the pair``, ``the two`` in place of persons: their names, or the question who they are; both empty if neither.

    Only the bare phrase: "the two firms" and "the couple's house" say more than that.
    """
    size = _GROUPS.get(following.lower, 0) if following is not None else 0
    if not size or following is None or following.i != word.i + 1 or following.dep in ("nummod", "poss", "compound"):
        return "", ""
    if any(child.dep in ("prep", "relcl", "acl", "amod") for child in following.children):
        return "", ""
    near = (seen for seen in memory.people if sent.index - seen.sentence <= _BACK and seen.at < word.start)
    names = list(dict.fromkeys(seen.person.name for seen in near))
    if len(names) == size:
        return ", ".join(names[:-1]) + f" and {names[-1]}", ""
    return "", f"Who are {word.text + ' ' + following.text!r}?"


def open_company(word: Word, following: Word, memory: Memory, sent: Sent) -> str:
    """``the company`` where the article has named no body and spoken of no company so far: the question which."""
    noun = following.lower
    if noun not in _COMPANIES or memory.bodies or memory.has_said(noun, before=sent.start):
        return ""
    named = any(w.ent == "ORG" for w in sent.words) or memory.definites.names_any()
    return "" if named else f"Which {noun} is meant by {word.text + ' ' + following.text!r}?"


def question_about(word: Word, words: Sequence[Word], speaker: str) -> str:
    """What stays open at one word of a statement (``words``); empty for nothing."""
    low = word.lower
    if low in FIRST and not speaker and word.tag.startswith("PRP"):
        return f"Who is {word.text!r}?"
    if low == "you" and speaker and word.dep in SUBJECTS and word.head.tag == "VBD":
        return f"Who is {word.text!r}?"  # whoever was spoken to; of what happened it is said of nobody in general
    if points_there(word, words):
        return f"Where is {word.text!r}?"
    if low in _SPANS and any(c.lower == "that" and c.dep == "det" and c.i == word.i - 1 for c in word.children):
        dated = any(_YEAR.fullmatch(w.text) for w in words) or any(c.dep in ("relcl", "prep") for c in word.children)
        return "" if dated else f"Which {low} is 'that {low}'?"
    return ""


def points_there(word: Word, words: Sequence[Word]) -> bool:
    """``sank there``: a place that the statement does not name."""
    if word.lower != "there" or word.dep != "advmod" or word.tag != "RB":
        return False
    beside = next((w.lower for w in words if w.i == word.i - 1), "")
    return beside not in _IDIOMS and not any(w.ent in _PLACES and w.i < word.i for w in words)


def year_meant(word: Word, words: Sequence[Word], memory: Memory) -> str:
    """``that year`` where just one year stands shortly before, in its paragraph: ``2019``; else empty."""
    if word.lower != "year" or not any(c.lower == "that" and c.i == word.i - 1 for c in word.children):
        return ""
    if any(_YEAR.fullmatch(w.text) for w in words):
        return ""
    before = memory.text[max(0, word.start - _YEAR_BACK) : word.start].rpartition("\n")[2]
    years = set(_YEAR.findall(before))
    return years.pop() if len(years) == 1 else ""


def is_to_come(words: Sequence[Word], day: Word) -> bool:
    """Whether what is told lies ahead: "will ease by Thursday", "is expected to open on Monday"; not "could have"."""
    before = [w.lower for w in words if w.i < day.i]
    for low, after in zip_longest(before, before[1:]):
        if low in _TO_COME and after not in ("have", "'ve", "’ve"):
            return True
        if low in _PLANNED and after == "to":
            return True
    return False
