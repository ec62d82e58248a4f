"""One source behind several origins: the study, statement or report on which separately written pages rest.

Thin on purpose: it speaks only where both pages quote the same words, or name the same publication as where their
matter comes from, on the same event.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from verification.independence import credits
from verification.independence.pairs import SAME_EVENT, Source, event_likeness, prepare
from verification.independence.shingles import Hashes, likeness, own_text, quoted_text, runs
from verification.wording import CALENDAR, sentences

QUOTED_RUN = 5
SHARED_QUOTED_RUNS = 4
SAME_SUBJECT = 0.3
RETOLD_RUNS, RETOLD_SHARE = 9, 0.06
SURELY_ONE_EVENT, VOICE_SHARE = 0.42, 0.25
_PUBLICATION = re.compile(
    r"\b(?:published|reported|described|appear(?:s|ed)?|detailed|presented|a (?:study|paper|report))"
    r"(?:\s\w+){0,3}\s(?:in|by|from|at)\s(?:the\s)?(?:journals?\s(?:of\s)?)?"
    r"(?P<name>[A-Z][\w&’'-]+(?:\s(?:of\s|the\s|and\s|&\s)*[A-Z][\w&’'-]+){0,5})"
)


@dataclass(frozen=True, slots=True)
class SourceBehind:
    """Documents of different origins that rest on one source; ``name`` is how it can be called."""

    ids: tuple[int, ...]
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Read:
    source: Source
    quoted: Hashes
    quotes: tuple[str, ...]
    publications: dict[str, str]
    voices: Counter[str]


def sources_behind(origins: Iterable[Sequence[int]], documents: Sequence[Source]) -> list[SourceBehind]:
    """Joins documents of different ``origins`` (ids) over what they share; one entry a source, largest first."""
    origin_of = {number: i for i, ids in enumerate(origins) for number in ids}
    read = [_read(document) for document in documents if document.id in origin_of]
    found: dict[str, tuple[set[int], str]] = {}
    for a, b in combinations(read, 2):
        if origin_of[a.source.id] == origin_of[b.source.id]:
            continue
        alike = event_likeness(prepare(a.source), prepare(b.source))
        if alike < SAME_SUBJECT:
            continue
        for name, reason in _shared(a, b, alike):
            ids, _ = found.setdefault(name, (set(), reason))
            ids |= {a.source.id, b.source.id}
    return _largest_first(found)


@lru_cache(maxsize=128)
def _read(source: Source) -> _Read:
    quoted = quoted_text(source.text)
    publications = {}
    for match in _PUBLICATION.finditer(source.text):
        name = match.group("name")
        if name.split()[0].lower() not in CALENDAR and len(name) > 3:
            publications[credits.normal(name)] = name
    own = credits.own_names(source.site, source.publisher)
    named = {n: name for n, name in credits.written_names(source.text).items() if n not in own and len(n) > 3}
    return _Read(
        source, runs(quoted, QUOTED_RUN), tuple(quoted.split("\n")), named | publications, credits.voices(source.text)
    )


def _shared(a: _Read, b: _Read, alike: float) -> list[tuple[str, str]]:
    found = [
        (a.publications[key], f"Both name {a.publications[key]}.") for key in a.publications.keys() & b.publications
    ]
    if likeness(a.quoted, b.quoted).runs >= SHARED_QUOTED_RUNS:
        quote = max(a.quotes, key=lambda piece: likeness(runs(piece, QUOTED_RUN), b.quoted).runs).strip('“”"«» ')
        found.append((f"the statement “{_short(quote)}”", "Both quote the same words."))
    if alike >= SAME_EVENT and not found:
        found = _retold(a, b) or (_one_voice(a, b) if alike >= SURELY_ONE_EVENT else [])
    return found


def _retold(a: _Read, b: _Read) -> list[tuple[str, str]]:
    """Sentences in common outside quotation marks, too few for a copy: both retell one text."""
    one, other = prepare(a.source), prepare(b.source)
    shared = likeness(one.runs, other.runs)
    if shared.runs < RETOLD_RUNS or shared.share < RETOLD_SHARE:
        return []
    text = own_text(a.source.text)
    start, end = max(sentences(text), key=lambda span: likeness(runs(text[slice(*span)]), other.runs).runs)
    return [(f"the text that says “{_short(text[start:end])}”", "Both retell the same text.")]


def _one_voice(a: _Read, b: _Read) -> list[tuple[str, str]]:
    """The one who speaks most in both, and is no mere one of many."""
    top = [
        {
            name
            for name, count in page.voices.items()
            if count == max(page.voices.values()) and count >= VOICE_SHARE * page.voices.total()
        }
        for page in (a, b)
    ]
    both = sorted(top[0] & top[1], key=lambda name: (-a.voices[name] - b.voices[name], name))
    return [(f"what {both[0]} said", f"{both[0]} is the one who speaks most in both.")] if both else []


def _short(text: str) -> str:
    plain = " ".join(text.split()).strip("¶ ")
    return plain if len(plain) <= 90 else plain[:90].rsplit(" ", 1)[0] + " …"


def _largest_first(found: dict[str, tuple[set[int], str]]) -> list[SourceBehind]:
    """A source whose documents are all in a larger one's is left out: one statement has many quotable lines."""
    made: list[SourceBehind] = []
    for name, (ids, reason) in sorted(found.items(), key=lambda item: (-len(item[1][0]), item[0])):
        if not any(ids <= set(larger.ids) for larger in made):
            made.append(SourceBehind(tuple(sorted(ids)), name, reason))
    return made
