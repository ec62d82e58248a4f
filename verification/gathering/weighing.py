"""What a page says about a claim: its best passages, each with checks and stance."""

from __future__ import annotations

import threading
from dataclasses import asdict

from claims.models import Claim
from verification.checks import checks_for
from verification.gathering import advice
from verification.models import Document, Evidence
from verification.models.sources import ONLY_SHARES
from verification.ranking import best_passages, only_shares, speaks_to
from verification.stance import stances_of

PASSAGES_A_PAGE = 2
# A page that has the claim's figure, date or quoted words shares more with it than words.
TELLING = ("number", "date", "quote")
# Many wait at once, few compute: Python computes for one thread at a time, and thirty that take turns are all done only
# at the end of all their work, with nothing to show until then and all to lose.
computing = threading.BoundedSemaphore(2)


def weigh(claim: Claim, document: Document) -> list[Evidence]:
    """The best passages of a document against a claim, as unsaved evidence without verification."""
    with computing:
        weighed = _weighed(claim, document)
    advice.second_opinion(claim.statement, weighed)  # asks over the network, where there is anybody to ask
    return weighed


def _weighed(claim: Claim, document: Document) -> list[Evidence]:
    statement, quote = claim.statement, claim.quote if claim.attribution == "quoted" else ""
    best = best_passages(statement, document.text, PASSAGES_A_PAGE)
    passages = [passage for passage in best if speaks_to(statement, passage.text)]
    if not passages:
        return []
    checks = [checks_for(statement, quote, passage.text) for passage in passages]
    stances = stances_of(statement, [passage.text for passage in passages], checks)
    shared = []
    if not any(check.agrees and check.kind in TELLING for made in checks for check in made):
        near = [(passage.text, stance.near) for passage, stance in zip(passages, stances, strict=True)]
        shared = only_shares(statement, near)
    return [
        Evidence(
            document=document,
            start=passage.start,
            end=passage.end,
            passage=document.text[passage.start : passage.end],
            stance=stance.label,
            score=stance.score,
            reasons=[asdict(reason) for reason in stance.reasons],
            checks=[asdict(check) for check in made],
            only_shares=", ".join(shared)[:ONLY_SHARES],
        )
        for passage, made, stance in zip(passages, checks, stances, strict=True)
    ]
