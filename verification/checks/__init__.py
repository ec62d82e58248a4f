"""Checks that need no model: does the passage give the same number, date, name, negation, and the quote word for word?

A check speaks only where both texts speak about the same thing; where it cannot tell, there is no check. A disagreement
is an alarm that a reviewer must trust, so every one needs shared words around the two places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from verification.checks import dates, names, negation, ordinals, quantities, quotes
from verification.wording import CALENDAR, is_content, sentences, stem, words, words_of

# Units are written in several ways and tell nothing about what is measured.
_UNIT_STEMS = frozenset(
    stem(word) for word in words_of("percent cent point percentage dollar euro pound million billion")
)

# Of the words around a figure or date: how many must be shared at least, and which share of the nearest ones.
LEAST_SHARED = {"number": (2.0, 0.45), "date": (3.0, 0.5)}
NEAREST = 8
# A stem of so many letters that begins another word is the same word in another form.
LONG = 5
_Item = TypeVar("_Item", quantities.Quantity, dates.Date, ordinals.Rank)

CheckKind = Literal["number", "date", "name", "negation", "quote"]


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison: what the claim says, what the source says, and whether they agree."""

    kind: CheckKind
    claim: str
    source: str
    agrees: bool


def checks_for(claim_statement: str, quote: str, passage: str) -> tuple[Check, ...]:
    """All comparisons that can be made between a claim (with its quote, "" if none) and one passage."""
    return (
        *_numbers(claim_statement, passage),
        *_ranks(claim_statement, passage),
        *_dates(claim_statement, passage),
        *(Check("name", a, b, same) for a, b, same in names.compare(claim_statement, passage)),
        *(Check("negation", a, b, same) for a, b, same in negation.compare(claim_statement, passage)),
        *(Check("quote", a, b, same) for a, b, same in quotes.compare(quote or claim_statement, passage)),
    )


def _numbers(claim: str, passage: str) -> list[Check]:
    """Each quantity of the claim against the nearest quantity of the same dimension in the passage."""
    ours, theirs = quantities.quantities(claim), quantities.quantities(passage)
    agreed: list[int] = []
    if ours and theirs:
        agreed = _agreed(ours, theirs, lambda a, b: a.exact == b.exact and bool(_same_quantity(a, b)))
        agreed += _agreed(dates.dates(claim), dates.dates(passage), lambda a, b: 0 < a.year == b.year and not b.last)
    parts = {id(other) for mine in ours for other in _parts_of(mine, theirs)}
    whole = [other for other in theirs if id(other) not in parts]
    if _PART_OF_YEAR.search(passage) and not _PART_OF_YEAR.search(claim):
        # What a quarter grew by is another thing than what the year did.
        whole = [
            other for other in whole if other.dimension != "percent" or any(_same_quantity(m, other) for m in ours)
        ]
    return _compared("number", claim, ours, passage, whole, _same_quantity, _same_figure, agreed)


def _parts_of(mine: quantities.Quantity, theirs: Sequence[quantities.Quantity]) -> list[quantities.Quantity]:
    """``two died at the scene and three in hospital``, of five: the counts of the same thing that add up to it."""
    parts = [other for other in theirs if other.dimension == "count" and other.exact]
    total = sum(other.exact or 0.0 for other in parts)
    return parts if len(parts) > 1 and mine.dimension == "count" and total == mine.exact else []


_PART_OF_YEAR = re.compile(
    r"\b(?:first|second|third|fourth|last|final)[ -](?:quarter|half)\b|\b(?:January|February|March|April|June|July"
    r"|August|September|October|November|December)\b",
)
_RELATIVE = re.compile(r"\b(?:last|this|next)\s(?:year|month|week)\b", re.IGNORECASE)


def _agreed(ours: Sequence[_Item], theirs: Sequence[_Item], same: Callable[[_Item, _Item], bool]) -> list[int]:
    """Where in the passage stands the very same as an item of the claim, one place for each item."""
    found = (next((other.start for other in theirs if same(mine, other)), None) for mine in ours)
    return [place for place in found if place is not None]


def _compared(
    kind: CheckKind,
    claim: str,
    ours: Sequence[_Item],
    passage: str,
    theirs: Sequence[_Item],
    same: Callable[[_Item, _Item], bool | None],
    elsewhere: Callable[[_Item, _Item], bool],
    agreed: Sequence[int] = (),
) -> list[Check]:
    """Each item of the claim with the one of the passage that agrees, or else stands in its place.

    Other figures and dates of the same sentence that have ``agreed`` (their places in the passage) count like words,
    and beside them the words need only begin alike.

    What agrees with one item of the claim is no alarm for another: "600 pounds" beside "40 pounds" in both texts. Nor
    is there one where the passage has the claim's own item ``elsewhere``, said of what we could not compare.
    """
    spans = sentences(passage) if ours and theirs else []
    taken = {id(other) for mine in ours for other in theirs if same(mine, other)}
    found: list[Check] = []
    for mine in ours:
        best: tuple[float, _Item, bool] | None = None
        for other in theirs:
            agrees = same(mine, other)
            if agrees is None or (not agrees and id(other) in taken):
                continue
            span = _sentence_at(spans, other.start)
            beside = len({place for place in agreed if span[0] <= place < span[1] and place != other.start})
            if not agrees and not _of_one_kind(mine, other):
                beside = 0
            near, around = _context(claim, mine, passage, other, span, loosely=beside > 0)
            near += beside
            score = near + (10.0 if agrees else 0.0)
            if near >= (1 if agrees and not _says_less(mine, other) else _enough(kind, around)) and (
                best is None or score > best[0]
            ):
                best = score, other, agrees
        if best and (best[2] or not any(elsewhere(mine, other) for other in theirs)):
            found.append(Check(kind, mine.text, best[1].text, best[2]))
    return found


