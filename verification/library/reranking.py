"""The order of the first few dozen documents, by all words of the query.

The engines find candidates by the rarer words. Here each candidate is scored by BM25 over every word, and once more by
its best stretch: a page that has the words together answers better than one that has them far apart. Only the asked
words are looked for in a text, by plain substring search, so that it need not be split into words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from verification.wording import forms_of, stem

K1 = 1.2
B = 0.75
TITLE_SHARE = 0.4
STRETCH = 400
STRETCH_SHARE = 0.3
READ_CHARACTERS = 30_000
_WORD = re.compile(r"\w*(?:[.,]\d+)*")


def scores(
    asked: Sequence[str], counts: Mapping[str, int], total: int, documents: Sequence[tuple[str, str]]
) -> list[float]:
    """How well each (title, text) answers the asked words; each word is in ``counts[word]`` of ``total`` documents."""
    rarity = {stem(w): math.log(1 + (max(total, counts[w]) - counts[w] + 0.5) / (counts[w] + 0.5)) for w in asked}
    if not rarity or not documents:
        return [0.0] * len(documents)
    beginnings = {root: forms_of(root) for root in rarity}
    average = max(sum(min(len(text), READ_CHARACTERS) for _, text in documents) / len(documents), 1.0)
    return [_score(rarity, beginnings, title, text[:READ_CHARACTERS], average) for title, text in documents]


def _score(
    rarity: Mapping[str, float], beginnings: Mapping[str, set[str]], title: str, text: str, average: float
) -> float:
    found = _places(beginnings, text.lower())
    norm = K1 * (1 - B + B * len(text) / average)
    score = sum(rarity[root] * n * (K1 + 1) / (n + norm) for root, n in Counter(r for _, r in found).items())
    headed = {root for _, root in _places(beginnings, title.lower())}
    return score + TITLE_SHARE * sum(rarity[root] for root in headed) + STRETCH_SHARE * _best_stretch(rarity, found)


def _places(beginnings: Mapping[str, set[str]], text: str) -> list[tuple[int, str]]:
    """Where each root stands in the lower-case text, in order."""
    found: set[tuple[int, str]] = set()
    for root, forms in beginnings.items():
        for form in forms:
            at = text.find(form)
            while at >= 0:
                if (not at or not text[at - 1].isalnum()) and stem(_word(text, at)) == root:
                    found.add((at, root))
                at = text.find(form, at + len(form))
    return sorted(found)


def _best_stretch(rarity: Mapping[str, float], found: list[tuple[int, str]]) -> float:
    """The most that the distinct words inside any ``STRETCH`` characters weigh."""
    inside: Counter[str] = Counter()
    best = weight = 0.0
    first = 0
    for at, root in found:
        if not inside[root]:
            weight += rarity[root]
        inside[root] += 1
        while at - found[first][0] > STRETCH:
            gone = found[first][1]
            inside[gone] -= 1
            if not inside[gone]:
                weight -= rarity[gone]
            first += 1
        best = max(best, weight)
    return best


def _word(text: str, at: int) -> str:
    match = _WORD.match(text, at)
    return match.group() if match else ""
