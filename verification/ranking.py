"""The passages of a document that speak to a claim.

Sentences are first scored by BM25 over the claim's words inside the one document, with three additions: names and
figures weigh more, a sentence's neighbours lend it a little, and words that stand next to each other in the claim count
again when they do so in the sentence. What a reader would still add to that is a second look by a few features of each
sentence: what it covers, what it adds to the best one, what stands beside it. Their weights are a logistic regression
fitted on WiCE (Kamoi et al. 2023; ODC-BY), whose readers marked every sentence that bears on a claim; docs/quality.md.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from verification.checks import names
from verification.wording import Word, content_stems, is_content, is_figure, is_name, sentences, words

K1 = 1.2
B = 0.6
NEIGHBOUR_SHARE = 0.15
PAIR_WEIGHT = 0.35
NAME_WEIGHT = 1.3
FIGURE_WEIGHT = 1.5
# Shorter passages take in the sentence after them, which is where pronouns get their "because".
SHORT_PASSAGE = 90
LONGEST_PASSAGE = 600
DOCUMENT_CHARACTERS = 200_000
FEW_SHARED, SHARE_OF_FEW, MANY_SHARED = 2, 0.2, 3
# A passage that is farther from the question in meaning (cosine) only has words in common with it, unless these are
# such a share of it and so many of them no names, a figure counting twice. Of 100 documents that four labelled sets
# call relevant one or two are lost so (docs/quality.md).
NEAR_ENOUGH, SHARE_ENOUGH, OTHER_THAN_NAMES = 0.35, 0.35, 3
_BIAS = -0.794
_SECOND_LOOK = {
    "best_share": 1.902,  # of the first score of the document's best sentence
    "first_score": 1.07,  # in tens
    "place": 0.943,  # 1 for the best by the first score, 1/2 for the next …
    "covers": -2.142,  # share of the claim's weight; what it adds to the best one's is "share_covers" and "adds"
    "covers_names": 0.177,
    "covers_figures": 1.091,
    "share_covers": 2.141,
    "length": -0.109,  # log of its content words
    "precise": -1.034,  # share of its content words that are the claim's
    "adds": 5.362,  # share of the claim's weight that the best sentence lacks
    "before": 0.136,  # best_share of the sentence before, and after
    "after": 0.656,
    "near": 0.637,  # at most two sentences from the best
    "ends": 0.431,  # like a sentence, and not like a heading or a table's cell
    "early": 0.033,  # 1 for the first piece of the document, 1/2 for the second …
    "deep": -1.456,  # 0 for the first piece of the document, nearly 1 for the last: lists and other stories come last
    "among": -0.507,  # log of the number of pieces: of many, fewer are evidence
}
_ENDS = re.compile(r"[.!?”\"]\s*$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document: ``document[start:end] == text``; the score grows with the match."""

    start: int
    end: int
    text: str
    score: float


def best_passages(question_text: str, document_text: str, limit: int = 2) -> list[Passage]:
    """The ``limit`` passages nearest to the question, best first, not overlapping; none where no word is shared."""
    document = document_text[:DOCUMENT_CHARACTERS]
    spans = _split_long(document, sentences(document))
    scores = scores_of(question_text, [document[start:end] for start, end in spans])
    order = sorted((i for i, score in enumerate(scores) if score > 0), key=lambda i: (-scores[i], i))
    taken: list[Passage] = []
    for i in order:
        for start, end in (_widened(document, spans, i), spans[i]):
            if not any(start < passage.end and passage.start < end for passage in taken):
                taken.append(Passage(start, end, document[start:end], round(scores[i], 4)))
                break
        if len(taken) == limit:
            break
    return taken


def speaks_to(question_text: str, passage_text: str) -> bool:
    """Whether a passage shares enough with the question to be shown at all: three words, or two and a fifth of it.

    One shared word ("report", "police") is chance; showing it would cost a reviewer's time and count as a mention.
    """
    shared = _shared(question_text, passage_text)
    if len(shared) >= min(MANY_SHARED, len(_weights(question_text))):
        return True
    return len(shared) >= FEW_SHARED and _share(question_text, shared) >= SHARE_OF_FEW


def only_shares(question_text: str, passages: Sequence[tuple[str, float | None]]) -> list[str]:
    """Where nothing but words joins a document to the question: those words, in the question's order; else none.

    ``passages`` are the document's best, each with its nearness in meaning; where that is not known, words alone cannot
    tell, and every document is taken to be about the question.
    """
    shared: set[str] = set()
    for text, near in passages:
        own = _shared(question_text, text)
        if near is None or near >= NEAR_ENOUGH:
            return []
        others = own - _names(question_text)
        figures = sum(stem[0].isdigit() for stem in others)
        if _share(question_text, own) >= SHARE_ENOUGH and len(others) + figures >= OTHER_THAN_NAMES:
            return []
        shared |= own
    return list({word.stem: word.form for word in reversed(words(question_text)) if word.stem in shared}.values())[::-1]


def _shared(question_text: str, passage_text: str) -> set[str]:
    return set(content_stems(passage_text)).intersection(_weights(question_text))


def _names(text: str) -> frozenset[str]:
    return frozenset().union(*(name.stems for name in names.find(text, words(text))))


def _share(question_text: str, shared: set[str]) -> float:
    """What the shared words weigh, of all of the question's."""
    query = _weights(question_text)
    return sum(query[stem] for stem in shared) / (sum(query.values()) or 1.0)


