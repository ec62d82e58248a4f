"""What the optional model service proposes about evidence: other words to search with, and a passage's stance.

It sees only what is given here, the claim and numbered passages, and can cite nothing else: a number that was not
given, or a reason that is not in the passage word for word, is dropped. Every failure leaves the built-in way as it is.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, Field

from claims.proposing import ModelServiceError, ask, switched_on
from claims.proposing.anchoring import Anchored
from verification.wording import content_stems

log = logging.getLogger(__name__)

Label = Literal["supports", "refutes", "mentions"]

QUERIES = 2
QUERY_CHARACTERS = 200
_QUERIES = """You help to look a claim up. Give at most two search queries, of three to eight words each, that find what
was published on it, with other words than the claim's where others are usual. Form: {"queries": ["", ""]}"""
_STANCES = """You compare passages of sources with one claim. For each passage that says whether the claim is so, give
its "passage" number, "stance" ("supports", "refutes", or "mentions" when it only speaks of the same things) and
"because": the words of that passage which say it, copied exactly. Use nothing but the passages.
Form: {"stances": [{"passage": 1, "stance": "", "because": ""}]}"""


class ProposedQueries(BaseModel):
    queries: list[str] = Field(max_length=20)


class ProposedStance(BaseModel):
    passage: int
    stance: Label
    because: str = Field("", max_length=2_000)


class ProposedStances(BaseModel):
    stances: list[ProposedStance] = Field(max_length=100)


@dataclass(frozen=True, slots=True)
class Cited:
    """A stance, and the words of the passage that it rests on."""

    stance: Label
    because: str


@lru_cache(maxsize=512)
def queries(statement: str, speaker: str) -> tuple[str, ...]:
    """Other words to search with, that have something in common with the claim; none without a service.

    Raises ModelServiceError. The same claim is asked once a process, however many providers want to know.
    """
    if not switched_on("queries"):
        return ()
    answer = ask(_QUERIES, {"claim": statement, "speaker": speaker}, ProposedQueries)
    about = set(content_stems(f"{statement} {speaker}"))
    kept = [" ".join(query.split()) for query in answer.queries]
    fit = [query for query in kept if len(query) <= QUERY_CHARACTERS and about.intersection(content_stems(query))]
    return tuple(dict.fromkeys(fit))[:QUERIES]


def stances(statement: str, passages: Sequence[str]) -> list[Cited | None]:
    """For each passage what the service says of it, None where it says nothing that holds. Raises ModelServiceError."""
    found: list[Cited | None] = [None] * len(passages)
    if not passages or not switched_on("stance"):
        return found
    given = [{"number": number, "text": text} for number, text in enumerate(passages, 1)]
    for one in ask(_STANCES, {"claim": statement, "passages": given}, ProposedStances).stances:
        if not 1 <= one.passage <= len(passages):
            log.info("the model service cited passage %s, which it was not given", one.passage)
            continue
        text = passages[one.passage - 1]
        place = Anchored(text).place(one.because)
        if place is not None:
            found[one.passage - 1] = Cited(one.stance, text[slice(*place)])
    return found


__all__ = ["Cited", "ModelServiceError", "queries", "stances"]