def _enough(kind: CheckKind, around: int) -> float:
    """How many words around an item must be shared before a difference is an alarm."""
    least, share = LEAST_SHARED[kind]
    return max(min(least, 0.75 * max(around, 1)), share * min(around, NEAREST))


def _of_one_kind(mine: _Item, other: _Item) -> bool:
    """Whether two quantities are known to be shares, changes, or counts of the same thing."""
    if isinstance(mine, quantities.Quantity) and isinstance(other, quantities.Quantity):
        return (bool(mine.role) and mine.role == other.role) or bool(mine.counted & other.counted)
    return False


def _says_less(mine: _Item, other: _Item) -> bool:
    """A year that agrees with a day of it says as little as one that differs: it must be told of the same."""
    return isinstance(mine, dates.Date) and isinstance(other, dates.Date) and dates.coarser(mine, other)


def _same_quantity(ours: quantities.Quantity, other: quantities.Quantity) -> bool | None:
    """None where the two cannot be compared."""
    if ours.dimension == other.dimension:
        if ours.dimension in ("count", "age") and not ours.counted & other.counted:
            return None
        if ours.role and other.role and ours.role != other.role:
            return None
        return quantities.agree(ours, other)
    money = ours.dimension.startswith("money:") and other.dimension.startswith("money:")
    share = {ours.dimension, other.dimension} == {"percent", "points"}
    if (money or share) and ours.exact is not None and ours.exact == other.exact:
        return False
    return None


def _same_figure(ours: quantities.Quantity, other: quantities.Quantity) -> bool:
    """The very same number, whatever it counts."""
    return ours.dimension == other.dimension == "count" and ours.exact is not None and ours.exact == other.exact


def _dates(claim: str, passage: str) -> list[Check]:
    ours, theirs = dates.dates(claim), dates.dates(passage)
    if _RELATIVE.search(passage):  # "212 last year, after 190 in 2024": the claim's year may be the one not named
        theirs = [other for other in theirs if any(dates.agree(mine, other) for mine in ours)]
    return _compared("date", claim, ours, passage, theirs, dates.agree, lambda mine, other: False)


def _ranks(claim: str, passage: str) -> list[Check]:
    """A rank is a number too: the third-largest against the fourth-largest."""
    ours = ordinals.ranks(claim)
    theirs = ordinals.ranks(passage) if ours else []
    return _compared("number", claim, ours, passage, theirs, ordinals.agree, lambda mine, other: False)


def _sentence_at(spans: list[tuple[int, int]], position: int) -> tuple[int, int]:
    return next(((start, end) for start, end in spans if start <= position < end), (0, 0))


def _context(
    claim: str, mine: _Item, passage: str, other: _Item, span: tuple[int, int], *, loosely: bool
) -> tuple[float, int]:
    """How many of the nearest meaningful words two places share (far ones count half), and how many there are."""
    every = [
        w
        for w in words(claim)
        if is_content(w)
        and not (
            w.form[0].isdigit()
            or w.stem in _UNIT_STEMS
            or _in(w.start, mine)
            or (w.form[0].isupper() and w.form.lower() in CALENDAR)
        )
    ]
    every.sort(key=lambda w: max(w.start - mine.end, mine.start - w.end))
    around = {w.stem for w in every[:NEAREST]}
    start, end = span
    score = 0.0
    seen: set[str] = set()
    for word in words(passage[start:end]):
        shared = word.stem if word.stem in around else _begins_alike(word.stem, around) if loosely else None
        if shared and shared not in seen and not _in(start + word.start, other):
            seen.add(shared)
            distance = min(abs(start + word.start - other.end), abs(other.start - start - word.end))
            score += 1.0 if distance <= 60 else 0.5
    return score, len(around)


def _begins_alike(word: str, around: set[str]) -> str | None:
    """The stem of those around that a longer word begins with, or the other way round: "elect" and "election"."""
    if len(word) < LONG:
        return None
    return next((s for s in around if len(s) >= LONG and (s.startswith(word) or word.startswith(s))), None)


def _in(position: int, piece: _Item) -> bool:
    return piece.start <= position < piece.end


__all__ = ["Check", "CheckKind", "checks_for"]
