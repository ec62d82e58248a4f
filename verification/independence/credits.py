"""Whom a page credits: the agency whose text it is, the publisher that provided it, the medium that it retells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from verification.wording import CALENDAR, words_of

# Name for people → how the credit is written, and the sites that are the agency itself.
AGENCIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "Reuters": (r"(?:Thomson )?Reuters", ("reuters.com",)),
    "Associated Press": (r"(?:The )?Associated Press|AP", ("apnews.com", "ap.org")),
    "AFP": (r"AFP|Agence France[- ]Presse", ("afp.com",)),
    "dpa": (r"dpa|Deutsche Presse-Agentur", ("dpa.com", "dpa-international.com")),
    "PA Media": (r"PA Media|Press Association|PA", ("pa.media",)),
    "UPI": (r"UPI|United Press International", ("upi.com",)),
    "Bloomberg": (r"Bloomberg(?: News)?", ("bloomberg.com",)),
    "Xinhua": (r"Xinhua", ("xinhuanet.com", "news.cn")),
    "TASS": (r"TASS|ITAR-TASS", ("tass.com", "tass.ru")),
    "EFE": (r"EFE", ("efe.com",)),
    "ANSA": (r"ANSA", ("ansa.it",)),
    "Kyodo": (r"Kyodo(?: News)?", ("kyodonews.net",)),
    "PTI": (r"PTI|Press Trust of India", ("ptinews.com",)),
    "IANS": (r"IANS|Indo-Asian News Service", ("ians.in",)),
    "ANI": (r"ANI|Asian News International", ("aninews.in",)),
    "AAP": (r"AAP|Australian Associated Press", ("aap.com.au",)),
    "The Canadian Press": (r"(?:The )?Canadian Press", ("thecanadianpress.com",)),
    "Anadolu Agency": (r"Anadolu(?: Agency)?", ("aa.com.tr",)),
    "PR Newswire": (r"PR ?Newswire", ("prnewswire.com",)),
    "Business Wire": (r"Business ?Wire", ("businesswire.com",)),
    "GlobeNewswire": (r"GLOBE ?NEWSWIRE|GlobeNewswire", ("globenewswire.com",)),
}
_HEAD = 500
_TAIL = 500


_WRITTEN = {name: re.compile(written) for name, (written, _) in AGENCIES.items()}
_ANY = "|".join(written.replace(" ", r"\s") for written, _ in AGENCIES.values())
_CREDIT = re.compile(
    rf"""\(({_ANY})\)\s*(?:[-–—:.]|$)             # LONDON (Reuters) -
    | /({_ANY})/                                 # /PRNewswire/
    | ^\s*(?:By\s)?({_ANY})\s*$                 # a byline of its own
    | \b(?:by|from|source:|via)\s(?:the\s)?({_ANY})\s*(?:[|,\n]|$)
    | (?:©|\([cC]\)|[cC]opyright)\s*(?:\d{{4}}\s)?(?:by\s)?(?:the\s)?({_ANY})\b
    | \b(?:[Rr]eporting|[Ww]riting|[Ee]diting)\sby\s[^.\n]{{0,80}}\b({_ANY})\b
    | \b({_ANY})\scontributed\sto\sthis
    | \b[Ww]ith\s(?:inputs|files)\sfrom\s({_ANY})\b""",
    re.VERBOSE | re.MULTILINE,
)
# Whose picture it is says nothing about who wrote.
_PICTURE = re.compile(
    r"\b(?:photos?|photographs?|pictures?|images?|videos?|graphics?|illustrations?|file)\b[^.\n]{0,15}$", re.IGNORECASE
)
# Names begin where words begin, and have an end: a page may be one word of a million letters.
_MEDIUM = r"\b(?P<name>(?:[Tt]he\s)?[A-Z][\w&.'’-]{0,60}(?:\s(?:of\s|the\s|and\s|&\s)?[A-Z][\w&.'’-]{0,60}){0,4})"
_PROVIDED = re.compile(
    rf"(?:provided by|(?:originally|first) (?:published|appeared|reported)\s(?:by|in|on|at)|"
    rf"republished (?:from|with permission (?:of|from)))\s{_MEDIUM}",
    re.MULTILINE,
)
_NAMED_AS_SOURCE = (
    re.compile(rf"\b[Aa]ccording to (?:a (?:report|story|study) (?:in|by|from|on) )?{_MEDIUM}"),
    re.compile(
        rf"\b(?:told|tells|interview with|interviewed by|reported (?:by|in)|report (?:in|by|from)|wrote (?:in|for)|"
        rf"published (?:in|by)|speaking to|spoke to|speaks to)\s{_MEDIUM}"
    ),
    re.compile(
        rf"{_MEDIUM}(?:,\s[^,.\n]{{3,60}},)?(?:\s|,\s|\sfirst\s|\sexclusively\s)"
        r"(?:reports|reported|has reported|had reported|is reporting|wrote|writes|revealed|claims|notes|quotes)\b"
    ),
)
_NAME = r"\b(?P<name>[A-Z][\w.'’-]{1,60}(?:\s(?:of\s|the\s|al-|bin\s|de\s|von\s){0,3}[A-Z][\w.'’-]{1,60}){0,5})"
_VOICES = (
    re.compile(rf"{_NAME}(?:,\s[^,.\n]{{3,70}},)?\s(?:has\s|had\s|also\s|then\s)?"
               r"(?:said|says|told|tells|wrote|writes|tweeted|added|explained|claimed|claims|announced|confirmed|denied)\b"),
    re.compile(r"\b(?:said|says|told|according to|statement (?:from|by|of|issued by))\s(?:the\s|a\s|an\s)?"
               rf"(?:[a-z]+\s){{0,3}}?{_NAME}"),
)  # fmt: skip
_NO_VOICE = words_of("he she they it we i you this that these those there what but and the a in on at mr mrs ms dr")
_LEADING_THE = re.compile(r"^the\s", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the\s)?(?:daily\s(?=\w{5}))?", re.IGNORECASE)
_ENDING = re.compile(
    r"(?:\.(?:com|org|net|info|tv|co\.uk|de|fr))$|(?<=\w{4})\s(?:news|newspaper|online|magazine|website)$"
)


def credited(text: str) -> frozenset[str]:
    """The agencies that a text credits at its head or foot."""
    edges = text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]}\n{text[-_TAIL:]}"
    credits = (m for m in _CREDIT.finditer(edges) if not _PICTURE.search(edges, max(0, m.start() - 40), m.start()))
    named = {next(filter(None, match.groups())) for match in credits}
    return frozenset(
        name for name, form in _WRITTEN.items() if any(form.fullmatch(" ".join(one.split())) for one in named)
    )


def agencies(credited: frozenset[str], site: str, publisher: str) -> frozenset[str]:
    """The agencies that a page credits in its text, or that it belongs to."""
    found = set(credited)
    found |= {name for name, (_, sites) in AGENCIES.items() if site in sites}
    plain = normal(publisher)
    found |= {name for name in AGENCIES if plain and normal(name) == plain}
    return frozenset(found)


def provided_by(text: str) -> frozenset[str]:
    """Publishers that the page says its text comes from, in normal form."""
    return frozenset(normal(match.group("name")) for match in _PROVIDED.finditer(text))


def named_sources(text: str) -> dict[str, list[int]]:
    """Names to which the text attributes its report ("X reported", "told X") in normal form → where it does so."""
    found: dict[str, list[int]] = {}
    for form in _NAMED_AS_SOURCE:
        for match in form.finditer(text):
            name = normal(match.group("name"))
            if name:
                found.setdefault(name, []).append(match.start())
    return found


def written_names(text: str) -> dict[str, str]:
    """What ``named_sources`` finds, in normal form → as it is written."""
    found: dict[str, str] = {}
    for form in _NAMED_AS_SOURCE:
        for match in form.finditer(text):
            found.setdefault(normal(match.group("name")), _LEADING_THE.sub("", match.group("name")).rstrip(" ."))
    return found


def voices(text: str) -> Counter[str]:
    """Who speaks in a text (persons, offices, bodies, media) by the last word of the name, and how often."""
    found: Counter[str] = Counter()
    for form in _VOICES:
        for match in form.finditer(text):
            name = re.sub(r"[’']s?$", "", match.group("name")).split()
            if name and name[-1].lower() not in _NO_VOICE | CALENDAR and len(name[-1]) > 2:
                found[name[-1].rstrip(".")] += 1
    return found


def own_names(site: str, publisher: str) -> frozenset[str]:
    """The names by which others may credit a page's publisher, in normal form."""
    names = {normal(publisher), normal(site.split(".")[0]) if site else ""}
    names |= {normal(name) for name, (_, sites) in AGENCIES.items() if site in sites}
    return frozenset(name for name in names if len(name) > 2)


@lru_cache(maxsize=4096)  # a few names, asked for again with every pair of documents
def normal(name: str) -> str:
    """A publisher's name for comparison: no article, no "Daily" or "News" or ".com"; letters and digits only."""
    plain = _ARTICLE.sub("", name.strip()).removesuffix("’s").removesuffix("'s")
    agency = next((agency for agency, form in _WRITTEN.items() if form.fullmatch(plain)), None)
    plain = _ENDING.sub("", _ARTICLE.sub("", agency or plain).lower())
    return re.sub(r"[\W_]+", "", plain)


def any_named(names: Iterable[str], among: Iterable[str]) -> str:
    """The first of ``names`` that stands in ``among``, or empty."""
    known = set(among)
    return next((name for name in sorted(names) if name in known), "")
