"""Does a headline belong to an article at all, and what does the article make of it?

The headline's words are looked for in the whole article, rare ones counting more (BM25, divided by what a perfect match
would reach); weights and threshold come from half of the Fake News Challenge's development pairs.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from verification.stance.cues import headline_denies, headline_holds_back, times_held_back
from verification.wording import content_stems

K1, B = 1.2, 0.75
# Towards "belongs": the match, the rarest shared word, the share of words found; and the bias.
MATCH, RAREST, SHARE, BIAS = 12.6, 1.0, -5.2, -7.04
# An article that tells a story as a fact holds back at most so often in its first characters, and in the passages that
# are nearest to the headline. Found on half of 1,200 development pairs, the same on the other half.
OPENING, IN_OPENING, IN_PASSAGES = 600, 1, 2


class Collection:
    """How rare each word is in a collection of articles, and how long they are."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        frequency: Counter[str] = Counter()
        total = count = 0
        for stems in texts:
            frequency.update(set(stems))
            total += len(stems)
            count += 1
        self.average = max(total / max(count, 1), 1.0)
        self._rarity = {stem: math.log(1 + count / (1 + df)) for stem, df in frequency.items()}
        self._rarest = math.log(1 + max(count, 1))

    def rarity(self, stem: str) -> float:
        return self._rarity.get(stem, self._rarest)


def belongs(headline: str, article: Mapping[str, int], length: int, collection: Collection) -> float:
    """How surely (log-odds) a headline belongs to an article, given as counts of its stems and their number."""
    wanted = dict.fromkeys(content_stems(headline))
    weights = {stem: collection.rarity(stem) for stem in wanted}
    total = sum(weights.values())
    if not total:
        return BIAS
    norm = K1 * (1 - B + B * length / collection.average)
    shared = [stem for stem in wanted if stem in article]
    match = sum(weights[s] * article[s] * (K1 + 1) / (article[s] + norm) for s in shared) / total
    rarest = max((weights[stem] for stem in shared), default=0.0)
    return MATCH * match + RAREST * rarest + SHARE * len(shared) / len(wanted) + BIAS


def told_as_fact(headline: str, article: str, passages: Sequence[str]) -> bool:
    """Whether an article, of which these are the passages nearest to the headline, vouches for what the headline says.

    Most articles only pass a story on; one that vouches for it does so from its first lines.
    """
    return (
        headline_holds_back(headline) != "hedged"
        and not headline_denies(headline)
        and times_held_back(article[:OPENING]) <= IN_OPENING
        and sum(map(times_held_back, passages)) <= IN_PASSAGES
    )
