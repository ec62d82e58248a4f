"""Who is said in a passage to have said or found what it says: the mayor, the engineers, a report by its authors.

A passage is read by its sentence that is nearest to the claim. An office or a kind of work ("the mayor", "an inspection
found") stands for whoever bears its name in the same text, else in the other texts on the claim of about that time. A
finding goes before the one who tells of it: a mayor who quotes a report is not its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from verification.independence import credits
from verification.independence.pairs import Source
from verification.wording import CALENDAR, content_stems, sentences, stem, words_of


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a document that speaks to the claim; ``takes_side`` when it supports or refutes it."""

    document: int
    start: int
    end: int
    takes_side: bool = False
    refutes: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose word or finding something is; two texts that name it alike have the same ``key``."""

    key: str
    name: str
    found: bool

    def __str__(self) -> str:
        return f"what {self.name} {'found' if self.found else 'said'}"


@dataclass(frozen=True, slots=True)
class Attribution:
    """What in a sentence is given as whose."""

    voice: Voice
    content: str
    start: int


_WORKS = words_of(
    "report study inspection survey review audit analysis paper count census investigation inquiry assessment poll"
)
_WORK_STEMS = frozenset(stem(work) for work in _WORKS)
_SINGLE_OFFICES = words_of(
    "mayor president chancellor premier pope king queen governor treasurer council government police ministry "
    "coastguard ambulance parliament commission court judge minister"
)
_TITLES = (
    r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Messrs|Sir|Dame|Lord|Lady|Mayor|President|Councillor|Senator|Minister|Governor|"
    r"Judge|Chancellor|Premier|Captain|Sheriff|Treasurer|Chief|King|Queen|Pope)\.?"
)
# Every repetition has a bound: a hostile page must not cost more than its length.
_WORD = r"[A-Z][\w’'-]{0,40}\w"
_PERSON = rf"\b(?P<name>(?:{_TITLES}\s){{0,3}}{_WORD}(?:\s(?:(?:of|the|and|de|von|al|bin|&)\s){{0,2}}{_WORD}){{0,5}})"
_ASIDE = r"(?:,\s[^,.\n“”\"]{3,70},)?"
_HELPED = r"\s(?:(?:has|had|have|also|then|later|who|that|which)\s){0,2}"
_SAID = (
    r"(?:said|says|told|tells|wrote|writes|tweeted|added|adds|explained|claimed|claims|announced|confirmed|denied|"
    r"stated|insisted|argued|warned|admitted|promised|estimated|put)\b"
)
_FOUND = r"(?:found|finds|showed|shows|shown|concluded|concludes|discovered|measured|counted|revealed|reveals)\b"
_VERB = rf"(?:(?P<found>{_FOUND})|{_SAID})"
_ROLE = r"(?P<role>[a-z]{3,30}(?:-[a-z]{1,30})?)"
_WORK = rf"(?P<work>{'|'.join(sorted(_WORKS))}|studies|surveys|reports)"
_BY = rf"\s(?:by|of|from)\s(?:the\s)?(?:(?P<maker>[a-z]{{3,30}})(?:,)?\s)?{_PERSON}"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?:\b[Tt]he\s(?:[a-z-]{{1,30}}\s){{0,3}}[a-z]{{1,30}},\s)?{_PERSON}{_ASIDE},?{_HELPED}{_VERB}",
        rf"\b(?:[Tt]he|[Aa]n?|[Oo]ne)\s(?:[a-z-]{{1,30}}\s)?{_WORK}{_BY}{_ASIDE},?{_HELPED}{_VERB}",
        rf"{_PERSON}(?:’s|'s|’|')\s(?:[a-z-]{{1,30}}\s){{0,2}}{_WORK}{_HELPED}(?P<found>{_FOUND}|{_SAID})",
        rf"\b(?P<the>(?:[Tt]he|[Aa]n?)\s)?(?:[a-z-]{{1,30}}\s){{0,2}}?{_ROLE}{_HELPED}{_VERB}",
        rf"\b(?:[Tt]he|[Aa]n?|[Tt]heir|[Hh]is|[Hh]er|[Ii]ts)\s(?:[a-z-]{{1,30}}\s){{0,2}}?(?:{_ROLE}[’']s?\s)?{_WORK}"
        rf"(?:\s(?:in|of|from|on|last|this)(?:\s[\w’'-]{{1,30}}){{1,3}})?,?{_HELPED}(?P<found>{_FOUND}|{_SAID})",
        rf"\b(?:said|says|told|adds|added|wrote|warned)\s{_PERSON}",
        rf"\b(?:said|says|adds|added|warned)\s(?P<the>the)\s(?:[a-z-]{{1,30}}\s){{0,2}}?{_ROLE}\b",
        rf"\b[Aa]ccording\sto\s(?:the\s(?:[a-z-]{{1,30}}\s){{0,3}}?)?{_PERSON}",
        rf"\b[Aa]ccording\sto\s(?P<the>the)\s(?:[a-z-]{{1,30}}\s){{0,2}}?{_ROLE}\b",
        rf"\b[Aa]ccording\sto\s(?:the|an?)\s(?:[a-z-]{{1,30}}\s){{0,2}}?{_WORK}{_BY}",
    )
)
_PRONOUN = re.compile(rf"\b(?P<who>[Hh]e|[Ss]he|[Tt]hey|[Ii]t)\b{_HELPED}{_VERB}")
_ANY_WORK = re.compile(
    rf"\b(?:[Tt]he|[Aa]n?|[Tt]heir|[Ii]ts)\s(?:[a-z-]{{1,30}}\s){{0,2}}?(?:{_ROLE}[’']s?\s)?{_WORK}\b(?:{_BY})?"
)
_BEARERS = tuple(
    re.compile(form)
    for form in (
        rf"\b[Tt]he\s(?:[a-z-]{{1,30}}\s){{0,3}}?{_ROLE},\s{_PERSON},",
        rf"\b[Tt]he\s(?:[a-z-]{{1,30}}\s){{0,3}}?{_ROLE}(?:\sof\s[\w\s]{{3,30}})?,?\s{_PERSON}",
        rf"{_PERSON},\s(?:the|an?|who\s(?:became|is|was)|its|their)\s(?:[a-z-]{{1,30}}\s){{0,2}}?{_ROLE}"
        r"(?=[,.;:\n]|\s(?:of|in|since|from)\s)",
        rf"\b(?P<role>Mayor|President|Senator|Minister|Governor|Judge|Chancellor|Premier|Sheriff|Treasurer)\s{_PERSON}",
        rf"(?:^|\s)(?P<role>[A-Z]?[a-z]{{3,30}})\s{_PERSON}{_HELPED}{_VERB}",
    )
)
_TITLE = re.compile(rf"^(?:{_TITLES}\s)+")
_NOBODY = words_of(
    "he she they we it i you this that these those there what but and the a an in on at no some its their one more "
    "most when while after before since if as for of with from mr mrs ms dr councillors officials experts"
)
LONGEST_SENTENCE = 2_000  # code points that are read of one
_ABOUT_ONE_TIME = timedelta(days=366)


class Cast:
    """Who bears which office, and who made which work, in the texts on one claim."""

    def __init__(self, documents: Iterable[Source]) -> None:
        self._documents = list(documents)
        self._bearers = {document.id: _bearers(document.text) for document in self._documents}
        self._full: dict[str, set[str]] = {}
        for bearers in self._bearers.values():
            for names in bearers.values():
                for name in names:
                    self._full.setdefault(_last(name), set()).add(name)

    def attributions(self, document: Source, start: int, end: int) -> list[Attribution]:
        """All attributions in a sentence, in the order in which they stand."""
        return self._read(document, start, end) or list(self._by_pronoun(document, start, end))

    def own_voice(self, document: Source, voices: Iterable[Voice]) -> Voice | None:
        """The voice among ``voices`` that is the document's own publisher, as when the page is the report itself."""
        names = credits.own_names(document.site, document.publisher.split(",")[0])
        return next((voice for voice in voices if credits.normal(voice.name) in names), None)

    def _read(self, document: Source, start: int, end: int) -> list[Attribution]:
        found = []
        for form in _FORMS:
            for match in form.finditer(document.text, start, end):
                voice = self._of(document, match)
                if voice:
                    found.append(Attribution(voice, _content(document.text, match, start, end), match.start()))
        return sorted(found, key=lambda one: one.start)

    def _by_pronoun(self, document: Source, start: int, end: int) -> Iterator[Attribution]:
        """ "She said", "it says": who was last named in the paragraph."""
        match = _PRONOUN.search(document.text, start, end)
        if match is None:
            return
        paragraph = document.text.rfind("\n", 0, start) + 1
        paragraph = max(paragraph, start - 3 * LONGEST_SENTENCE)
        before = sentences(document.text[paragraph:start])[-3:]
        for first, last in reversed(before):
            first, last = first + paragraph, last + paragraph
            if match.group("who").lower() in ("it", "they"):
                works = [self._of(document, work) for work in _ANY_WORK.finditer(document.text, first, last)]
                known = [voice for voice in works if voice]
            else:
                read = self._read(document, first, min(last, first + LONGEST_SENTENCE))
                known = [one.voice for one in read if not one.voice.found]
            if known:
                yield Attribution(known[-1], _content(document.text, match, start, end), match.start())
                return

    def _of(self, document: Source, match: re.Match[str]) -> Voice | None:
        parts = match.groupdict()
        found = bool(parts.get("found") or parts.get("work"))
        name = _person(parts.get("name") or "")
        if name:
            return self._named(name, found)
        for role in filter(None, (parts.get("role"), parts.get("work"))):
            bearer = self._bearer(document, stem(role))
            if bearer:
                return self._named(bearer, found or stem(role) in _WORK_STEMS)
        role = parts.get("role") or ""
        if role in _SINGLE_OFFICES and (parts.get("the") or "").strip():
            return Voice(f"the {role}", f"the {role}", found)
        return None

    def _named(self, name: str, found: bool) -> Voice:
        last = _last(name)
        if " and " in name or " & " in name:
            return Voice(credits.normal(name), name, found)
        namesakes = {full for full in self._full.get(last, set()) if " " in full}
        if len(namesakes) > 1 and " " in name:
            return Voice(credits.normal(name), name, found)
        return Voice(last, name.split()[-1], found)

    def _bearer(self, document: Source, role: str) -> str:
        """The one who has the office in this text, else in the others of about its time; empty if none or several."""
        own = _one(self._bearers[document.id].get(role, ())) if document.id in self._bearers else ""
        if own or self._bearers.get(document.id, {}).get(role):
            return own
        names: list[str] = []
        for other in self._documents:
            if other.id != document.id and _about_one_time(document, other):
                names += self._bearers[other.id].get(role, ())
                names += _makers(other, role)
        return _one(names)


