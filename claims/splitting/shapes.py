"""What splitting returns. All offsets count Unicode code points of the text that was given to ``split``.

``text[claim.start:claim.end] == claim.quote`` holds for every claim; ``start`` is inclusive, ``end`` exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Span = tuple[int, int]

KINDS = ("quantity", "event", "quote", "comparison", "cause", "law", "prediction")


@dataclass(frozen=True, slots=True)
class Reason:
    """One readable feature and what it added to (or took from) the log-odds of being worth a check."""

    feature: str
    weight: float


@dataclass(frozen=True, slots=True)
class Entity:
    """A named thing inside a claim; ``type`` is the model's own label (PERSON, ORG, GPE, DATE ...)."""

    text: str
    type: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: how much it is worth checking (0 to 1) and whether it states anything checkable at all."""

    start: int
    end: int
    checkworthiness: float
    checkable: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement, anchored in the text.

    ``attribution`` is ``quoted`` (the speaker's own words), ``reported`` (the article tells what was said) or
    ``author`` (the article says it itself). ``open_questions`` names what a reader cannot settle from the text; it is
    empty unless ``ambiguous``. ``sentence`` is an index into ``Split.sentences``. ``measures`` are what the weights of
    check-worthiness were multiplied with: kept to fit them again, and no part of the JSON.
    """

    start: int
    end: int
    quote: str
    statement: str
    speaker: str
    attribution: str
    cue: str
    kinds: tuple[str, ...]
    checkworthiness: float
    reasons: tuple[Reason, ...]
    ambiguous: bool
    open_questions: tuple[str, ...]
    entities: tuple[Entity, ...]
    sentence: int
    measures: Mapping[str, float] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Attribution:
    """One piece of attributed speech, thought or writing; ``source`` and ``cue`` are None where the text has none."""

    source: Span | None
    cue: Span | None
    content: Span
    speaker: str


@dataclass(frozen=True, slots=True)
class Split:
    """Everything that was found in one text, each list in the order of the text."""

    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]
    attributions: tuple[Attribution, ...]


def claim_to_json(claim: Claim) -> dict[str, Any]:
    """The claim object of the contract (2.1), ready for ``json.dumps``."""
    return {
        "start": claim.start,
        "end": claim.end,
        "quote": claim.quote,
        "statement": claim.statement,
        "speaker": claim.speaker,
        "attribution": claim.attribution,
        "cue": claim.cue,
        "kinds": list(claim.kinds),
        "checkworthiness": claim.checkworthiness,
        "reasons": [{"feature": r.feature, "weight": r.weight} for r in claim.reasons],
        "ambiguous": claim.ambiguous,
        "open_questions": list(claim.open_questions),
        "entities": [{"text": e.text, "type": e.type, "start": e.start, "end": e.end} for e in claim.entities],
    }


def to_json(split: Split) -> dict[str, Any]:
    """``sentences``, ``claims`` and ``attributions`` exactly as the contract (2.1) writes them."""
    return {
        "sentences": [
            {"start": s.start, "end": s.end, "checkworthiness": s.checkworthiness, "checkable": s.checkable}
            for s in split.sentences
        ],
        "claims": [claim_to_json(claim) for claim in split.claims],
        "attributions": [
            {
                "source": _pair(a.source),
                "cue": _pair(a.cue),
                "content": _pair(a.content),
                "speaker": a.speaker,
            }
            for a in split.attributions
        ],
    }


def _pair(span: Sequence[int] | None) -> list[int] | None:
    return None if span is None else list(span)
