"""Who wrote it and when, as the lines under a headline say it."""

from __future__ import annotations

import re
from datetime import datetime

from claims.extraction.dates import parse_written_date

_NAME = r"(?:[A-ZÀ-ÖØ-ÞŁŠŽ](?:[\w’'.-]*[\w.])?|(?:de|da|di|van|von|der|den|el|al|bin|la|le|ten|ter)\b)"
_PERSON = rf"{_NAME}(?: {_NAME}){{1,4}}"
_PEOPLE = re.compile(rf"{_PERSON}(?:(?:, | and | & |, and ){_PERSON}){{0,5}}")
_BY = re.compile(r"(?:written |reported |posted |published |story |words |text |exclusive )?by:?\s+", re.I)
_ROLE = re.compile(
    r"(?:^|[\s,|])(?:[\w'’&/-]+ ){0,5}(?:correspondent|editor|reporter|writer|staff|journalist|columnist|bureau chief|"
    r"contributor|analyst|producer|team|desk|author|news agency)s?\b.*$",
    re.I,
)
_STAMP = re.compile(
    r"(?:first |last |originally )?(?:published|updated|posted|modified|created|edited|date|on|at|time)\b[\s:|–—-]*",
    re.I,
)
_UPDATED = re.compile(r"\b(?:updated|modified|edited)\b", re.I)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_NOT_NAMES = re.compile(
    r"\b(?:news|the|president|minister|says?|said|after|over|with|for|how|why|what|new|top|breaking|world|home|sport|"
    r"business|politics|opinion|images?|reuters|comments?|share|read|more|photo|video|live|updated|published)\b",
    re.I,
)


def names_in(line: str, *, sure: bool = False) -> tuple[str, ...]:
    """The people a byline names. Without "By", only a line that is nothing but names counts, unless ``sure``."""
    line = line.strip(" \t|•·,-–—")
    if not line or len(line) > 150:
        return ()
    said = _BY.match(line)
    rest = line[said.end() :] if said else line
    rest = re.split(r"\s[|•·–—]\s|\t|\s\d{1,2}[:. ]|\bfor (?=[A-Z])|@\w", rest)[0].strip(" ,")
    if said or sure:
        rest = _ROLE.sub("", rest).strip(" ,") or rest
        if re.search(r"\d", rest):
            rest = re.split(r",?\s+(?=\S*\d)", rest)[0]
        rest = re.sub(r"\b[A-ZÀ-Þ][A-ZÀ-Þ'’-]{2,}\b", lambda shout: shout[0].title(), rest)
        found = _PEOPLE.match(rest)
        names = found[0] if found else rest if len(rest.split()) <= 5 and rest[:1].isupper() else ""
    else:
        names = rest if _PEOPLE.fullmatch(rest) and not _NOT_NAMES.search(rest) else ""
    return tuple(
        name.strip(" .,") if len(name) > 3 else name for name in re.split(r", and | and | & |, ", names) if name.strip()
    )


def is_byline(line: str) -> bool:
    """A line that opens with "By" and goes on with names."""
    return (
        bool(_BY.match(line.strip()))
        and len(line.split()) <= 16
        and bool(names_in(line))
        and not line.rstrip().endswith(("?", "!"))
    )


def stamp_in(line: str) -> tuple[datetime, bool] | None:
    """The time that a line of nothing but a date states, and whether it is that of an update."""
    line = line.strip()
    if not 6 <= len(line) <= 120 or not re.search(r"\d{4}", line):
        return None
    at = parse_written_date(line)
    if at is None:
        return None
    rest = _STAMP.sub(" ", line)
    rest = re.sub(
        rf"\b{_WEEKDAY}\b|[\d:.,/|•·()+–—-]+|\b(?:am|pm|a\.m|p\.m|at|of|st|nd|rd|th|ago|[a-z]{{1,4}}t|utc|bst|edt|est|cest)\b",
        " ",
        rest,
        flags=re.I,
    )
    rest = re.sub(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", " ", rest, flags=re.I)
    leftover = rest.split()
    if len(leftover) > 2 and not is_byline(line):
        return None
    return at, bool(_UPDATED.search(line))
