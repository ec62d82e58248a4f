"""Where the optional model service may have a say in gathering: other words when nothing was found, and stances.

What it says is a proposal like every other here; its silence or failure changes nothing but a line that tells of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from claims.models import Claim
from verification import proposing
from verification.gathering.budget import Spent
from verification.gathering.pacing import NotYet
from verification.models import Evidence
from verification.providers import Answer

# Not calibrated on any data of this house: "rather so than not", and never the top of the page by itself.
PROPOSED_SCORE = 0.6


def in_other_words(answer: Answer, claim: Claim, asked: Callable[[str], Answer]) -> Answer:
    """An answer without hits, tried again in the words that the service proposes; what was asked is all kept."""
    try:
        proposed = proposing.queries(claim.statement, claim.speaker)
    except proposing.ModelServiceError as error:
        return replace(answer, incomplete=_and(answer.incomplete, f"No other words to search with: {error.message}"))
    for words in proposed:
        try:
            again = asked(words)
        except (NotYet, Spent):
            return answer  # what was asked first stands; the provider's pace and share come first
        answer = replace(again, queries=(*answer.queries, *again.queries))
        if answer.hits:
            break
    return answer


def second_opinion(statement: str, weighed: Sequence[Evidence]) -> None:
    """Lets the service propose the stance of the passages of one document, in place.

    It is followed where no check of ours speaks against it: a passage whose number, date, name or negation differs
    does not support the claim, whoever says so.
    """
    try:
        cited = proposing.stances(statement, [evidence.passage for evidence in weighed])
    except proposing.ModelServiceError as error:
        for evidence in weighed:
            evidence.reasons = [*evidence.reasons, {"feature": f"model_service_{error.code}", "weight": 0.0}]
        return
    for evidence, one in zip(weighed, cited, strict=True):
        if one is None:
            continue
        differs = any(not check["agrees"] for check in evidence.checks)
        told = {"feature": f"model_service_says_{one.stance}", "weight": 0.0, "because": one.because}
        if one.stance != evidence.stance and not (differs and one.stance == "supports"):
            evidence.stance, evidence.score = one.stance, PROPOSED_SCORE
            told["weight"] = 1.0
        evidence.reasons = [told, *evidence.reasons]


def _and(one: str, other: str) -> str:
    return f"{one} {other}".strip()
