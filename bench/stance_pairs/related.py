"""Pairs with one word put in the place of another of its kind: "in humans" for "in animals", "trial" for "survey".

The words come from the texts themselves; two are of one kind where their meanings (the product's own embeddings) are
near, but not so near that one may stand for the other.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from claims.meaning import embed
from stance_pairs import Pair, sets
from stance_pairs.swaps import dropped, reworded
from verification.wording import is_content, stem, words

WORDS, SEEN, NEAREST = 4000, 3, 12
NEAR, SAME = 0.36, 0.66
_ENDINGS = ("ing", "ed", "ly", "ies", "s", "ion", "ity", "al", "ous", "ive", "er", "")


class Related:
    """The neighbours of each common word of some texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update(re.findall(r"(?<![\w'’-])[a-z]{4,}(?![\w'’-])", text))
        common = [word for word, count in counts.most_common(WORDS) if count >= SEEN and _content(word)]
        vectors = embed(common)
        alike = vectors @ vectors.T
        self._near: dict[str, list[str]] = {}
        for i, word in enumerate(common):
            order = np.argsort(-alike[i])[: 6 * NEAREST].tolist()
            kept = [
                common[j]
                for j in order
                if NEAR < alike[i, j] < SAME and _ending(common[j]) == _ending(word) and stem(common[j]) != stem(word)
            ]
            if kept:
                self._near[word] = kept[:NEAREST]

    def swap(self, chance: random.Random, text: str) -> str:
        """The text with one word changed; "" where none can be."""
        places = [match for match in re.finditer(r"[a-z]+", text) if match.group() in self._near]
        if not places:
            return ""
        match = chance.choice(places)
        return text[: match.start()] + chance.choice(self._near[match.group()]) + text[match.end() :]


def make(chance: random.Random, data: Path, count: int, hold_out: float) -> Iterator[Pair]:
    """Claims with one word changed, against the passage that supports the unchanged one, and as many left unchanged."""
    supported = [(claim, passage) for claim, passage in _supported(chance, data, hold_out)]
    related = Related(text for pair in supported for text in pair)
    for claim, passage in (chance.choice(supported) for _ in range(count)):
        said = reworded(chance, dropped(chance, claim) or claim)
        if chance.random() < 0.45:
            yield Pair(said, passage, "supports", "related-same")
            continue
        changed = related.swap(chance, said)
        if changed:
            yield Pair(changed, passage, "refutes", "related")


def _supported(chance: random.Random, data: Path, hold_out: float) -> Iterator[tuple[str, str]]:
    """Claims with a passage that supports them: read ones many times over, plain sentences amid their neighbours."""
    for pair in sets.snippets(data, hold_out):
        if pair.label == "supports":
            yield from [(pair.claim, pair.passage)] * 8
    for pair in sets.cited(chance, data, hold_out):
        if pair.label == "supports":
            yield from [(pair.claim, pair.passage)] * 8
    for pair in sets.facts(chance, data, 0):
        if pair.label == "supports":
            yield pair.claim, pair.passage
    for pair in sets.captions(data):
        yield from [(pair.claim, pair.passage)] * 4
    for piece, before, after in sets.pieces(chance, data):
        yield piece, " ".join(filter(None, (before, piece, after))) if chance.random() < 0.6 else piece


def _content(word: str) -> bool:
    found = words(word)
    return bool(found) and is_content(found[0])


def _ending(word: str) -> str:
    return next(ending for ending in _ENDINGS if word.endswith(ending))
