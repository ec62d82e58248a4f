"""What a page says about a claim: its best passages, each with checks and stance."""

from __future__ import annotations

import threading
from dataclasses import asdict

from claims.models import Claim
from verification.checks import checks_for
from verification.gathering import advice
from verification.models import Document, Evidence
from verification.ranking import best_passages, speaks_to
from verification.stance import stance_of

PASSAGES_A_PAGE = 2
# Many wait at once, few compute: Python computes for one thread at a time, and thirty that take turns are all done only
# at the end of all their work, with nothing to show until then and all to lose.
computing = threading.BoundedSemaphore(4)


def weigh(claim: Claim, document: Document) -> list[Evidence]:
    """The best passages of a document against a claim, as unsaved evidence without verification."""
    with computing:
        weighed = _weighed(claim, document)
    advice.second_opinion(claim.statement, weighed)  # asks over the network, where there is anybody to ask
    return weighed


def _weighed(claim: Claim, document: Document) -> list[Evidence]:
    weighed = []
    for passage in best_passages(claim.statement, document.text, PASSAGES_A_PAGE):
        if not speaks_to(claim.statement, passage.text):
            continue
        checks = checks_for(claim.statement, claim.quote if claim.attribution == "quoted" else "", passage.text)
        stance = stance_of(claim.statement, passage.text, checks)
        weighed.append(
            Evidence(
                document=document,
                start=passage.start,
                end=passage.end,
                passage=document.text[passage.start : passage.end],
                stance=stance.label,
                score=stance.score,
                reasons=[asdict(reason) for reason in stance.reasons],
                checks=[asdict(check) for check in checks],
            )
        )
    return weighed
