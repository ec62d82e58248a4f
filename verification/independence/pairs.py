"""Whether two documents are one origin, and why."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from verification.independence import credits
from verification.independence.shingles import Hashes, likeness, own_text, runs, subject, subject_likeness
from verification.wording import words_of

# Of the shorter text's own words: a copy, cut or re-headed; the pages read by us share at most 0.05 without copying.
COPY_SHARE = 0.25
COPY_RUNS = 25
# Two reports of one event; needed before a common credit means anything, since agencies write on everything.
SAME_EVENT = 0.36
# What counts as a line of the page's furniture when two pages share it, and how much must be left without them.
LINE_WORDS, REST_SHARE = 4, 0.35
# Sites that publish for many: their name says nothing about who wrote.
HOSTS = words_of(
    "medium.com substack.com blogspot.com wordpress.com tumblr.com youtube.com facebook.com twitter.com "
    "x.com reddit.com github.io linkedin.com msn.com yahoo.com news.google.com flipboard.com archive.org "
    "archive.is archive.today archive.ph scribd.com issuu.com pressreader.com smartnews.com newsbreak.com t.me "
    "telegram.org livejournal.com bsky.app threads.net instagram.com tiktok.com linktr.ee docs.google.com "
    # Resolvers, repositories and platforms of scholarly work.
    "doi.org nih.gov arxiv.org biorxiv.org medrxiv.org ssrn.com osf.io zenodo.org figshare.com researchgate.net "
    "semanticscholar.org europepmc.org jstor.org sciencedirect.com springer.com wiley.com tandfonline.com sagepub.com "
    "oup.com cambridge.org hal.science core.ac.uk academia.edu openalex.org crossref.org handle.net"
)
_HOST_NAMES = frozenset(credits.normal(host) for host in HOSTS)


@dataclass(frozen=True, slots=True)
class Source:
    """What is needed to know of a document; ``site`` is its registrable domain."""

    id: int
    url: str
    site: str
    title: str
    text: str
    publisher: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A document with what the comparisons need, made once."""

    source: Source
    runs: Hashes
    subject: Counter[str]
    agencies: frozenset[str]
    provided: frozenset[str]
    named: dict[str, list[int]]
    names: frozenset[str]


@lru_cache(maxsize=128)  # the documents of one article are seen with every one of its claims
def prepare(source: Source) -> Prepared:
    """Read a document's own words, subject and credits."""
    text = _prepare_text(source.title, source.text)
    return Prepared(
        source=source,
        runs=text.runs,
        subject=text.subject,
        agencies=credits.agencies(text.credited, source.site, source.publisher),
        provided=text.provided,
        named=text.named,
        names=credits.own_names(source.site, source.publisher),
    )


class _PreparedText(NamedTuple):
    """What does not depend on who published a text."""

    runs: Hashes
    subject: Counter[str]
    credited: frozenset[str]
    provided: frozenset[str]
    named: dict[str, list[int]]


@lru_cache(maxsize=128)  # one agency's report stands under many addresses
def _prepare_text(title: str, text: str) -> _PreparedText:
    return _PreparedText(
        runs=runs(own_text(text)),
        subject=subject(f"{title}\n{text}"),
        credited=credits.credited(text),
        provided=credits.provided_by(text),
        named=credits.named_sources(text),
    )


def one_origin(a: Prepared, b: Prepared) -> str:
    """The reason, as a sentence, why two documents on one claim are one origin; empty where they are not."""
    return _same_page(a, b) or _one_publisher(a.source, b.source) or same_text(a, b) or _one_credit(a, b)


def same_report(a: Prepared, b: Prepared) -> str:
    """The reason why two documents are one report, as a sentence; one publisher is none, since it writes many."""
    return _same_page(a, b) or same_text(a, b) or _one_credit(a, b)


def _same_page(a: Prepared, b: Prepared) -> str:
    return "They are the same page." if a.source.url and a.source.url == b.source.url else ""


_QUOTES = re.compile(r"[“”\"«»]")


@lru_cache(maxsize=512)
def event_likeness(a: Prepared, b: Prepared) -> float:
    """How alike two pages are in subject (0–1), leaving out the lines that both have, unless they are most of a page.

    The line about the company under every release of a company says nothing about the event.
    """
    texts = [page.source.text for page in (a, b)]
    lines = [{line.strip() for line in text.split("\n") if len(line.split()) >= LINE_WORDS} for text in texts]
    shared = {line for line in lines[0] & lines[1] if not _QUOTES.search(line)}
    if shared:
        rest = ["\n".join(line for line in text.split("\n") if line.strip() not in shared) for text in texts]
        if all(len(left) >= REST_SHARE * len(text) for left, text in zip(rest, texts, strict=True)):
            return subject_likeness(
                *(subject(f"{page.source.title}\n{left}") for page, left in zip((a, b), rest, strict=True))
            )
    return subject_likeness(a.subject, b.subject)


def _one_publisher(a: Source, b: Source) -> str:
    """The reason, as a sentence, why two documents have one publisher; empty where they have not."""
    if a.site and a.site == b.site and a.site not in HOSTS:
        return f"They are published by the same site, {a.site}."
    name = credits.normal(a.publisher)
    if name and name == credits.normal(b.publisher) and name not in _HOST_NAMES:
        return f"They are published by the same publisher, {a.publisher.strip()}."
    return ""


def same_text(a: Prepared, b: Prepared) -> str:
    """The reason why one text is a copy of the other, cut or headed anew, as a sentence; empty where it is not."""
    shared = likeness(a.runs, b.runs)
    shortest = min(len(a.runs), len(b.runs))
    if shared.share >= COPY_SHARE and shared.runs >= min(COPY_RUNS, max(8, shortest // 2)):
        both = sorted(a.agencies & b.agencies)
        if both:
            return f"They are copies of one report by {both[0]}."
        return f"{round(100 * shared.share)} % of the shorter text's own words stand in the other one too."
    return ""


def _one_credit(a: Prepared, b: Prepared) -> str:
    if event_likeness(a, b) < SAME_EVENT:
        return ""
    both = sorted(a.agencies & b.agencies)
    if both:
        return f"Both credit {both[0]} for a report on the same event."
    for one, other in ((a, b), (b, a)):
        if credits.any_named(one.provided, other.names):
            return f"{_name(one.source)} says that its text comes from {_name(other.source)}."
        named = credits.any_named(one.named, other.names)
        early = max(len(one.source.text) // 4, min(400, len(one.source.text) // 2))
        if named and (len(one.named[named]) >= 2 or one.named[named][0] < early):
            return f"{_name(one.source)} names {_name(other.source)} as the source of its report."
    return ""


def _name(source: Source) -> str:
    return source.publisher.strip() or source.site or source.title or "One page"
