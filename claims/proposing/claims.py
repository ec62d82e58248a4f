"""A proposed splitting of an article, held against its text.

What is kept stands in the article: the quotation at its exact place, every figure and longer word of the statement, the
speaker's name. Scores, kinds and entities are never the service's: they come from the built-in way. Claims that the
built-in way thinks worth a check stay, whether or not the service names them, so that neither a lazy model nor an
article that talks to it can hide one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from time import monotonic
from typing import Any, Literal

from django.conf import settings
from pydantic import BaseModel, Field

from claims.proposing.anchoring import Anchored, Span
from claims.proposing.service import ModelServiceError, ask, switched_on
from claims.splitting import Claim, Split, assess_sentences
from claims.splitting.checkworthiness import Assessment

# A part goes out in one question; an article longer than the whole is left to the built-in way.
PART_CHARACTERS = 6_000
WHOLE_CHARACTERS = 60_000
WORTH_KEEPING = 0.5
_MOST_A_PART = 400
_INSTRUCTION = """You split news text into claims that a fact-checker could look up: single statements about the world.
For each give "quote": the words of the article that say it, copied exactly, one piece; "statement": one sentence that
says it by itself, with pronouns replaced by the names the article gives and no word that the article does not have;
"speaker": the full name of who said it as the article gives it, "" for the article itself; "attribution": "quoted"
for their own words, "reported" for what is told of them, "author" for the article itself; "open_questions": what the
text leaves open about who, what or when, none if nothing is. Opinions, questions and greetings are no claims.
Form: {"claims": [{"quote": "", "statement": "", "speaker": "", "attribution": "", "open_questions": []}]}"""


class ProposedClaim(BaseModel):
    quote: str = Field(min_length=1, max_length=3_000)
    statement: str = Field(min_length=1, max_length=2_000)
    speaker: str = Field("", max_length=300)
    attribution: Literal["quoted", "reported", "author"] = "author"
    open_questions: list[str] = Field(default_factory=list, max_length=10)


class ProposedClaims(BaseModel):
    claims: list[ProposedClaim] = Field(max_length=_MOST_A_PART)


@dataclass(slots=True)
class Told:
    """What became of a proposal, as the article's page and the trail tell it."""

    model: str
    used: bool = False
    why_not: str = ""
    code: str = ""
    proposed: int = 0
    kept: int = 0
    not_in_article: int = 0
    invented: int = 0
    put_back: int = 0

    def record(self) -> dict[str, Any]:
        return asdict(self)


def propose_claims(text: str, title: str, found: Split) -> tuple[Split, dict[str, Any]]:
    """The splitting with what the service proposed in place of ``found``, and what to tell; ``found`` where it fails.

    Without a service, ``found`` and nothing to tell. Never raises for what the service does or says.
    """
    if not switched_on("split"):
        return found, {}
    told = Told(model=settings.LLM_MODEL)
    try:
        proposals = _asked(text, title)
    except ModelServiceError as error:
        told.why_not, told.code = error.message, error.code
        return found, told.record()
    told.proposed = len(proposals)
    claims = _kept(proposals, text, title, found, told)
    if not claims:
        told.why_not, told.code = "Nothing that the model service proposed stands in the article.", "nothing"
        return found, told.record()
    told.used, told.kept = True, len(claims)
    back = [claim for claim in found.claims if claim.checkworthiness >= WORTH_KEEPING and not _covered(claim, claims)]
    told.put_back = len(back)
    whole = sorted([*claims, *back], key=lambda claim: (claim.start, claim.end))
    return replace(found, claims=tuple(whole)), told.record()


def _asked(text: str, title: str) -> list[ProposedClaim]:
    """One question a part, all of them within LLM_TIMEOUT."""
    if len(text) > WHOLE_CHARACTERS:
        raise ModelServiceError("The article is too long for the model service.", code="too_long")
    ends = monotonic() + settings.LLM_TIMEOUT
    proposals: list[ProposedClaim] = []
    for start, end in _parts(text):
        left = ends - monotonic()
        if left <= 0:
            raise ModelServiceError("The model service did not answer in time.", code="timeout")
        given = {"title": title, "article": text[start:end]}
        proposals += ask(_INSTRUCTION, given, ProposedClaims, seconds=left).claims
    return proposals


def _parts(text: str) -> list[Span]:
    """Paragraphs together up to PART_CHARACTERS; a longer one is cut at a blank."""
    parts: list[Span] = []
    start = 0
    while start < len(text):
        end = min(start + PART_CHARACTERS, len(text))
        if end < len(text):
            for mark in ("\n", ". ", " "):
                cut = text.rfind(mark, start + PART_CHARACTERS // 2, end)
                if cut > 0:
                    end = cut + len(mark)
                    break
        parts.append((start, end))
        start = end
    return parts


def _kept(proposals: Sequence[ProposedClaim], text: str, title: str, found: Split, told: Told) -> list[Claim]:
    """The proposals that stand in the article, as claims in the order of the text; the others are counted."""
    article, words = Anchored(text), Anchored(f"{title}\n{text}")
    placed: list[tuple[Span, ProposedClaim]] = []
    after = 0
    for proposal in proposals:
        place = article.place(proposal.quote, after)
        if place is None:
            told.not_in_article += 1
        elif words.foreign_words(proposal.statement) or (proposal.speaker and _unknown(proposal.speaker, words)):
            told.invented += 1
        elif not any(place == there and proposal.statement == other.statement for there, other in placed):
            placed.append((place, proposal))
            after = place[0]
    placed.sort(key=lambda one: one[0])
    measured = assess_sentences([proposal.statement for _, proposal in placed])
    claims = [_claim(text, place, one, worth, found) for (place, one), worth in zip(placed, measured, strict=True)]
    return [claim for claim in claims if claim is not None]


def _unknown(speaker: str, words: Anchored) -> bool:
    return bool(words.foreign_words(speaker)) or words.place(speaker.split()[-1]) is None


def _claim(text: str, place: Span, proposal: ProposedClaim, worth: Assessment, found: Split) -> Claim | None:
    """The proposal with everything that is not the service's to say; None where no sentence holds it."""
    start, end = place
    sentence = next((i for i, one in enumerate(found.sentences) if one.start < end and start < one.end), None)
    if sentence is None:
        return None
    near = max(
        (claim for claim in found.claims if claim.start < end and start < claim.end),
        key=lambda claim: min(end, claim.end) - max(start, claim.start),
        default=None,
    )
    questions = tuple(question[:300] for question in proposal.open_questions)
    speaker = " ".join(proposal.speaker.split())
    return Claim(
        start=start,
        end=end,
        quote=text[start:end],
        statement=" ".join(proposal.statement.split()),
        speaker=speaker,
        attribution=proposal.attribution if speaker else "author",
        cue=near.cue if near and near.speaker == speaker else "",
        kinds=near.kinds if near else (),
        checkworthiness=worth.worth,
        reasons=worth.reasons,
        ambiguous=bool(questions),
        open_questions=questions,
        entities=tuple(e for e in (near.entities if near else ()) if start <= e.start and e.end <= end),
        sentence=sentence,
    )


def _covered(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Whether half of a claim's words stand in one that was proposed."""
    return any(min(claim.end, one.end) - max(claim.start, one.start) >= (claim.end - claim.start) / 2 for one in claims)
