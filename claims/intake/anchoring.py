"""Where the words of a claim stand in a new version of its article, and what became of the sentence around them. Pure.

A claim keeps its place when its very words are there again: where they stand more than once, the occurrence with the
most similar surroundings is taken. Words that are not there are gone; the nearest sentence, if one is near, shows what
replaced them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

Span = tuple[int, int]

SURROUNDINGS = 80
# The share of words that two sentences must have in common for one to be the other's new wording.
STILL_THE_SENTENCE = 0.5
_OCCURRENCES = 200
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Version:
    """A text with its sentences in order."""

    text: str
    sentences: Sequence[Span]

    @cached_property
    def words(self) -> list[set[str]]:
        """The words of each sentence."""
        return [_words(self.text[start:end]) for start, end in self.sentences]

    def sentence_at(self, start: int, end: int) -> str:
        """The sentences that ``text[start:end]`` touches, as one string; the words alone where there is none."""
        touched = [span for span in self._from(start) if span[0] < end and span[1] > start]
        return self.text[touched[0][0] : touched[-1][1]] if touched else self.text[start:end]

    def _from(self, start: int) -> Sequence[Span]:
        first = max(bisect_right(self.sentences, (start, len(self.text) + 1)) - 1, 0)
        return self.sentences[first : first + 40]


def place_of(quote: str, start: int, before: str, after: str) -> Span | None:
    """Where ``quote``, which stood at ``start`` of ``before``, stands in ``after``; None when its words are gone."""
    if not quote:
        return None
    places: list[int] = []
    at = after.find(quote)
    while at >= 0 and len(places) < _OCCURRENCES:
        places.append(at)
        at = after.find(quote, at + 1)
    if not places:
        return None
    ahead, behind = before[max(0, start - SURROUNDINGS) : start], before[start + len(quote) :][:SURROUNDINGS]

    def fits(place: int) -> tuple[float, int]:
        end = place + len(quote)
        left = SequenceMatcher(None, ahead, after[max(0, place - SURROUNDINGS) : place], autojunk=False).ratio()
        right = SequenceMatcher(None, behind, after[end : end + SURROUNDINGS], autojunk=False).ratio()
        return left + right, -abs(place - start)

    best = max(places, key=fits) if len(places) > 1 else places[0]
    return best, best + len(quote)


def new_wording(sentence: str, version: Version) -> str:
    """The sentence of ``version`` that has most words in common with ``sentence``; "" when none is near enough."""
    wanted = _words(sentence)
    best, most = "", 0.0
    for (start, end), words in zip(version.sentences, version.words, strict=True):
        shared = len(wanted & words) / max(len(wanted | words), 1)
        if shared > most:
            best, most = version.text[start:end], shared
    return best if most >= STILL_THE_SENTENCE else ""


def same_words(one: str, other: str) -> bool:
    """Whether two sentences differ in nothing but blanks."""
    return one.split() == other.split()


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}
