"""Quantities in running text: figures and number words, with unit, rounding and bounds.

A quantity is kept as a range: "about 300" is 270 to 330, "dozens" 24 to 99, "1.2 million" 1.15 to 1.25 million, because
that is what its writer said. Two quantities agree when their ranges meet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from verification.checks.units import CURRENCIES, UNITS
from verification.wording import CALENDAR, is_content, stem, words

Bound = Literal["", "at_least", "at_most"]
Role = Literal["", "share", "change"]

_ONES_IN_ORDER = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_ONES = {word: value for value, word in enumerate(_ONES_IN_ORDER.split(" "))}
_TENS = {
    word: value * 10
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_SCALES = {
    "hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "k": 1e3, "m": 1e6,
    "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12,
}  # fmt: skip
_FRACTIONS = {
    "half": 50.0, "a half": 50.0, "one half": 50.0, "third": 100 / 3, "a third": 100 / 3, "one third": 100 / 3,
    "two thirds": 200 / 3, "a quarter": 25.0, "one quarter": 25.0, "three quarters": 75.0, "a fifth": 20.0,
    "one fifth": 20.0, "two fifths": 40.0, "three fifths": 60.0, "four fifths": 80.0, "a tenth": 10.0,
}  # fmt: skip
# These are put into a verbose pattern, where a blank must be written \\s.
_ABOUT = (
    r"(?:about|around|roughly|approximately|some|an\sestimated|estimated|circa|close\sto|nearly|almost|"
    r"(?:just\s)?(?:short|shy)\sof|~)"
)
_AT_LEAST = r"(?:more\sthan|over|at\sleast|above|exceeding|upwards\sof|no\sfewer\sthan|no\sless\sthan|not\sless\sthan)"
_AT_MOST = (
    r"(?:less\sthan|fewer\sthan|under|at\smost|(?<!go\s)(?<!goes\s)(?<!went\s)up\sto|below|as\smany\sas|"
    r"no\smore\sthan|not\smore\sthan|as\smuch\sas)"
)
_SMALL = "|".join(sorted([*_ONES, *_TENS], key=len, reverse=True))
_WORDS = rf"(?:{'|'.join(_TENS)})[- ](?:{'|'.join(list(_ONES)[1:10])})|(?:{_SMALL})"
# The mark between thousands is a comma, or a blank of one kind: plain, not to be broken, thin, or both.
_BLANKS = "\u0020\u00a0\u2009\u202f"
_DIGITS = rf"\d{{1,3}}(?:(?:,\d{{3}})+|(?:[{_BLANKS}]\d{{3}}(?!\d|,\d))+)(?:\.\d+)?|\d+(?:\.\d+)?"
_SPANS: dict[str, float] = {
    "an hour and a half": 5_400, "half an hour": 1_800, "a quarter of an hour": 900, "an hour": 3_600,
    "a year and a half": 18, "half a year": 6, "a year": 12, "a decade": 120, "a century": 1_200,
    "a day": 86_400, "a week": 604_800, "a fortnight": 1_209_600, "a month": 1,
}  # fmt: skip
_COLLECTIVES: dict[str, tuple[float, float]] = {
    "half a dozen": (5, 7), "a dozen": (11, 13), "tens of thousands": (2e4, 99_999), "dozens": (24, 99),
    "hundreds of thousands": (2e5, 999_999), "scores": (30, 99), "hundreds": (200, 999), "thousands": (2e3, 9_999),
    "tens of millions": (2e7, 99_999_999), "millions": (2e6, 9_999_999), "a couple": (2, 2), "a pair": (2, 2),
    "half a million": (4.5e5, 5.5e5), "half a billion": (4.5e8, 5.5e8), "a hundred": (95, 105),
    "a thousand": (950, 1050), "a million": (9.5e5, 1.05e6), "a billion": (9.5e8, 1.05e9),
}  # fmt: skip
_SPAN = "|".join(sorted(map(re.escape, (span.replace(" ", "_") for span in _SPANS)), key=len, reverse=True)).replace(
    "_", r"\s"
)
_COLLECTIVE = "|".join(sorted(map(re.escape, _COLLECTIVES), key=len, reverse=True))
_FRACTION = "|".join(sorted((f.replace(" ", "[- ]") for f in _FRACTIONS), key=len, reverse=True))
_UNIT_WORDS = "|".join(
    r"(?<=\s)(?-i:g)" if unit == "g" else re.escape(unit).replace(r"\ ", r"[\s-]")  # "40 g", and "5G" is no weight
    for unit in sorted(UNITS, key=len, reverse=True)
)
_CURRENCY_WORDS = "|".join(
    re.escape(name).replace(r"\ ", r"\s")
    for name in sorted(CURRENCIES, key=len, reverse=True)
    if name.replace(" ", "").isalpha()
)

_QUANTITY = re.compile(
    rf"""(?<![\w.,/:$£€-])
    (?:(?P<about>{_ABOUT})\s?|(?P<least>{_AT_LEAST})\s|(?P<most>{_AT_MOST})\s|(?P<between>between\s)|(?P<from>from\s))?
    (?:
      (?P<ratio>(?:{_WORDS}|\d+)\s(?:in(?:\severy)?|out\sof(?:\severy)?)\s(?:{_WORDS}|\d+))(?![\w%])
      | (?:(?<=by\s)(?P<cut>{_FRACTION})\b | (?P<fraction>{_FRACTION})(?=\sof\b|\sthe\b))
      | (?P<span>{_SPAN})\b(?!\sand\sa)(?!\s(?:of|ago|later|earlier|before|after)\b)
      | (?P<collective>{_COLLECTIVE})\b
      | (?P<minus>minus\s|[-−](?=[\d$£€]))?
        (?P<currency>(?:US|A|C|HK)?\$|£|€|¥|₹|Rs\.?\s?)?\s?
        (?P<low>{_DIGITS}|{_WORDS})
        (?(from)|(?:\s?(?P<join>-|–|to|(?(between)and|–))\s?[$£€]?(?P<high>{_DIGITS}|{_WORDS})(?!\w))?)
        (?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion)\b|(?P<short>k|m|mn|mln|bn|bln|tn)\b)?
        (?:[\s-]?(?P<more>hundred|thousand|million|billion)\b)?
        (?:[\s-]?(?:of\sa\s)?(?P<unit>{_UNIT_WORDS})s?(?![\w])|\s(?P<money>{_CURRENCY_WORDS})\b)?
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# "Boeing 787", "Article 50": the number is part of a name.
_NAMED = re.compile(r"(?<![.!?:“\"\n])\s([A-Z][\w’'-]+)[ -]$")
_SHARE = re.compile(r"\s?of\b")
_BY = re.compile(r"\bby\s$")
_PER = re.compile(r"\s(?:an?|per|every|each)\s(?P<period>hour|day|week|month|quarter|year)\b", re.IGNORECASE)
_TIMES_A_YEAR = {"hour": 8_766.0, "day": 365.25, "week": 52.18, "month": 12.0, "quarter": 4.0, "year": 1.0}
_RATE_BEFORE = re.compile(r"(?:\d|\b(?:million|billion|thousand|hundred|euros?|dollars?|pounds?|percent|cent))\s$")
_YEAR_OLD = re.compile(r"[\s-](?:years?[\s-])?old\b(?:\s([a-z]+))?")
_AGE_BEFORE = re.compile(r"([^\W\d_]+)(, |,? aged )$")
CONVERTED = 0.03
_COUNTED_END = re.compile(r"[.,;:!?()\n“”\"\d]|\b(?:on|in|at|by|from|to|after|and|or|who|that|were|was|have|had)\b")
# "31 of the bridge's 112 bearings", "of its 112 bearings, 31 show cracks": both numbers count bearings.
_NUMBER = rf"(?:{_DIGITS}|{_WORDS})"
_WHOLE = rf"of\s(?:all\s)?(?:[^\W\d]['’\w-]*\s){{0,4}}?{_NUMBER}"
_OF_A_WHOLE = re.compile(rf"\s(?:out\s)?{_WHOLE}(?=\s[^\W\d])", re.IGNORECASE)
_WHOLE_BEFORE = re.compile(rf"\b{_WHOLE}(?P<whole>\s[^\W\d][^.;:,]{{0,40}}),\s(?:[^\W\d]\w*\s){{0,2}}$", re.IGNORECASE)
# What is counted ends with the first word in the plural: "nine thousand vehicles cross this bridge".
_PLURAL = re.compile(r"[^\W\d]{2,}(?<![su])s|people|men|women|children|staff|police|crew", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE_AROUND = re.compile(rf"\b{_MONTH}\s*$", re.IGNORECASE)
_DATE_AFTER = re.compile(rf"\s*(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as the range that its wording allows, in the base unit of its dimension.

    ``counted`` holds the stems of what is counted (the few words after a plain number), for an age whose it is.
    ``role`` tells "40 per cent of voters" (a share) from "fell by 40 per cent" (a change).
    """

    text: str
    start: int
    end: int
    low: float
    high: float
    dimension: str
    bound: Bound = ""
    counted: frozenset[str] = frozenset()
    exact: float | None = None
    unit: float = 1.0
    role: Role = ""
    per: str = ""  # "month" for "1,250 euros a month"


def quantities(text: str) -> list[Quantity]:
    """Every quantity of the text in order; years, days of a month, scores and names with digits are left
    out, and ordinals, which ``ordinals`` reads."""
    return list(_quantities(text))


@lru_cache(maxsize=256)  # a claim is held against a dozen passages within moments
def _quantities(text: str) -> tuple[Quantity, ...]:
    found = []
    for match in _QUANTITY.finditer(text):
        quantity = _read(text, match)
        if quantity is not None:
            found.append(quantity)
    return tuple(found)


def agree(a: Quantity, b: Quantity) -> bool | None:
    """Whether two quantities of one dimension say the same; None where the wording leaves it open."""
    # Whoever converts between units also rounds.
    spare = CONVERTED if a.unit != b.unit else 0.0
    if a.per != b.per and a.per and b.per:
        a, b = _a_year(a), _a_year(b)
        spare = CONVERTED
    if a.low - spare * abs(a.low) <= b.high and b.low <= a.high + spare * abs(a.high):
        return True
    for bounded, other in ((a, b), (b, a)):
        if bounded.bound == "at_least" and other.low >= bounded.low:
            return True if other.low <= bounded.low * 1.5 else None
        if bounded.bound == "at_most" and other.high <= bounded.high:
            return True if other.high >= bounded.high / 1.5 else None
        if bounded.bound and other.bound and bounded.bound != other.bound:
            return None
    return False


def _a_year(quantity: Quantity) -> Quantity:
    times = _TIMES_A_YEAR[quantity.per]
    return replace(quantity, low=quantity.low * times, high=quantity.high * times)


def _read(text: str, match: re.Match[str]) -> Quantity | None:
    part = match.groupdict()
    if part["ratio"]:
        return _ratio(match)
    if part["fraction"] or part["cut"]:
        value = _FRACTIONS[re.sub(r"[- ]", " ", (part["fraction"] or part["cut"]).lower())]
        role: Role = "change" if part["cut"] else "share"
        return Quantity(
            match.group(), match.start(), match.end(), value * 0.95, value * 1.05, "percent", exact=value, role=role
        )
    if part["span"] and _RATE_BEFORE.search(text, max(0, match.start() - 24), match.start()):
        return None  # "1,250 euros a month"
    if part["span"]:
        value = _SPANS[part["span"].lower()]
        months = part["span"].lower().endswith(("year", "month", "decade", "century", "year and a half"))
        return Quantity(
            match.group(),
            match.start(),
            match.end(),
            value * 0.9,
            value * 1.1,
            "month" if months else "time",
            exact=value,
        )
    if part["collective"]:
        low, high = _COLLECTIVES[part["collective"].lower()]
        counted = _counted(text, match.end())
        return Quantity(match.group(), match.start(), match.end(), low, high, "count", counted=counted)
    if part["low"] is None or _is_date_or_label(text, match):
        return None
    if part["high"] and _YEAR.fullmatch(part["low"]) and re.fullmatch(r"(?:1[5-9]|20)?\d\d", part["high"]):
        return None
    if match.group("join") == "-" and not match.group("unit") and _value(part["high"]) <= _value(part["low"]):
        return None
    return _plain(text, match)


def _ratio(match: re.Match[str]) -> Quantity | None:
    first, second = re.split(r"\s(?:in(?:\severy)?|out\sof(?:\severy)?)\s", match.group("ratio"), flags=re.IGNORECASE)
    part, whole = _value(first), _value(second)
    if not whole or part > whole or _YEAR.fullmatch(second):
        return None
    share = 100 * part / whole
    return Quantity(match.group(), match.start(), match.end(), share * 0.97, share * 1.03, "percent", exact=share)


def _is_date_or_label(text: str, match: re.Match[str]) -> bool:
    """A year, a day of a month, a clock time, a score, "COVID-19", "Boeing 787", "21st"."""
    after = text[match.end() : match.end() + 16]
    has_unit = any(match.group(name) for name in ("currency", "scale", "short", "unit", "money"))
    low = match.group("low")
    if not has_unit and not match.group("high") and _YEAR.fullmatch(low):
        return True
    if re.match(r"[:/]\d|(?:st|nd|rd|th)\b|-(?:year|day|week)-old", after) and not after.startswith("-"):
        return True
    if not has_unit and (_DATE_AFTER.match(after) or _DATE_AROUND.search(text[: match.start("low")][-12:])):
        return True
    if not has_unit and re.match(r"\s?(?:a\.?m|p\.?m|o'clock|GMT|ET|EST)\b", after, re.IGNORECASE):
        return True
    named = _NAMED.search(text[: match.start("low")][-24:])
    if not has_unit and low.isdigit() and named and named.group(1).lower() not in CALENDAR:
        return True
    lone_word = low.isalpha() and low.lower() == "one" and not has_unit
    return lone_word or bool(re.match(r"[^\W\d_]", text[match.end() : match.end() + 1]))


def _plain(text: str, match: re.Match[str]) -> Quantity:
    part = match.groupdict()
    scale = 1.0
    for name in ("scale", "short", "more"):
        scale *= _SCALES[part[name].lower()] if part[name] else 1.0
    dimension, factor = _dimension(part)
    value = _value(part["low"]) * scale
    half_step = _half_step(part["low"], scale)
    low, high = value - half_step, value + half_step
    if part["high"]:
        second = _value(part["high"]) * scale
        if second > value:
            high = second + _half_step(part["high"], scale)
            low = value - half_step
    if part["about"]:
        low, high = min(low, value * 0.9), max(high, value * 1.1)
    bound: Bound = "at_least" if part["least"] else "at_most" if part["most"] else ""
    counted = _counted_with_its_whole(text, match) if dimension == "count" else frozenset()
    role: Role = ""
    if dimension == "percent":
        role = "share" if _SHARE.match(text, match.end()) else "change" if _BY.search(text, 0, match.start()) else ""
    if part["minus"]:
        low, high, value = -high, -low, -value
    if dimension in ("count", "month") and not part["high"] and (whose := _whose_age(text, match)):
        dimension, factor, counted = "age", 1.0, whose
    start = min(match.start(name) for name in ("about", "least", "most", "minus", "currency", "low") if part[name])
    return Quantity(
        text[start : match.end()], start, match.end(), low * factor, high * factor, dimension, bound, counted,
        value * factor, factor, role, per["period"].lower() if (per := _PER.match(text, match.end())) else "",
    )  # fmt: skip


def _whose_age(text: str, match: re.Match[str]) -> frozenset[str]:
    """Whose age a number is, as a stem ("the girl, 12, was", "aged 12", "a 12-year-old girl"); empty for no age."""
    after = _YEAR_OLD.match(text, match.end())
    if after:
        return frozenset({stem(after.group(1))}) if after.group(1) else frozenset({"old"})
    alone = _AGE_BEFORE.search(text[max(0, match.start() - 40) : match.start()])
    if alone and match.group("low").isdigit() and int(match.group("low")) < 116:
        closed = alone.group(2).endswith("aged ") or text[match.end() : match.end() + 1] == ","
        return frozenset({stem(alone.group(1))}) if closed else frozenset()
    return frozenset()


def _dimension(part: dict[str, str | None]) -> tuple[str, float]:
    currency = part["currency"] or part["money"]
    if currency:
        return "money:" + CURRENCIES[" ".join(currency.lower().strip(" .").split())], 1.0
    unit = re.sub(r"[\s-]", " ", (part["unit"] or "").lower())
    return UNITS.get(unit, ("count", 1.0))


def _value(written: str) -> float:
    text = _plainly(written)
    if text[0].isdigit():
        return float(text)
    return float(sum(_TENS.get(piece, _ONES.get(piece, 0)) for piece in re.split(r"[- ]", text)))


def _plainly(written: str) -> str:
    """In small letters, and figures without the marks between their thousands."""
    return re.sub(rf"[,{_BLANKS}]", "", written) if written[0].isdigit() else written.lower()


def _half_step(written: str, scale: float) -> float:
    """Half of the last place that was written: 1.2 million is 1.15 to 1.25 million; round figures have 2 % to spare."""
    value = _plainly(written)
    if not value[0].isdigit():
        return 0.05 * scale * _value(written) if scale > 1 else 0.0
    if "." in value:
        return 0.5 * scale * 10.0 ** -len(value.split(".")[1])
    if scale > 1:
        return min(0.5 * scale, 0.05 * scale * float(value))
    zeros = len(value) - len(value.rstrip("0"))
    return 0.02 * float(value) if zeros >= 2 else 0.0


def _counted_with_its_whole(text: str, match: re.Match[str]) -> frozenset[str]:
    whole = _OF_A_WHOLE.match(text, match.end())
    if whole:
        return _counted(text, whole.end())
    before = _WHOLE_BEFORE.search(text[max(0, match.start() - 100) : match.start()])
    return _counted(text, match.end()) | (_counted(before["whole"], 0) if before else frozenset())


def _counted(text: str, end: int) -> frozenset[str]:
    following = _COUNTED_END.split(text[end : end + 60], maxsplit=1)[0]
    content = [w for w in words(following) if is_content(w)][:3]
    last = next((place for place, w in enumerate(content) if _PLURAL.fullmatch(w.form)), len(content))
    return frozenset(stem(w.form) for w in content[: last + 1])
