"""Ranks in running text: "the third-largest lake", "her second term", "is the largest" beside "is the second-largest".

An ordinal alone says little: a first and a second suspect may both have been caught. It is read where it ranks by a
quality, where it numbers what comes round again ("time", "term", "floor"), and where it tells what somebody is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from verification.checks.names import find
from verification.wording import Word, sentences, stem, words, words_of

_IN_ORDER = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second"
)
ORDINALS = {word: number for number, word in enumerate(_IN_ORDER.split(" "), 1)}
_SAME_QUALITY = {"biggest": "largest", "greatest": "largest", "wealthiest": "richest", "quickest": "fastest"}
_IN_A_ROW = words_of("consecutive straight successive")
_ROUNDS = words_of(
    "time term year day week month quarter half place floor anniversary birthday edition season round victory win "
    "title defeat loss attempt generation grade marriage wife husband child album goal medal row birth"
)
_ORDINAL = rf"(?P<ordinal>{'|'.join(sorted(ORDINALS, key=len, reverse=True))}|[1-9]\d{{0,2}}(?:st|nd|rd|th))"
_QUALITY = r"(?P<quality>(?:most|least)[ -][a-z]{3,}|[a-z]{2,}est|worst)"
_RANK = re.compile(
    rf"""(?<![\w-])(?:(?P<is>(?:is|was|are|were|be|been|became|become|becomes|remains|remained|as)\s)?
    (?P<whose>(?:the|its|his|her|their|[^\W\d]+['’]s?)\s)(?:now\s|only\s)?)?
    (?:{_ORDINAL}(?:[ -]{_QUALITY})?|{_QUALITY.replace("quality", "alone")})(?![\w-])
    (?:\s(?P<row>{"|".join(_IN_A_ROW)}))?(?:\s(?P<noun>[a-z]{{3,}})(?![\w’'-]))?""",
    re.VERBOSE,
)
_NO_QUALITY = words_of("forest harvest interest protest arrest request contest guest quest west test latest rest")
_NO_NOUN = re.compile(
    r"(?:and|the|with|for|from|was|were|has|had|have|who|that|which|when|after|before|behind|since|ever|but|its|their|"
    r"later|ago|only|in|of|on|to|by|at|as)$"
)
_SCOPE = re.compile(r"\s(?:in|of|on|by)\s(?:all\s)?(?:the\s)?(?:whole\s)?([^\W\d][\w-]+)")


@dataclass(frozen=True, slots=True)
class Rank:
    """The ``number``-th of ``noun`` (a stem, may be empty) by ``quality`` ("" for plain counting).

    ``whose`` are the stems of the names that it may be said of, ``scope`` the stem of the whole it is ranked in;
    ``alone`` marks a superlative without an ordinal.
    """

    text: str
    start: int
    end: int
    number: int
    quality: str
    noun: str
    whose: frozenset[str]
    scope: str
    alone: bool


def ranks(text: str) -> list[Rank]:
    """Every rank of the text in order."""
    return list(_ranks(text))


@lru_cache(maxsize=256)  # a claim is held against a dozen passages within moments
def _ranks(text: str) -> tuple[Rank, ...]:
    found: list[Rank] = []
    for start, end in sentences(text):
        sentence = text[start:end]
        named: list[Word] | None = None
        for match in _RANK.finditer(sentence):
            if not _is_rank(match):
                continue
            if named is None:
                named = [part for name in find(sentence, words(sentence)) for part in name.parts]
            found.append(_read(match, sentence, start, named))
    return tuple(found)


def _is_rank(match: re.Match[str]) -> bool:
    noun = match["noun"] or ""
    if match["alone"]:
        return bool(match["is"] and match["alone"] not in _NO_QUALITY)
    if match["quality"]:
        return match["quality"] not in _NO_QUALITY
    return bool(noun) and (bool(match["row"] or match["is"]) or noun in _ROUNDS) and not _NO_NOUN.match(noun)


def _read(match: re.Match[str], sentence: str, offset: int, named: list[Word]) -> Rank:
    noun = match["noun"] or ""
    end = match.end()
    if _NO_NOUN.match(noun):
        noun, end = "", match.start("noun") - 1
    begin = match.start("alone" if match["alone"] else "ordinal")
    quality = re.sub(r"[ -]", " ", match["quality"] or match["alone"] or "")
    before = frozenset(word.stem for word in named if word.end <= begin)
    after = next((frozenset({word.stem}) for word in named if word.start >= end), frozenset[str]())
    owner = (match["whose"] or "").strip()
    scope = stem(owner) if "'" in owner or "’" in owner else ""
    if not scope and (within := _SCOPE.match(sentence, end)):
        scope = stem(within.group(1))
    quality = _SAME_QUALITY.get(quality, quality)
    return Rank(
        sentence[begin:end], offset + begin, offset + end, _number(match["ordinal"]), quality,
        "in a row " + stem(noun) if match["row"] else stem(noun) if noun else "", before or after, scope,
        bool(match["alone"]),
    )  # fmt: skip


def _number(ordinal: str | None) -> int:
    """1 for a superlative alone."""
    if ordinal is None:
        return 1
    return ORDINALS.get(ordinal) or int(ordinal[:-2])


def agree(a: Rank, b: Rank) -> bool | None:
    """Whether two ranks are the same; None where they do not rank the same thing in the same whole."""
    if a.quality != b.quality or (a.alone and b.alone) or (not a.quality and a.noun != b.noun):
        return None
    if a.noun and b.noun and a.noun != b.noun:
        return None
    if a.number == b.number:
        return True
    if not a.quality and a.noun == "time" and 1 in (a.number, b.number):  # who does it twice has done it a first time
        return None
    if (a.whose or b.whose) and a.whose.isdisjoint(b.whose):
        return None
    return None if a.quality and a.scope and b.scope and a.scope != b.scope else False
