"""Who "he" is, what "it" is, when "Monday" was: resolved where the text settles it, named as open where it does not.

Rules of agreement, nearness and subjecthood with one aim: one candidate, or abstain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claims.splitting.antecedents import MEN, PERSONS, WOMEN, is_part
from claims.splitting.definites import BODIES, Definites
from claims.splitting.document import SUBJECTS, Sent, noun_phrase
from claims.splitting.names import ROLES, Person, Register
from claims.splitting.parsing import Word
from claims.splitting.places import Places
from claims.splitting.sayings import Saying
from claims.splitting.word_lists import word_list

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
IT = frozenset({"it", "its"})
THEY = frozenset({"they", "them", "their", "theirs"})
FIRST = frozenset({"i", "me", "my", "mine", "myself"})
WE = frozenset({"we", "us", "our", "ours"})
PERSONAL = HE | SHE | FIRST
_REACH = 4  # sentences back
_MOST_PERSONS = 40
_MOST_BODIES = 40
_LAWYERS = frozenset({"lawyer", "attorney", "solicitor", "barrister"})
_OWNERS = frozenset({"poss", "pobj"})
_NEAR = 0.6  # "urged Ann Lee to keep her seat": a possessive looks to its own sentence first
_SPOKE = 0.6  # who spoke before is the likeliest to be the "he" of the next "he said"
_VAGUE_THINGS = word_list("vague_things")


@dataclass(slots=True)
class Thing:
    """Something without a gender that a later "it" or "they" may mean."""

    phrase: str
    plural: bool
    subject: bool
    sentence: int
    named: bool
    at: int
    body: bool = False  # several people under one name: "they" may mean it
    listed: bool = False  # plural only because something is coordinated with it
    counted: bool = False  # "226,459 adults"


@dataclass(slots=True)
class Seen:
    """A mention of a person, kept for later pronouns."""

    person: Person
    sentence: int
    subject: bool
    at: int
    speaker: bool = False
    met: bool = False  # the object of its clause: "Ann Lee met *Ida Voss*"


def _is_subject(word: Word) -> bool:
    here = word
    while here.dep in ("compound", "poss", "conj") and here.head is not here:
        if here.dep == "poss":
            return False
        here = here.head
    return here.dep in SUBJECTS or here.dep == "agent"


def _named_beside(noun: Word) -> bool:
    """``the auditor, Grant Hollis``: a person of an office who is named with it."""
    return any(c.dep in ("appos", "compound") and c.tag == "NNP" for c in noun.children)


class Memory:
    """What has been mentioned so far, sentence by sentence."""

    def __init__(self, register: Register, text: str, before: Memory | None = None) -> None:
        """``before``: another memory of the same text, whose reading of its nouns need not be done again."""
        self._nouns: dict[int, list[Thing]] = before._nouns if before is not None else {}
        self.register = register
        self.text = text
        self.people: list[Seen] = []
        self.things: list[Thing] = []
        self.definites = Definites()
        self.places = Places()
        self.bodies: dict[str, None] = {}  # speakers that are no persons, by their fullest names
        self.clients: dict[str, Person] = {}  # by the name of their lawyer
        self.strangers: list[tuple[int, str]] = []  # (sentence, noun) of each person without a name as a subject
        self.unnamed = ("", "", -9)  # who spoke last without being named: words, noun, sentence
        self._said: dict[str, int] = {}  # where each word, in small letters, stands first

    def read(self, sent: Sent) -> None:
        """Add the persons and things of a sentence; call once a sentence, in order, before resolving in it."""
        self.definites.read(sent)
        self.places.read(sent)
        for mention in self.register.mentions[sent.index]:
            if mention.person is not None:
                head = mention.words[-1]
                quoted = sent.quotation_at(head.start) is not None
                headed = self.text[head.end : head.end + 1] == ":"  # "Ann Lee: She has led …"
                foremost = headed or (_is_subject(head) and not quoted)
                met = head.dep in ("dobj", "dative")
                self.people.append(Seen(mention.person, sent.index, foremost, head.start, met=met))
        for word in sent.words:
            self._said.setdefault(word.lower, word.start)
            if word.lower in _LAWYERS:
                self._represents(word, sent)
            if word.tag == "NN" and word.lower in PERSONS and word.dep in SUBJECTS and not _named_beside(word):
                self.strangers.append((sent.index, word.lower))
        if sent.index not in self._nouns:
            spoken_of = (w for w in sent.words if w.dep in SUBJECTS or w.dep in ("dobj", "attr", "pobj"))
            self._nouns[sent.index] = [thing for word in spoken_of if (thing := self._thing(sent, word)) is not None]
        self.things.extend(self._nouns[sent.index])
        self.people = self.people[-60:]
        self.things = self.things[-80:]
        self.strangers = self.strangers[-20:]

    def has_said(self, word: str, *, before: int) -> bool:
        """Whether a word, in small letters, stands before this point of the text."""
        return self._said.get(word, before) < before

    def _represents(self, lawyer: Word, sent: Sent) -> None:
        """``Ann Lee, Tom Ray’s attorney``: who "her client" is."""
        named = {m.words[-1].i: m.person for m in self.register.mentions[sent.index] if m.person is not None}
        objects = [w for c in lawyer.children if c.lower == "for" for w in c.children]
        client = next((named[w.i] for w in [*lawyer.children, *objects] if w.i in named and w.dep in _OWNERS), None)
        beside = [lawyer.head, *(c for c in lawyer.children if c.dep == "appos")]
        person = next((named[w.i] for w in beside if w.i in named and named[w.i] is not client), None)
        if client is not None and person is not None:
            self.clients[person.name] = client

    def _thing(self, sent: Sent, word: Word) -> Thing | None:
        if word.tag not in ("NN", "NNS", "NNP", "NNPS") or word.ent in ("PERSON", "DATE", "TIME", "MONEY", "PERCENT"):
            return None
        if self.register.person([word.text]) is not None or (word.tag == "NN" and word.lower in PERSONS):
            return None
        names = [c for c in word.children if c.dep == "appos" and c.tag == "NNP"]
        if any(c.ent == "PERSON" or word.lower in ROLES or self.register.person([c.text]) for c in names):
            return None  # "the committee's chair, Ann Lee": nobody is "it"
        phrase = noun_phrase(word)
        if not 1 <= len(phrase) <= 7:
            return None
        if any(w.lower in PERSONAL | IT | THEY | WE for w in phrase):
            return None
        text = self.text[phrase[0].start : phrase[-1].end]
        plural = word.tag in ("NNS", "NNPS") or any(c.dep == "conj" for c in word.children)
        named = word.tag.startswith("NNP")
        if (word.tag == "NNPS" and word.ent != "NORP") or word.ent in ("ORG", "GPE"):
            plural = False  # "the Americans" are many, "the United Nations" one
        body = not plural and (word.ent in ("ORG", "GPE", "NORP") or word.lower in BODIES)
        counted = any(c.dep == "nummod" for c in word.children)
        return Thing(text, plural, word.dep in SUBJECTS, sent.index, named, word.start, body, word.tag == "NN", counted)

    def note_unnamed(self, name: str, noun: Word, sentence: int) -> None:
        """Somebody who speaks, brought up before by what he or she is ("one nurse kept a log")."""
        if noun.tag == "NN" and noun.lower in PERSONS and self.has_said(noun.lower, before=noun.start):
            self.unnamed = (name, noun.lower, sentence)
        elif name == self.unnamed[0]:
            self.unnamed = (*self.unnamed[:2], sentence)

    def note_person(self, person: Person, sentence: int, at: int, subject: bool) -> None:
        """A pronoun that was resolved counts as a mention."""
        self.people.append(Seen(person, sentence, subject, at, True))

    def hear(self, saying: Saying | None, sent: Sent) -> None:
        """Whoever speaks on in a sentence without being named there is still spoken of."""
        person = self.register.person(saying.speaker.split()) if saying is not None and saying.speaker else None
        if saying is not None and saying.sentence != sent.index and person is not None:
            self.note_person(person, sent.index, sent.start, True)

    def person_for(
        self, pronoun: Word, sentence: int, exclude: Sequence[str] = (), *, source: bool = False
    ) -> Person | None:
        """The one person whom he or she can mean, or None; ``source``: the pronoun is the subject of a cue."""
        wanted = "m" if pronoun.lower in HE else "f"
        own = pronoun.tag == "PRP$"
        scores: dict[str, float] = {}
        people: dict[str, Person] = {}
        for seen in self.people:
            distance = sentence - seen.sentence
            if distance < 0 or distance > _REACH or seen.person.name in exclude:
                continue
            if seen.person.gender not in ("", wanted):
                continue
            if distance == 0 and seen.at >= pronoun.start:
                continue
            score = 3.0 - distance + (1.2 if seen.subject else 0.0) + (0.4 if seen.person.gender == wanted else 0.0)
            if distance == 0 and not seen.subject:
                score += _NEAR if own else -1.0
            if source and seen.speaker:
                score += _SPOKE
            name = seen.person.name
            people[name] = seen.person
            scores[name] = max(scores.get(name, -9.0), score)
        if not scores:
            return self._only_person(wanted, exclude, pronoun.start)
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        if self._stranger(sentence, wanted, people[ranked[0][0]]):
            return None
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 0.5:
            return None
        if len(ranked) == 1 and pronoun.dep in SUBJECTS and not people[ranked[0][0]].gender:
            people[ranked[0][0]].gender = wanted  # "Dana Whitlow … She had always insisted": no later "he" is her
        if len(ranked) > 1 and self._rivals(people[ranked[0][0]], people[ranked[1][0]], sentence):
            return None
        return people[ranked[0][0]]

    def _stranger(self, sentence: int, wanted: str, person: Person) -> bool:
        """Whether the sentence before is about somebody without a name, who may be the one who is meant."""
        told = [noun for at, noun in self.strangers if at == sentence - 1]
        fits = [noun for noun in told if noun not in (WOMEN if wanted == "m" else MEN)]
        return bool(fits) and not any(s.person is person and s.sentence >= sentence - 1 for s in self.people)

    def _rivals(self, one: Person, other: Person, sentence: int) -> bool:
        """``Ann Lee met Ida Voss. She won``: subject and object of the sentence before, and neither named since."""
        if not one.gender or one.gender != other.gender:
            return False
        seen = {p.name: [s for s in self.people if s.person is p and s.sentence >= sentence - 1] for p in (one, other)}
        here, there = seen[one.name], seen[other.name]
        if any(s.sentence == sentence or s.speaker for s in (*here, *there)):
            return False
        return any(s.subject for s in here) and any(s.met for s in there)

    def speaker_as(self, pronoun: Word, speaker: str) -> Person | None:
        """The speaker, if he or she may be meant: a person of the article whose gender does not speak against it."""
        wanted = "m" if pronoun.lower in HE else "f"
        known = (person for person in self.register.persons.values() if person.name == speaker)
        return next((person for person in known if person.gender in ("", wanted)), None)

    def _only_person(self, gender: str, exclude: Sequence[str], before: int) -> Person | None:
        if len(self.register.persons) > _MOST_PERSONS or not self._met(before):
            return None  # nobody has been named so far: "he" is somebody whom the article does not name
        fitting = [p for p in self.register.persons.values() if p.gender in ("", gender) and p.name not in exclude]
        return fitting[0] if len(fitting) == 1 else None

    def last_subject(self, sentence: int) -> Person | None:
        """The one person who was spoken of, or spoke, in the sentence before: "the former bus driver"."""
        people = {
            seen.person.name: seen.person for seen in self.people if seen.subject and seen.sentence == sentence - 1
        }
        return next(iter(people.values())) if len(people) == 1 else None

    def unnamed_for(self, pronoun: Word, sentence: int) -> str:
        """``The nurse said … "I asked," she said``: who spoke right before without a name, and nobody named since."""
        words, noun, at = self.unnamed
        if not 0 < sentence - at <= 1 or noun in (WOMEN if pronoun.lower in HE else MEN):
            return ""
        named = any(seen.sentence >= at and seen.subject and seen.at < pronoun.start for seen in self.people)
        return "" if named else words

    def _met(self, before: int) -> bool:
        """Whether anybody has been named by then."""
        return any(seen.at < before for seen in self.people)

    def thing_for(self, pronoun: Word, sentence: int) -> Thing | None:
        """What "it" or "they" can mean: a subject nearby, a named one first; None to abstain."""
        plural = pronoun.lower in THEY
        as_one = plural and pronoun.dep in SUBJECTS
        scores: dict[str, float] = {}
        things: dict[str, Thing] = {}
        for thing in self.things:
            distance = sentence - thing.sentence
            several = thing.plural or (as_one and thing.body and thing.subject and distance == 1)
            if distance < 0 or distance > 1 or several != plural:
                continue
            if distance == 0 and thing.at >= pronoun.start:
                continue
            score = 2.0 - distance + (1.5 if thing.subject else 0.0) + (0.6 if thing.named else 0.0)
            scores[thing.phrase] = max(scores.get(thing.phrase, -9.0), score)
            things[thing.phrase] = thing
        if is_part(pronoun) and any(thing.counted for thing in things.values()):
            scores = {phrase: 3.0 for phrase, thing in things.items() if thing.counted}
        if plural and any(t.plural and not (t.listed and t.sentence < sentence) for t in things.values()):
            scores = {phrase: score for phrase, score in scores.items() if things[phrase].plural}
        if not scores:
            return None
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        if ranked[0][1] < 2.5 or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 0.5):
            return None
        return things[ranked[0][0]]

    def body_for(self, noun: str) -> str:
        """``the office``: the one body with this noun in its name that has spoken before; empty where there is none."""
        if len(self.bodies) > _MOST_BODIES:
            return ""
        fitting = [name for name in self.bodies if noun in name.lower().split() and name.lower() != noun]
        return fitting[0] if len(fitting) == 1 else ""

    def role_for(self, words: Sequence[Word]) -> Person | None:
        """``the president``, ``the company CEO``: the one person whom the article gives this role."""
        if not words or len(words) > 4 or words[0].lower not in ("the", "The"):
            return None
        last = words[-1].lower
        role = "president-elect" if words[-1].lower == "elect" else last
        if role not in ROLES:
            return None
        return self.register.by_role(role)
