"""Does a passage support a claim, refute it, or only mention its subject?

A proposal for the reviewer, made of features that can be read (how much of the claim the passage covers, whether
figures, dates, names and negation agree, opposed words, words that deny or hold back) and, where it is there, of a
small model that has read many pairs. Most passages of a search only mention the subject, so the burden of proof lies on
the other two.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from claims.meaning import MeaningUnavailableError, embed
from verification.checks import Check, checks_for
from verification.stance.features import features
from verification.stance.pair_model import loaded
from verification.stance.parts import telling_part, without_source
from verification.stance.weighing import LABELS, Reason, Shares, Stance, weigh

if TYPE_CHECKING:
    from claims.meaning.model import Vectors

__all__ = ["LABELS", "Reason", "Shares", "Stance", "nearnesses", "stance_of", "stances_of"]


def stance_of(claim: str, passage: str, checks: tuple[Check, ...] | None = None) -> Stance:
    """The stance of ``passage`` to ``claim``; ``checks`` saves making them again."""
    return stances_of(claim, [passage], None if checks is None else [checks])[0]


def stances_of(claim: str, passages: Sequence[str], checks: Sequence[tuple[Check, ...]] | None = None) -> list[Stance]:
    """The stance of each passage to ``claim``, in order; one run of the model for all of them."""
    made = [checks_for(claim, "", passage) for passage in passages] if checks is None else checks
    model = loaded()
    read: Sequence[Shares | None] = model.shares(claim, passages) if model else [None] * len(passages)
    fact = without_source(claim)
    return [
        weigh(features(fact, passage, found), near, shares)
        for passage, found, near, shares in zip(passages, made, nearnesses(fact, passages), read, strict=True)
    ]


def nearnesses(claim: str, passages: Sequence[str]) -> list[float | None]:
    """The cosine of the claim's meaning and each passage's, or that of the part which tells the claim, if it is higher.

    None where the desk runs without the embedding model.
    """
    try:
        return [
            max(_nearness(claim, text) for text in (passage, telling_part(claim, passage)) if text)
            for passage in passages
        ]
    except MeaningUnavailableError:
        return [None] * len(passages)


def _nearness(claim: str, text: str) -> float:
    return float(_meaning(claim) @ embed([text])[0])


@lru_cache(maxsize=64)
def _meaning(claim: str) -> Vectors:
    vector: Vectors = embed([claim])[0]
    return vector
