"""Dates as pages and people write them, with their time zone where they state one."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
# Hours from UTC. "ET" and the like say nothing of summer time; the rule is applied below.
_ZONES = {
    "z": 0.0, "utc": 0.0, "gmt": 0.0, "wet": 0.0, "bst": 1.0, "west": 1.0, "cet": 1.0, "cest": 2.0, "eet": 2.0,
    "eest": 3.0, "msk": 3.0, "gst": 4.0, "sgt": 8.0, "hkt": 8.0, "awst": 8.0, "jst": 9.0, "kst": 9.0, "aest": 10.0,
    "aedt": 11.0, "nzst": 12.0, "nzdt": 13.0, "sast": 2.0, "ast": -4.0, "adt": -3.0, "est": -5.0, "edt": -4.0,
    "cst": -6.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0, "akst": -9.0, "hst": -10.0,
}  # fmt: skip
_GENERIC = {"et": -5.0, "ct": -6.0, "mt": -7.0, "pt": -8.0}

_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH})\b\.?,?\s+(\d{{4}})\b", re.I)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.I)
_ISO = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b")
_SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_TIME = re.compile(
    r"\b(\d{1,2})(?:[:.h](\d{2}))?(?::(\d{2}))?\s*(a\.?m\.?|p\.?m\.?)?\s*\(?\b([a-z]{1,4}\b|[+-]\d{2}:?\d{2})?", re.I
)
_ISO_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:?\d{2}(?::?\d{2})?)(?:[.,]\d+)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?", re.I
)


def parse_machine_date(value: str) -> datetime | None:
    """A date from markup: ISO 8601 first, else as ``parse_written_date``. Without a zone it counts as UTC."""
    value = value.strip()[:100]
    found = _ISO_TIME.match(value)
    if found:
        try:
            at = datetime.fromisoformat(f"{found[1]}T{found[2]}")
        except ValueError:
            return None
        return _plausible(at.replace(tzinfo=_offset(found[3] or "Z")))
    if re.fullmatch(r"\d{8}", value):
        value = f"{value[:4]}-{value[4:6]}-{value[6:]}"
    elif re.fullmatch(r"1[0-9]{9}(?:\d{3})?", value):
        return _plausible(datetime.fromtimestamp(int(value[:10]), UTC))
    return parse_written_date(value)


def parse_written_date(value: str) -> datetime | None:
    """The first full date in ``value`` as a person writes it, with time and zone if they follow; aware, or None."""
    found = _day(value)
    if found is None:
        return None
    year, month, day, start, end = found
    try:
        at = datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
    clock = _clock(value[end : end + 40]) or _clock(value[max(0, start - 30) : start])
    if clock is not None:
        hour, minute, second, zone = clock
        at = at.replace(hour=hour, minute=minute, second=second, tzinfo=_zone(zone, at))
    return _plausible(at)


def _day(value: str) -> tuple[int, int, int, int, int] | None:
    if found := _ISO.search(value):
        return int(found[1]), int(found[2]), int(found[3]), found.start(), found.end()
    if found := _DAY_FIRST.search(value):
        return int(found[3]), _MONTHS[found[2].lower()], int(found[1]), found.start(), found.end()
    if found := _MONTH_FIRST.search(value):
        return int(found[3]), _MONTHS[found[1].lower()], int(found[2]), found.start(), found.end()
    if found := _SLASHED.search(value):
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second:
            return int(found[3]), second, first, found.start(), found.end()
        if second > 12 >= first:
            return int(found[3]), first, second, found.start(), found.end()
        # 4/5/2016 is April in one country and May in another: no date is better than the wrong one.
    return None


def _clock(value: str) -> tuple[int, int, int, str] | None:
    for found in _TIME.finditer(value):
        half = (found[4] or "").lower().replace(".", "")
        if not found[2] and not half:
            continue
        hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        if hour < 24 and minute < 60 and second < 60:
            return hour, minute, second, (found[5] or "").lower()
    return None


def _zone(name: str, day: datetime) -> timezone:
    if name[:1] in ("+", "-"):
        return _offset(name)
    if name in _GENERIC:
        return timezone(timedelta(hours=_GENERIC[name] + _us_summer(day)))
    return timezone(timedelta(hours=_ZONES.get(name, 0.0)))


def _us_summer(day: datetime) -> int:
    """1 from the second Sunday of March to the first Sunday of November (the rule since 2007), else 0."""
    march, november = datetime(day.year, 3, 8, tzinfo=UTC), datetime(day.year, 11, 1, tzinfo=UTC)
    starts = march + timedelta(days=(6 - march.weekday()) % 7)
    ends = november + timedelta(days=(6 - november.weekday()) % 7)
    return int(starts <= day < ends)


def _offset(value: str) -> timezone:
    if value in ("Z", "z"):
        return UTC
    digits = value[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:4] or 0)
    return timezone(timedelta(minutes=minutes if value[0] == "+" else -minutes)) if minutes < 24 * 60 else UTC


def _plausible(at: datetime) -> datetime | None:
    """Placeholders (year 1, 1970-01-01) and mistyped years are no dates of publication."""
    return at if 1800 <= at.year <= 2100 and at.timestamp() != 0 else None