def scores_of(question_text: str, pieces: Sequence[str]) -> list[float]:
    """How well each piece (sentences of one document, in order) answers the question; 0 where no word is shared.

    Above 0 it is the probability, by the second look, that a reader takes the piece for evidence.
    """
    query = _weights(question_text)
    if not query or not pieces:
        return [0.0] * len(pieces)
    stems = [content_stems(piece) for piece in pieces]
    first = _first_scores(query, _pairs(question_text), stems)
    order = sorted((i for i, score in enumerate(first) if score > 0), key=lambda i: (-first[i], i))
    scores = [0.0] * len(pieces)
    if order:
        named, figures = ({s for s, own in query.items() if own == kind} for kind in (NAME_WEIGHT, FIGURE_WEIGHT))
        best = _Best(query, named, figures, first, set(stems[order[0]]), order[0])
        for place, i in enumerate(order):
            scores[i] = _second_look(best, i, place, stems[i], ends=bool(_ENDS.search(pieces[i])))
    return scores


@dataclass(frozen=True, slots=True)
class _Best:
    """The best sentence by the first score, against which the others are seen, and the claim's names and figures."""

    query: Mapping[str, float]
    names: set[str]
    figures: set[str]
    first: list[float]
    stems: set[str]
    at: int

    def share(self, i: int) -> float:
        """The first score of sentence i as a share of the best one's; 0 beyond the ends of the document."""
        return self.first[i] / self.first[self.at] if 0 <= i < len(self.first) else 0.0


def _second_look(best: _Best, i: int, place: int, stems: Sequence[str], *, ends: bool) -> float:
    query, total = best.query, sum(best.query.values())
    own = set(stems)
    shared = own & query.keys()
    covers = sum(query[stem] for stem in shared) / total
    found = {
        "best_share": best.share(i),
        "first_score": best.first[i] / 10,
        "place": 1 / (1 + place),
        "covers": covers,
        "covers_names": len(shared & best.names) / max(len(best.names), 1),
        "covers_figures": len(shared & best.figures) / max(len(best.figures), 1),
        "share_covers": best.share(i) * covers,
        "length": math.log1p(len(own)),
        "precise": len(shared) / max(len(own), 1),
        "adds": sum(query[stem] for stem in shared - best.stems) / total,
        "before": best.share(i - 1),
        "after": best.share(i + 1),
        "near": float(abs(i - best.at) <= 2),
        "ends": float(ends),
        "early": 1 / (1 + i),
        "deep": i / len(best.first),
        "among": math.log1p(len(best.first)),
    }
    logit = _BIAS + sum(_SECOND_LOOK[name] * value for name, value in found.items())
    return 1 / (1 + math.exp(-logit))


def _first_scores(
    query: Mapping[str, float], pairs: set[tuple[str, str]], stems: Sequence[Sequence[str]]
) -> list[float]:
    inside = [Counter(stem for stem in piece if stem in query) for piece in stems]
    average = max(sum(map(len, stems)) / len(stems), 1.0)
    frequency = Counter(stem for counts in inside for stem in counts)
    rarity = {stem: math.log(1 + (len(stems) - df + 0.5) / (df + 0.5)) + 0.2 for stem, df in frequency.items()}
    own: list[float] = []
    for piece, counts in zip(stems, inside, strict=True):
        norm = K1 * (1 - B + B * len(piece) / average)
        score = sum(query[s] * rarity[s] * n * (K1 + 1) / (n + norm) for s, n in counts.items())
        if score:
            together = pairs.intersection(pairwise(piece))
            score += PAIR_WEIGHT * sum(rarity.get(a, 0.0) + rarity.get(b, 0.0) for a, b in together)
        own.append(score)
    return [
        score and score + NEIGHBOUR_SHARE * ((own[i - 1] if i else 0.0) + (own[i + 1] if i + 1 < len(own) else 0.0)) / 2
        for i, score in enumerate(own)
    ]


@lru_cache(maxsize=64)
def _weights(text: str) -> Mapping[str, float]:
    weights: dict[str, float] = {}
    previous_end = 0
    for word in words(text):
        if is_content(word):
            weights[word.stem] = max(weights.get(word.stem, 0.0), _weight(word, previous_end, text))
        previous_end = word.end
    return weights


def _weight(word: Word, previous_end: int, text: str) -> float:
    if is_figure(word):
        return FIGURE_WEIGHT
    return NAME_WEIGHT if is_name(word, previous_end, text) else 1.0


def _pairs(text: str) -> set[tuple[str, str]]:
    return set(pairwise(content_stems(text)))


def _widened(document: str, spans: Sequence[tuple[int, int]], i: int) -> tuple[int, int]:
    """A very short sentence with the one after it, where both stand in one paragraph."""
    start, end = spans[i]
    if end - start < SHORT_PASSAGE and i + 1 < len(spans):
        next_start, next_end = spans[i + 1]
        if next_end - start <= LONGEST_PASSAGE and "\n" not in document[end:next_start]:
            return start, next_end
    return start, end


def _split_long(document: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Tables and lists without full stops become pieces of readable length, cut between words."""
    pieces: list[tuple[int, int]] = []
    for start, end in spans:
        while end - start > LONGEST_PASSAGE:
            cut = document.rfind(" ", start + LONGEST_PASSAGE // 2, start + LONGEST_PASSAGE)
            cut = cut if cut > 0 else start + LONGEST_PASSAGE
            pieces.append((start, cut))
            start = cut + (document[cut : cut + 1] == " ")
        if end > start:
            pieces.append((start, end))
    return pieces
