"""What kind of claim it is, by its words: the seven kinds of the contract; a claim may be several or none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.splitting.parsing import Word
from claims.splitting.units import is_finite

_NUMBER_ENTITIES = frozenset({"CARDINAL", "MONEY", "PERCENT", "QUANTITY", "ORDINAL"})
_COMPARED = re.compile(
    r"\b(?:than|compared (?:to|with)|as (?:many|much|high|low|big|large|long) as|versus|twice|double[ds]?|tripled?|"
    r"times (?:as|more|the)|record|unlike|outnumber\w*|exceed\w*|rank\w*|top(?:ped|s)|highest|lowest|most|least)\b",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\b(?:because|due to|caus(?:e[sd]?|ing)|led to|leads? to|leading to|result(?:s|ed|ing)? (?:in|from)|as a result|"
    r"owing to|thanks to|in response to|trigger\w*|prompt(?:ed|s|ing)|therefore|sparked|fuel(?:led|ed|s)|forced|"
    r"blamed (?:on|for)|attributed to|contributed to|stems? from|made (?:it|them|him|her))\b",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"\b(?:laws?|bills?|act|legislation|legal(?:ly|ise|ize)?|illegal(?:ly)?|court|courts|ruling|ruled|judge|convict\w*|"
    r"sentenc\w*|charged|indict\w*|constitution\w*|amendment|statute|regulations?|ban(?:ned|s)?|prohibit\w*|treaty|"
    r"lawsuit|sued|prosecut\w*|felony|verdict|appeal(?:ed|s)?|extradit\w*|veto(?:ed)?|ordinance|injunction|subpoena\w*)\b",
    re.IGNORECASE,
)
_PREDICTS = re.compile(
    r"\b(?:will|won['’]t|shall|going to|is expected to|are expected to|expect(?:s|ed)? to|forecast\w*|predict\w*|"
    r"projected to|likely to|set to|due to (?:be|open|start|begin)|plans? to|planned|intends? to|by 20[3-9]\d)\b"
    r"|[’']ll\b",
    re.IGNORECASE,
)


def kinds_of(words: Sequence[Word], statement: str, quoted: bool) -> tuple[str, ...]:
    """The kinds of a claim in the contract's order."""
    found = []
    numbers = any((w.tag == "CD" and w.ent not in ("DATE", "TIME")) or w.ent in _NUMBER_ENTITIES for w in words)
    if numbers:
        found.append("quantity")
    predicts = bool(_PREDICTS.search(statement))
    if not predicts and any(_past(w) for w in words):
        found.append("event")
    if quoted:
        found.append("quote")
    if _COMPARED.search(statement) or any(w.tag in ("JJR", "JJS", "RBR", "RBS") for w in words):
        found.append("comparison")
    if _CAUSE.search(statement):
        found.append("cause")
    if _LAW.search(statement):
        found.append("law")
    if predicts:
        found.append("prediction")
    return tuple(found)


def _past(word: Word) -> bool:
    if word.tag == "VBD" and word.lower not in ("was", "were", "had", "did"):
        return True
    return word.tag == "VBN" and is_finite(word)