def nearest(text: str, passage: Passage, statement: str) -> tuple[int, int, int]:
    """Start and end of the passage's sentence that shares most with the statement, and how much it shares."""
    wanted = set(content_stems(statement))
    spans = [
        (passage.start + start, passage.start + end) for start, end in sentences(text[passage.start : passage.end])
    ] or [(passage.start, passage.end)]
    scored = [(len(wanted & set(content_stems(text[start:end]))), -start, end) for start, end in spans]
    shared, start, end = max(scored)
    return -start, end, shared


def _content(text: str, match: re.Match[str], start: int, end: int) -> str:
    """What of the sentence is attributed: what comes behind, and what comes before a cue that is thrown in."""
    before = text[start : match.start()].rstrip()
    inverted = match.group()[:4].lower() in ("said", "says", "told", "adds", "adde", "wrot", "warn", "acco")
    thrown_in = before.endswith((",", "”", '"', "’", "»")) and not match.groupdict().get("found")
    return f"{before if inverted or thrown_in else ''} {text[match.end() : end]}"


def _speaks_to(content: str, passage: Passage, statement: str) -> bool:
    return len(set(content_stems(content)) & set(content_stems(statement))) >= (1 if passage.takes_side else 2)


@dataclass(frozen=True, slots=True)
class Told:
    """``voices`` by document; the passages of the documents ``otherwise`` attribute only what is beside the claim."""

    voices: Mapping[int, Voice]
    otherwise: frozenset[int]


