"""Dates in running text, as far as they are written: a century, decade, year, month of a year, day, weekday."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from verification.checks.ordinals import ORDINALS
from verification.wording import Word, is_content, stem, words, words_of

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_YEAR}-(?P<number>\d\d)-(?P<day>\d\d)\b",
        rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?\b",
        rf"\b{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?\b(?!\s*(?:per cent|percent|%|people))",
        rf"\b{_MONTH}\s+(?:of\s+)?{_YEAR}\b",
        r"\b(?:(?:early|mid|late)[ -])?(?:the )?(?P<decade>(?:1[5-9]|20)\d)0s\b",
        rf"\b(?P<century>\d{{1,2}}(?=st|nd|rd|th)|{'|'.join(sorted(ORDINALS, key=len, reverse=True))})(?:st|nd|rd|th)?"
        r"[ -]century\b",
        r"\b(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b",
        rf"(?<![\w$£€.,/-]){_YEAR}(?:-|–|/)(?P<until>(?:1[5-9]|20)?\d\d)\b(?!-)",
        rf"(?<![\w$£€.,/-]){_YEAR}(?![\w%/]|,\d|\.\d|\s+(?:people|men|women|million|years))",
    )
)

# Reporters date what was said to them; two sayings are two occasions.
_SAYING = frozenset(
    stem(word)
    for word in words_of(
        "say said told tell reporter reporters announce announced report reported add added write wrote interview "
        "statement news conference briefing early late morning evening night afternoon spokesman spokeswoman"
    )
)
# "the lowest since 1999", "up from 3 % in 2019": what is measured by a date did not happen then.
_MEASURED_BY = re.compile(
    r"(?:\b(?:[a-z]{2,}est|most|least|worst|best|record|(?:first|last|only)\stime)\b[^.;:,]{0,40}\bsince(?:\s\w+){0,3}?|"
    r"\b(?:compared\s(?:with|to)|(?:up|down)\sfrom|than|versus|against)\b[^.;:,]{0,30}?(?:\bin)?)\s(?:the\s)?$"
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date as written; what the text does not say is 0.

    ``last`` is the last year of a decade or century; ``what`` is the stem of what a weekday dates;
    ``measures`` marks a date that something else is only compared with ("the lowest since 1999").
    """

    text: str
    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    last: int = 0
    weekday: str = ""
    what: str = ""
    measures: bool = False


def dates(text: str) -> list[Date]:
    """Every date of the text in order, the fullest reading of each place."""
    return list(_dates(text))


@lru_cache(maxsize=256)  # a claim is held against a dozen passages within moments
def _dates(text: str) -> tuple[Date, ...]:
    found: list[Date] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if any(match.start() < date.end and date.start < match.end() for date in found):
                continue
            date = _read(match, text)
            if date:
                measures = bool(_MEASURED_BY.search(text, max(0, match.start() - 80), match.start()))
                found.append(replace(date, measures=measures))
    return tuple(sorted(found, key=lambda date: date.start))


def _read(match: re.Match[str], text: str) -> Date | None:
    part = match.groupdict()
    start, end = match.span()
    if part.get("decade"):
        return Date(match.group(), start, end, int(part["decade"]) * 10, last=int(part["decade"]) * 10 + 9)
    if part.get("century"):
        century = ORDINALS.get(part["century"].lower()) or int(part["century"])
        return Date(match.group(), start, end, century * 100 - 100, last=century * 100 - 1)
    if part.get("weekday"):
        what = _dated(text[max(0, start - 80) : start])
        return Date(match.group(), start, end, weekday=part["weekday"], what=what) if what else None
    if part.get("until"):
        return Date(
            match.group(),
            start,
            end,
            int(part["year"]),
            last=int(
                (part["year"] + part["until"])[-4:] if len(part["until"]) == 4 else part["year"][:2] + part["until"]
            ),
        )
    month = int(part.get("number") or 0)
    if part.get("month"):
        # "may" and "march" are also verbs: as a month they have a capital.
        if not part["month"][0].isupper():
            return None
        month = next(i for i, name in enumerate(_MONTHS, 1) if part["month"].lower().startswith(name))
    day = int(part.get("day") or 0)
    if month > 12 or day > 31:
        return None
    return Date(match.group(), match.start(), match.end(), int(part.get("year") or 0), month, day)


def _dated(before: str) -> str:
    """The stem of what happened on a weekday: the nearest meaningful word before it; empty where it was a saying."""
    near: list[Word] = [word for word in words(re.split(r"[.;:!?“”\"]", before)[-1]) if is_content(word)]
    return near[-1].stem if near and not near[-1].stem.isdigit() and near[-1].stem not in _SAYING else ""


def agree(a: Date, b: Date) -> bool | None:
    """Whether two dates agree in all that both say; None where they say nothing about the same."""
    if a.weekday and b.weekday:
        return a.weekday == b.weekday if a.what == b.what else None
    years = [(date.year, date.last or date.year) for date in (a, b) if date.year]
    shared = [(x, y) for x, y in ((a.month, b.month), (a.day, b.day)) if x and y]
    if (not shared and len(years) < 2) or (a.day and b.day and not (a.month and b.month)):
        return None
    meet = len(years) < 2 or (years[0][0] <= years[1][1] and years[1][0] <= years[0][1])
    same = meet and all(x == y for x, y in shared)
    return same or (False if a.measures == b.measures else None)


def coarser(a: Date, b: Date) -> bool:
    """Whether ``b`` tells less than ``a``: a year alone beside a day or month of it says little."""
    return bool(a.month and not b.month)


def in_full(text: str) -> bool:
    """Whether a text has a date with a month and a year."""
    return any(date.month and date.year for date in dates(text))
