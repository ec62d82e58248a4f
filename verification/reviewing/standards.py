"""The desk's standards for a verdict: which there are, which are met, and which were excused with a reason.

After the codes of the IFCN and the EFCSN. The rows say which are asked for and which are required; what a name checks
stands here. A standard that is not met is excused by the reviewer's reason, which is kept with the verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from verification.errors import VerdictIncomplete
from verification.models import Evidence, Rating, Standard, Verification
from verification.reviewing.rows import written

LONGEST_EXCUSE = 500
# Scholars' registers lead to the work itself; these hosts are those of the bodies that make, count or decide.
_PRIMARY_PROVIDERS = {"crossref", "openalex"}
_PRIMARY_HOST = re.compile(
    r"(^|\.)(gov|mil|int|edu)(\.[a-z]{2})?$|(^|\.)ac\.[a-z]{2}$|(^|\.)(europa\.eu|admin\.ch|bund\.de|destatis\.de"
    r"|gouv\.fr|insee\.fr|un\.org|who\.int|oecd\.org|worldbank\.org|imf\.org|parliament\.uk)$"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """What a standard needs to know of one cited passage."""

    origin: int | None
    stance: str
    primary: bool


def is_primary(evidence: Evidence) -> bool:
    """Whether the passage comes, as far as its place tells, from the body that made the record or the study."""
    host = urlsplit(evidence.document.url or "").hostname or ""
    return evidence.provider in _PRIMARY_PROVIDERS or bool(_PRIMARY_HOST.search(host))


def cited_of(evidence: Iterable[Evidence]) -> list[Cited]:
    return [Cited(row.origin_id, row.mark or row.stance, is_primary(row)) for row in evidence]


def is_met(name: str, cited: Sequence[Cited], found_sides: set[str], contacts: int) -> bool:
    """Whether the standard of this name holds; a name that this program does not know is nobody's to check."""
    if name == "primary":
        return any(one.primary for one in cited)
    if name == "origins":
        return len({one.origin for one in cited}) >= 2
    if name == "sides":
        return bool(cited) and found_sides & {"supports", "refutes"} <= {one.stance for one in cited}
    if name == "contact":
        return contacts > 0
    return False


def demand(
    verification: Verification, rating: Rating, cited: Sequence[Evidence], excuses: Mapping[str, str]
) -> dict[str, str]:
    """The excuses worth keeping: of standards not met. VerdictIncomplete while a required one has neither."""
    given = {name: written(words, f"excuse-{name}", longest=LONGEST_EXCUSE) for name, words in excuses.items()}
    if not (rating.decisive or any(given.values())):
        return {}
    standards = list(Standard.objects.filter(active=True))
    if not any(one.required for one in standards) and not any(given.values()):
        return {}
    sides = {mark or stance for mark, stance in verification.evidence.values_list("mark", "stance")}
    known, contacts = cited_of(cited), verification.contacts.count()
    lacking = [one for one in standards if not is_met(one.name, known, sides, contacts)]
    wrong = {one.name: one.words for one in lacking if one.required and rating.decisive and not given.get(one.name)}
    if wrong:
        raise VerdictIncomplete(
            _("The desk’s standards still ask for: %(needs)s. Meet them, or say why not.")
            % {"needs": ", ".join(map(_, wrong.values()))},
            fields={name: f"Still asked for: {words}." for name, words in wrong.items()},
        )
    return {one.name: given[one.name] for one in lacking if given.get(one.name)}
