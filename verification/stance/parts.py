"""The part of a claim that is its fact, and the part of a passage that tells it.

Whose word a claim is, and what else a long lead tells, moves the meaning away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from verification.stance.features import claim_weights
from verification.wording import content_stems, sentences

# "…, court papers show.", "According to the mayor, …": whose word it is.
_SOURCE = re.compile(
    r",\s(?:according\sto\s[^,;]{3,80}|(?:[^\W\d][\w’'.-]*\s){1,6}(?:says?|said|shows?|showed|indicates?|indicated|"
    r"suggests?|suggested|finds|found|reports|reported|writes|wrote))[.]?\s*$|^\s*according\sto\s[^,;]{3,80},\s+",
    re.IGNORECASE,
)
# So many words with meaning must be left of a claim without its source.
A_FACT = 3
# Where a part may begin: behind these marks, and before words that begin a clause or a phrase of time and place.
_JOINTS = re.compile(
    r"(?<=[,;:–—()])\s+|\s+(?=[(–—])|\s+(?=(?:and|but|or|while|as|after|before|when|which|who|that|because|since|with|"
    r"where|although|though|whose)\s)",
    re.IGNORECASE,
)
# Of what the whole sentence has of the claim, the part must have this share, and the claim's weight this share at all.
ALL_BUT, ENOUGH = 0.9, 0.6
# A part that leaves out less than this share of the passage is no part.
SHORTER = 0.8


def without_source(claim: str) -> str:
    """The claim without the words that say whose it is, at its end or its beginning."""
    fact = _SOURCE.sub("", claim, count=1)
    return fact if fact != claim and len(content_stems(fact)) >= A_FACT else claim


def telling_part(claim: str, passage: str) -> str:
    """The shortest run of clauses in one sentence with nearly all that the passage has of the claim; "" for none."""
    weights, _names = claim_weights(claim)
    total = sum(weights.values())
    best = ""
    if not total:
        return best
    has = _covered(weights, passage)
    for start, end in sentences(passage):
        sentence = passage[start:end]
        wanted = max(ALL_BUT * has, ENOUGH * total)
        if _covered(weights, sentence) < wanted:
            continue
        cuts = [0, *(joint.end() for joint in _JOINTS.finditer(sentence)), len(sentence)]
        for run in _runs(weights, sentence, cuts, wanted):
            if not best or len(run) < len(best):
                best = run
    return best if len(best) <= SHORTER * len(passage) else ""


def _runs(weights: Mapping[str, float], sentence: str, cuts: list[int], wanted: float) -> list[str]:
    """From each joint the shortest run of pieces with ``wanted`` of the claim's weight."""
    pieces = [set(content_stems(sentence[a:b])) & weights.keys() for a, b in pairwise(cuts)]
    runs = []
    for first in range(len(pieces)):
        own: set[str] = set()
        for last in range(first, len(pieces)):
            own |= pieces[last]
            if sum(weights[stem] for stem in own) >= wanted:
                runs.append(sentence[cuts[first] : cuts[last + 1]].strip(" ,;:–—("))
                break
    return runs


def _covered(weights: Mapping[str, float], text: str) -> float:
    return sum(weights[stem] for stem in set(content_stems(text)) & weights.keys())