def told_in(
    documents: Sequence[Source], passages: Iterable[Passage], statement: str, others: Iterable[Source] = ()
) -> Told:
    """Whose word or finding each document's best passage is, where it says so. ``others`` help to tell offices."""
    cast = Cast([*documents, *others])
    by_id = {document.id: document for document in documents}
    told: dict[int, Voice] = {}
    silent: list[Source] = []
    otherwise: set[int] = set()
    for number, passage in _best(by_id, passages, statement).items():
        start, end, _ = nearest(by_id[number].text, passage, statement)
        end = min(end, start + LONGEST_SENTENCE)
        attributions = cast.attributions(by_id[number], start, end)
        speaking = [one.voice for one in attributions if _speaks_to(one.content, passage, statement)]
        if speaking:
            told[number] = next((voice for voice in speaking if voice.found), speaking[0])
        elif attributions:
            otherwise.add(number)
        elif _speaks_to(by_id[number].text[start:end], passage, statement):
            silent.append(by_id[number])
    for document in silent:
        own = cast.own_voice(document, told.values())
        if own:
            told[document.id] = own
    finders = {voice.key: voice for voice in told.values() if voice.found}
    return Told({number: finders.get(voice.key, voice) for number, voice in told.items()}, frozenset(otherwise))


def _best(documents: Mapping[int, Source], passages: Iterable[Passage], statement: str) -> dict[int, Passage]:
    """Each document's passage that takes a side and shares most with the statement."""
    best: dict[int, tuple[tuple[bool, int], Passage]] = {}
    for passage in passages:
        if passage.document not in documents:
            continue
        rank = (passage.takes_side, nearest(documents[passage.document].text, passage, statement)[2])
        if passage.document not in best or rank > best[passage.document][0]:
            best[passage.document] = (rank, passage)
    return {number: passage for number, (_, passage) in best.items()}


