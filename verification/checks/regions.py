"""Two places of one name: "Springfield, Missouri" and "Springfield, Illinois"."""

from __future__ import annotations

import re

from verification.checks.places import STATES, WELL_KNOWN
from verification.checks.spelling import plain, same_thing, same_word

_PLACE = re.compile(
    r"(?<![\w.’'-])(?P<place>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}), "
    r"(?P<region>(?:[A-Z]\.){2}|(?:(?:North|South|West|New|Rhode|United) )?[A-Z][\w-]+)(?P<listed>,? and\b|, [A-Z])?"
)
# A state and the country around it are no two places.
_UNIONS = ("united states", "united kingdom")


def compare(claim: str, passage: str) -> list[tuple[str, str, bool]]:
    """(the claim's place, the passage's, whether it may be the same) for each place that both name with a region."""
    ours, theirs = _placed(claim), _placed(passage)
    return [
        (
            f"{place}, {region}",
            f"{place}, {theirs[place][0]}",
            not all(_apart(region, other) for other in theirs[place]),
        )
        for place, regions in ours.items()
        if place in theirs
        for region in regions
    ]


def _placed(text: str) -> dict[str, list[str]]:
    """The states and countries that a text has behind a comma, by the place before it; lists of such are left out."""
    found: dict[str, list[str]] = {}
    for match in _PLACE.finditer(text):
        place, region = match["place"], match["region"]
        if _known(region) and not (match["listed"] and _known(place)):
            found.setdefault(place, []).append(region)
    return found


def _known(region: str) -> bool:
    return plain(region) in WELL_KNOWN or plain(region) in STATES or _is_union(region)


def _is_union(name: str) -> bool:
    return any(same_thing(name, union) for union in _UNIONS)


def _apart(one: str, other: str) -> bool:
    if _is_union(one) or _is_union(other):
        return False
    first, second = (STATES.get(plain(name), plain(name)) for name in (one, other))
    return first != second and not same_word(first, second)
