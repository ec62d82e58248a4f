"""One source behind several origins: the study, statement or report on which separately written pages rest.

Thin on purpose: it speaks only where both pages quote the same words, or name the same publication as where their
matter comes from, on the same event. Where the passages on a claim are known, who is said in them to have said or found
it goes before all that the pages as a whole have in common.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from verification.independence import credits
from verification.independence.pairs import SAME_EVENT, Source, event_likeness, prepare
from verification.independence.said import Passage, Voice, told_in
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


def sources_behind(
    origins: Iterable[Sequence[int]],
    documents: Sequence[Source],
    *,
    statement: str = "",
    passages: Sequence[Passage] = (),
    others: Iterable[Source] = (),
) -> list[SourceBehind]:
    """Joins documents of different ``origins`` (ids) over what they share; one entry a source, largest first.

    ``passages`` are the places that speak to the claim's ``statement``: what they name as their source comes first, and
    a document that has such a source has no other. ``others``, as the checked article, only help to tell who is who.
    """
    origin_of = {number: i for i, ids in enumerate(origins) for number in ids}
    counted = [document for document in documents if document.id in origin_of]
    told = told_in(counted, passages, statement, others)
    named = _named_in_passages(told.voices, origin_of)
    read = [_read(document) for document in counted if document.id not in told.voices]
    around = _around(counted, passages) if passages else None
    found: dict[str, tuple[set[int], str]] = {}
    for a, b in combinations(read, 2):
        if origin_of[a.source.id] == origin_of[b.source.id]:
            continue
        alike = event_likeness(prepare(a.source), prepare(b.source))
        if alike < SAME_SUBJECT:
            continue
        guessed = not told.otherwise & {a.source.id, b.source.id}
        for name, reason in _shared(a, b, alike, around, guessed=guessed):
            ids, _ = found.setdefault(name, (set(), reason))
            ids |= {a.source.id, b.source.id}
    return [*named, *_largest_first(found)]


def _named_in_passages(told: Mapping[int, Voice], origin_of: Mapping[int, int]) -> list[SourceBehind]:
    by_key: dict[str, list[int]] = {}
    for number, voice in told.items():
        by_key.setdefault(voice.key, []).append(number)
    made = [
        SourceBehind(tuple(sorted(ids)), str(told[ids[0]]), f"Their passages tell {told[ids[0]]}.")
        for ids in by_key.values()
        if len({origin_of[number] for number in ids}) > 1
    ]
    return sorted(made, key=lambda source: (-len(source.ids), source.name))


def _around(documents: Iterable[Source], passages: Iterable[Passage]) -> dict[int, str]:
    """By document, the paragraphs in which its passages stand."""
    texts = {document.id: document.text for document in documents}
    found = dict.fromkeys(texts, "")
    for passage in passages:
        text = texts.get(passage.document)
        if text is not None:
            last = text.find("\n", passage.end)
            found[passage.document] += text[text.rfind("\n", 0, passage.start) + 1 : last if last >= 0 else None] + "\n"
    return found


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


def _shared(
    a: _Read, b: _Read, alike: float, around: Mapping[int, str] | None, *, guessed: bool
) -> list[tuple[str, str]]:
    found = [
        (a.publications[key], f"Both name {a.publications[key]}.") for key in a.publications.keys() & b.publications
    ]
    if likeness(a.quoted, b.quoted).runs >= SHARED_QUOTED_RUNS:
        quote = max(a.quotes, key=lambda piece: likeness(runs(piece, QUOTED_RUN), b.quoted).runs).strip('“”"«» ')
        found.append((f"the statement “{_short(quote)}”", "Both quote the same words."))
    if alike >= SAME_EVENT and not found:
        found = _retold(a, b, around) or (_one_voice(a, b, around) if guessed and alike >= SURELY_ONE_EVENT else [])
    return found


def _retold(a: _Read, b: _Read, around: Mapping[int, str] | None) -> list[tuple[str, str]]:
    """Sentences in common outside quotation marks, too few for a copy: both retell one text, also in the passages."""
    one, other = prepare(a.source), prepare(b.source)
    shared = likeness(one.runs, other.runs)
    if shared.runs < RETOLD_RUNS or shared.share < RETOLD_SHARE:
        return []
    if around and not all(
        likeness(runs(around[page.source.id]), shared.runs).runs for page, shared in ((a, other), (b, one))
    ):
        return []
    text = own_text(a.source.text)
    start, end = max(sentences(text), key=lambda span: likeness(runs(text[slice(*span)]), other.runs).runs)
    return [(f"the text that says “{_short(text[start:end])}”", "Both retell the same text.")]


def _one_voice(a: _Read, b: _Read, around: Mapping[int, str] | None) -> list[tuple[str, str]]:
    """The one who speaks most in both, also ``around`` the passages if known, and is no mere one of many."""
    top = [
        {
            name
            for name, count in page.voices.items()
            if count == max(page.voices.values())
            and count >= VOICE_SHARE * page.voices.total()
            and (around is None or name in around[page.source.id])
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