@lru_cache(maxsize=128)  # the documents of one article are seen with every one of its claims
def _bearers(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for form in _BEARERS:
        for match in form.finditer(text):
            name = _person(match.group("name"))
            if name:
                found.setdefault(stem(match.group("role")), []).append(name)
    for match in _FORMS[0].finditer(text):
        name = _person(match.group("name"))
        if len(name.split()) == 2:
            found.setdefault("", []).append(name)  # no office, but a full name that tells namesakes apart
    for match in _ANY_WORK.finditer(text):
        name = _person(match.group("name") or "")
        if name:
            found.setdefault(stem(match.group("work")), []).append(name)
    return found


def _makers(document: Source, role: str) -> list[str]:
    """The publisher of a page that is by its title the work, or that bears the office in its own name."""
    name, _, office = document.publisher.partition(",")
    by_office = role in {stem(word) for word in office.split()}
    by_title = role in _WORK_STEMS and role in {stem(word) for word in re.findall(r"\w+", document.title)}
    return [name.strip()] if name.strip() and (by_office or by_title) else []


def _about_one_time(a: Source, b: Source) -> bool:
    if a.published_at is None or b.published_at is None:
        return True
    return abs(a.published_at - b.published_at) <= _ABOUT_ONE_TIME


def _person(written: str) -> str:
    name = re.sub(r"[’']s?$", "", _TITLE.sub("", written.strip())).strip()
    words = name.split()
    if not words or words[0].lower() in _NOBODY or words[-1].lower() in _NOBODY | CALENDAR or len(words[-1]) < 3:
        return ""
    return name


def _last(name: str) -> str:
    return credits.normal(name.split()[-1])


def _one(names: Iterable[str]) -> str:
    """The only one named, written longest; empty when the names are of several."""
    known = sorted(set(names), key=len, reverse=True)
    return known[0] if known and len({_last(name) for name in known}) == 1 else ""
