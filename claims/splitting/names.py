"""Who and what an article names: persons with their fullest names, their roles and genders, organisations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from claims.splitting.parsing import Word
from claims.splitting.shapes import Entity, Span
from claims.splitting.word_lists import word_list, word_rows

MALE_TITLES = frozenset(["mr", "mr.", "sir", "lord", "king", "prince", "father", "brother"])
FEMALE_TITLES = word_list("female_titles")
TITLES = MALE_TITLES | FEMALE_TITLES | word_list("titles_of_persons")
SUFFIXES = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "esq", "esq."])
HONORIFICS = frozenset(["mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "dr", "dr."])
MALE_ROLES = frozenset(
    ["spokesman", "chairman", "congressman", "businessman", "actor", "salesman", "policeman", "fireman", "councilman"]
)
FEMALE_ROLES = frozenset(
    ["spokeswoman", "chairwoman", "congresswoman", "businesswoman", "actress", "policewoman", "councilwoman"]
)
ROLES = word_list("roles")
# For the agreement of pronouns only; names used for both are left out on purpose.
MALE_NAMES = word_list("male_names")
FEMALE_NAMES = word_list("female_names")
_NO_FAMILIES = frozenset(
    ["medal", "prize", "award", "trophy", "cup", "act", "avenue", "boulevard", "hospital", "university", "stadium",
     "arena", "airport", "festival", "league", "championship", "museum", "institute", "foundation", "council", "river"]
)  # fmt: skip
_COUNTRIES = frozenset(" ".join(row) for row in word_rows("countries"))
_WITH_COUNTRY = 2
_OUTSTANDING = 2
_SETTLED = 2
_ABBREVIATED_ROLES = {
    "gov.": "governor",
    "sen.": "senator",
    "rep.": "representative",
    "gen.": "general",
    "prof.": "professor",
}


@dataclass(slots=True)
class Person:
    """One person of the article; ``name`` is the fullest form that it uses."""

    name: str
    gender: str = ""  # "m", "f" or unknown
    roles: set[str] = field(default_factory=set)
    times: int = 0  # how often the text gives the name in full
    settled: bool = False  # whether the surname alone meant this person before there was another one of it


@dataclass(slots=True)
class Mention:
    """A place where somebody or something is named."""

    words: list[Word]
    person: Person | None
    label: str

    @property
    def span(self) -> Span:
        return self.words[0].start, self.words[-1].end


def entity_runs(words: Sequence[Word]) -> list[list[Word]]:
    """Words of each named entity of a sentence, possessive endings left out."""
    runs: list[list[Word]] = []
    for word in words:
        if not word.ent:
            continue
        if word.ent_iob == 3 or not runs or runs[-1][-1].i != word.i - 1 or runs[-1][-1].ent != word.ent:
            runs.append([word])
        else:
            runs[-1].append(word)
    kept = []
    for run in runs:
        # "accused the transport ministry of ignoring": what follows the name is no part of it.
        verb = next((k for k, w in enumerate(run) if k and w.tag.startswith("VB") and w.text[0].islower()), None)
        if verb is not None:
            run = run[: verb - 1 if run[verb - 1].tag == "IN" else verb]
        while run and (run[-1].tag in ("POS", "IN") or not run[-1].text[0].isalnum()):
            run = run[:-1]
        if len(run) > _WITH_COUNTRY and run[0].text in _COUNTRIES and _gender(run[1].text):
            kept.append(run[:1])  # "the envoy to Norway Ann Lee" are two names, though the model took them for one
            run = run[1:]
        if run:
            kept.append(run)
    return kept


def entities(words: Sequence[Word], text: str, span: Span) -> tuple[Entity, ...]:
    """Named entities that lie inside ``span``."""
    found = []
    for run in entity_runs(words):
        start, end = run[0].start, run[-1].end
        if span[0] <= start and end <= span[1]:
            found.append(Entity(text[start:end], run[0].ent, start, end))
    return tuple(found)


def plain_name(words: Sequence[Word]) -> list[str]:
    """The words of a personal name without titles and possessives."""
    parts: list[str] = []
    joined = False
    for word in words:
        if word.text in ("-", "‐", "‑") and parts:
            parts[-1] += "-"
            joined = True
        elif joined:
            parts[-1] += word.text
            joined = False
        elif word.lower not in TITLES and word.tag not in ("POS", "DT") and word.text[0].isalpha():
            parts.append(word.text)
    return parts


def _one_person(first: Person, other: Person) -> bool:
    """``Patrick Hale Jr.``, ``Patrick W. Hale`` and ``Pat Hale`` are one man; ``Paula Hale`` is not."""
    a, b = first.name.split()[0].lower(), other.name.split()[0].lower()
    return a == b or (min(len(a), len(b)) >= 3 and (a.startswith(b) or b.startswith(a)))


def _outstanding(people: Sequence[Person]) -> Person | None:
    """The one of several who had the surname first, or is named in full more than twice as often as any other."""
    if len(people) == 1:
        return people[0]
    settled = [p for p in people if p.settled]
    if settled:
        return settled[0]
    ranked = sorted(people, key=lambda p: -p.times)
    return ranked[0] if len(ranked) > 1 and ranked[0].times > _OUTSTANDING * ranked[1].times else None


def _title_gender(words: Sequence[str]) -> str:
    """What ``Mrs.`` or ``Mr.`` says of the one whom it stands before."""
    if any(word in MALE_TITLES for word in words):
        return "m"
    return "f" if any(word in FEMALE_TITLES for word in words) else ""


def family_name(parts: Sequence[str]) -> str:
    """The last word of a name that is no ``Jr.`` or ``III``."""
    return next((part for part in reversed(parts) if part.lower() not in SUFFIXES), parts[-1])


class Register:
    """All persons of one article and who is meant by a shorter form of a name."""

    def __init__(self, sentences: Sequence[Sequence[Word]]) -> None:
        self.persons: dict[str, Person] = {}
        self._by_last: dict[str, list[Person]] = defaultdict(list)
        self._by_first: dict[str, list[Person]] = defaultdict(list)
        self.mentions: list[list[Mention]] = []
        self._roles: dict[str, list[Person]] = defaultdict(list)
        runs = [entity_runs(words) for words in sentences]
        for found in runs:
            for run in found:
                name = plain_name(run)
                if (
                    2 <= len(name) <= 4
                    and name[-1].lower() not in _NO_FAMILIES
                    and (run[0].ent == "PERSON" or _looks_personal(run, name))
                ):
                    self._add(" ".join(name), sure=run[0].ent == "PERSON")
        for found in runs:
            for run in found:
                name = plain_name(run)
                known = name and (name[0] in self._by_last or len(self._by_first.get(name[0], ())) == 1)
                if run[0].ent == "PERSON" and len(name) == 1 and name[0][0].isupper() and not known:
                    self._add(name[0])
        self._settle(runs)
        for words, found in zip(sentences, runs, strict=True):
            self.mentions.append(self._mentions(words, found))

    def _add(self, name: str, sure: bool = False) -> None:
        person = self.persons.get(name)
        if person is not None:
            person.times += sure
            return
        parts = name.split()
        person = Person(name, _gender(parts[0]), times=int(sure))
        self.persons[name] = person
        self._by_last[family_name(parts)].append(person)
        if len(parts) > 1:
            self._by_first[parts[0]].append(person)

    def _settle(self, runs: Sequence[Sequence[list[Word]]]) -> None:
        """See who of several persons of one surname had it to himself at first."""
        shared = {last for last, people in self._by_last.items() if len(people) > 1}
        if not shared:
            return
        first: dict[str, Person] = {}
        alone: dict[str, int] = defaultdict(int)
        for run in (run for found in runs for run in found):
            name = plain_name(run)
            last = family_name(name) if name else ""
            if last not in shared:
                continue
            if len(name) == 1:
                alone[last] += last in first
                continue
            person = self.persons.get(" ".join(name))
            if person is not None and first.setdefault(last, person) is not person:
                first[last].settled = first[last].settled or alone[last] >= _SETTLED
                shared.discard(last)

    def _mentions(self, words: Sequence[Word], runs: list[list[Word]]) -> list[Mention]:
        by_index = {word.i: word for word in words}
        found = []
        named = {word.i for run in runs for word in run}
        # A surname that the model overlooked: the article has told whose it is.
        for word in words:
            if (
                word.tag in ("NNP", "NNPS")
                and word.i not in named
                and len(word.text) > 3
                and word.text in self._by_last
            ):
                beside = (by_index.get(word.i - 1), by_index.get(word.i + 1))
                if not any(w is not None and w.tag.startswith("NNP") and w.lower not in TITLES for w in beside):
                    runs = [*runs, [word]]
        runs = sorted(runs, key=lambda run: run[0].i)
        for run in runs:
            person = None
            if run[0].ent in ("PERSON", "ORG", "GPE", "NORP", "FAC", ""):
                titles = [w.lower for w in (by_index.get(run[0].i - 1), *run) if w is not None]
                person = self.person(plain_name(run), _title_gender(titles))
            if person is not None:
                self._learn(person, by_index, run)
            found.append(Mention(run, person, run[0].ent))
        return found

    def _learn(self, person: Person, by_index: dict[int, Word], run: list[Word]) -> None:
        """Gender and roles from what stands before a name and in apposition behind it."""
        at = run[0].i - 1
        for _ in range(4):
            word = by_index.get(at)
            if word is None or word.tag in ("IN", ",", "VBD", "VBZ", "CC", "POS"):
                break
            self._note(person, word.lower)
            at -= 1
        for word in run:
            if word.lower in TITLES:
                self._note(person, word.lower)
            if word.dep == "appos":
                self._note(person, word.head.lower)  # "the mayor of Harrow Vale, Denise Clough"
            for child in word.children:
                if child.dep == "appos":
                    for part in (child, *child.children):
                        self._note(person, part.lower)

    def _note(self, person: Person, word: str) -> None:
        if word in MALE_TITLES or word in MALE_ROLES:
            person.gender = "m"
        elif word in FEMALE_TITLES or word in FEMALE_ROLES:
            person.gender = "f"
        role = _ABBREVIATED_ROLES.get(word, word)
        if role in ROLES and role not in person.roles:
            person.roles.add(role)
            self._roles[role].append(person)

    def person(self, name: Sequence[str], gender: str = "") -> Person | None:
        """Who a name means: the fullest name that ends in (or equals) it, None when several or none do.

        Of several persons of one surname it is the one whom the title before it (``gender``) allows, or the one whom
        the article is about: others are given their first name each time.
        """
        if not name:
            return None
        whole = " ".join(name)
        last = self._by_last.get(family_name(name), [])
        full = [p for p in last if " " in p.name] or last
        exact = self.persons.get(whole)
        if exact is not None and (" " in whole or full == [exact]):
            longer = [p for p in full if p is not exact and p.name.split()[0] == name[0] and len(p.name) > len(whole)]
            return longer[0] if len(longer) == 1 else exact
        matching = [p for p in full if len(name) == 1 or p.name.split()[0] == name[0]]
        if len(matching) == 1 or (matching and all(_one_person(matching[0], other) for other in matching[1:])):
            return matching[0]
        if len(name) == 1 and len(matching) > 1:
            return _outstanding([p for p in matching if not gender or p.gender == gender])
        if not matching and len(name) == 1:
            first = self._by_first.get(name[0], [])
            return first[0] if len(first) == 1 else None
        return None

    def complete(self, title: str) -> None:
        """Give persons whom the text calls by one name the given name that the title has."""
        for name, person in list(self.persons.items()):
            if " " in name:
                continue
            found = re.search(rf"\b([A-Z][\w’'-]+) {re.escape(name)}\b", title)
            if found is not None and _gender(found.group(1)):
                person.name = f"{found.group(1)} {name}"
                person.gender = person.gender or _gender(found.group(1))

    def by_role(self, role: str) -> Person | None:
        """The one person of this role, None when there are none or several."""
        people = self._roles.get(role, [])
        return people[0] if len(people) == 1 else None


def _looks_personal(run: Sequence[Word], name: Sequence[str]) -> bool:
    """A name that the model took for something else, but that begins with a given name: ``Eva-Marie Persson``."""
    return (
        run[0].ent in ("ORG", "GPE", "FAC")
        and len(name) <= 3
        and bool(_gender(name[0]))
        and all(w.tag == "NNP" or w.text == "-" for w in run)
    )


def _gender(first: str) -> str:
    low = first.lower().split("-")[0]
    if low in MALE_NAMES:
        return "m"
    return "f" if low in FEMALE_NAMES else ""


_ARTICLE = re.compile(r"^(?:the|a|an|one|another)\s+", re.IGNORECASE)


def without_article(phrase: str) -> str:
    """``the White House`` as the name of a source: ``White House``."""
    return _ARTICLE.sub("", phrase)
