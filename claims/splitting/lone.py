"""One statement that somebody sent in by itself: read as an article is, and left whole.

It is never cut, reworded or thrown away. What the splitting finds in it (its clauses, or at least its sentences) is put
together: all kinds, names and open questions; the check-worthiness of what is most worth a check.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from claims.splitting import checkworthiness, parsing
from claims.splitting.analysis import CHECKABLE_FROM, PIECE, Draft, SplitInput, analyse, draft_of, parsed
from claims.splitting.kinds import kinds_of
from claims.splitting.names import entities
from claims.splitting.parsing import Piece
from claims.splitting.shapes import KINDS, Claim, Entity, Reason

# What keeps an opinion, a question or a greeting from a high score, however much it reads like a claim.
NOT_CHECKABLE = "not_checkable"


@dataclass(frozen=True, slots=True)
class Statement:
    """What reading a statement gives; names and meaning as those of a claim (claims.splitting.shapes).

    ``entities`` count the code points of the statement. ``checkable`` is whether any of it states something.
    """

    kinds: tuple[str, ...]
    checkworthiness: float
    reasons: tuple[Reason, ...]
    measures: Mapping[str, float]
    ambiguous: bool
    open_questions: tuple[str, ...]
    entities: tuple[Entity, ...]
    checkable: bool


def read_statements(items: Iterable[SplitInput]) -> Iterator[Statement]:
    """What each statement says, in order."""
    for draft in parsed([draft_of(item) for item in items]):
        yield _read(draft)


def assess_sentences(sentences: Iterable[str]) -> Iterator[checkworthiness.Assessment]:
    """How checkable and how worth checking single sentences are, in order."""
    texts = [sentence.replace("\n", " ") for sentence in sentences]
    whole = (Piece(text[:PIECE], 0, [(0, len(text))]) for text in texts)
    for found in parsing.parse(whole):
        yield checkworthiness.assess([word for words in found for word in words])


def _read(draft: Draft) -> Statement:
    found = analyse(draft)
    questions = tuple(dict.fromkeys(question for claim in found.claims for question in claim.open_questions))
    worth, reasons, measures, checkable = _best(found.claims) if found.claims else _as_it_is(draft)
    kinds = {kind for claim in found.claims for kind in claim.kinds} if found.claims else _kinds(draft)
    return Statement(
        kinds=tuple(kind for kind in KINDS if kind in kinds),
        checkworthiness=round(worth, 4),
        reasons=reasons,
        measures=measures,
        ambiguous=any(claim.ambiguous for claim in found.claims),
        open_questions=questions,
        entities=tuple(
            entity for sent in draft.sentences for entity in entities(sent.words, draft.text, (sent.start, sent.end))
        ),
        checkable=checkable,
    )


_Worth = tuple[float, tuple[Reason, ...], Mapping[str, float], bool]


def _best(claims: Iterable[Claim]) -> _Worth:
    best = max(claims, key=lambda claim: claim.checkworthiness)
    return best.checkworthiness, best.reasons, best.measures, True


def _as_it_is(draft: Draft) -> _Worth:
    """Of a statement in which no claim was found: its best sentence, and what is wrong with it."""
    rated = [checkworthiness.assess(sent.words, draft.weights) for sent in draft.sentences]
    if not rated:
        rated = [checkworthiness.assess([], draft.weights)]
    best = max(rated, key=lambda one: (one.checkable >= CHECKABLE_FROM, one.worth))
    if best.checkable >= CHECKABLE_FROM:
        return best.worth, best.reasons, best.measures, True
    worth = best.worth * best.checkable
    taken = Reason(NOT_CHECKABLE, round(_log_odds(worth) - _log_odds(best.worth), 3))
    return worth, (taken, *best.reasons[:5]), best.measures, False


def _kinds(draft: Draft) -> set[str]:
    return {
        kind
        for sent in draft.sentences
        for kind in kinds_of(sent.words, draft.text[sent.start : sent.end], quoted=False)
    }


def _log_odds(chance: float) -> float:
    inside = min(max(chance, 1e-6), 1 - 1e-6)
    return math.log(inside / (1 - inside))
