"""When "Monday" or "last year" was, read against the date of the article."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from claims.splitting.parsing import Word

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYPARTS = frozenset({"morning", "afternoon", "evening", "night"})
_DAYPART = re.compile(r"\s*(?:morning|afternoon|evening|night)\b")
_DATED = re.compile(r"\s*\(?,?\s*(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def _american(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def date_note(
    word: Word, before: str, after: str, published: datetime | None, future: bool = False
) -> tuple[str, str] | None:
    """What to write behind a relative date, or the question that stays open: ``(addition, question)``."""
    low, named = word.lower, word.text
    if low in _DAYPARTS and before in _WEEKDAYS:
        low, named, before = before, f"{before.capitalize()} {word.text}", ""
    elif low in _WEEKDAYS and _DAYPART.match(after):
        return None  # the date goes behind "Monday night", not into it
    if after[:2] in ("'s", "’s"):
        return None  # nor into "Monday's vote"
    if low in _WEEKDAYS:
        if published is None:
            return "", f"On which date was {named}?"
        if re.match(r",?\s*(?:\d{1,2}\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))", after):
            return None
        day = published.date()
        back = (day.weekday() - _WEEKDAYS.index(low)) % 7
        if before == "next" or (future and before != "last"):
            week = 7 if before == "next" else 0  # who writes on a Monday of what is due "Monday" means the same day
            return ", " + _american(day + timedelta(days=(-back) % 7 or week)), ""
        if before == "last" and back == 0:
            back = 7
        return ", " + _american(day - timedelta(days=back)), ""
    if low in ("yesterday", "today", "tomorrow", "tonight"):
        if _DATED.match(after):
            return None  # "today (Nov. 18)" says so itself
        if published is None:
            return "", f"On which date was {word.text!r} written?"
        shift = {"yesterday": -1, "tomorrow": 1}.get(low, 0)
        return f" ({_american(published.date() + timedelta(days=shift))})", ""
    if low in ("year", "month") and before in ("last", "this", "next"):
        if published is None:
            return "", f"Which {word.text} does {before!r} mean?"
        shift = {"last": -1, "this": 0, "next": 1}[before]
        if low == "year":
            return f" ({published.year + shift})", ""
        months = published.year * 12 + published.month - 1 + shift
        return f" ({_MONTHS[months % 12]} {months // 12})", ""
    return None
