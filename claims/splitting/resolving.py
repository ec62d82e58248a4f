"""One word of a statement: what it refers to by name, or as it stands with the question that it leaves open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from claims.splitting.antecedents import (
    above_clause,
    apart,
    beside_name,
    expletive,
    is_measure,
    is_part,
    known_by_now,
    looks_back,
    may_own,
    own_person,
    own_thing,
)
from claims.splitting.dating import date_note
from claims.splitting.definites import is_bare
from claims.splitting.document import SUBJECTS, Sent, noun_phrase, subject_of
from claims.splitting.names import HONORIFICS, ROLES, Mention, Person, plain_name
from claims.splitting.parsing import Word
from claims.splitting.pointers import group, is_to_come, open_company, points_there, question_about, year_meant
from claims.splitting.references import FIRST, HE, IT, SHE, THEY, WE, Memory
from claims.splitting.sayings import Saying, source_words
from claims.splitting.units import Unit
from claims.splitting.verb_forms import IN_FULL, OF_NAMES, said_of_me, third_person
from claims.splitting.wording import TRIM, bracketed, possessive

_ARTICLES = ("The ", "A ", "An ", "This ", "These ", "That ", "Those ", "Some ", "Many ")
# "Nine thousand vehicles", but "Three Mile Island".
_COUNTED = re.compile(
    r"(?:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|\w+teen|(?:Twen|Thir|For|Fif|Six|Seven|Eigh|Nine)ty"
    r"|Dozens|Hundreds|Thousands|Several|Most|All|Few|Both)[ -](?=[a-z])"
)
_REPLACEABLE = HE | SHE | IT | THEY


class Resolver:
    """Words of one sentence, made to be understood without the others; ``begin`` before each statement."""

    def __init__(self, sent: Sent, memory: Memory, mentions: Sequence[Mention], published: datetime | None) -> None:
        self.sent = sent
        self.memory = memory
        self.published = published
        self._left_out = bracketed(sent.words)
        self.in_mention = {w.i: m for m in mentions if m.person is not None for w in m.words}
        self._names = {w.i for w in sent.words if w.tag == "NNP" and w.ent in ("", "PERSON", "ORG")} | set(
            self.in_mention
        )
        self.begin()

    def begin(self) -> None:
        """Forget what the statement before this one named and asked."""
        self._named: set[str] = set()
        self._phrases: set[str] = set()
        self._skip = -1
        self._questions: list[str] = []
        self._framed = False

    def phrase(self, words: Sequence[Word], speaker: str, quoted: bool) -> str:
        words = list(words)
        text = "".join(
            self.word(w, speaker, quoted, words[i + 1] if i + 1 < len(words) else None, None)
            for i, w in enumerate(words)
        )
        return text.strip(TRIM + "’'") if text.strip().endswith(("’", "'", ",")) else text.strip()

    def word(self, word: Word, speaker: str, quoted: bool, following: Word | None, unit: Unit | None) -> str:
        space = " " if word.space or following is None or following.i != word.i + 1 else ""
        if word.i == self._skip or word.i in self._left_out:
            return ""
        if word.lower == "the" and (named := self._role(word, following) or self._definite(word, following)):
            return named
        if word.lower == "the" and (named := self._group(word, following)):
            return named
        if pointed := self._pointed(word, [] if unit is None else unit.words, speaker):
            return pointed + space
        mention = self.in_mention.get(word.i)
        if mention is not None and mention.person is not None:
            return self._mention(word, mention, mention.person) + space
        low = word.lower
        if (client := self._client(word, following, speaker)) is not None:
            return client.name + (" " if following is not None and following.space else "")
        if low in HONORIFICS and self._title_of_full_name(word, following):
            return ""
        if low in HE or low in SHE:
            if (ahead := self._ahead(word)) is not None and unit is not None and ahead.words[-1] in unit.words:
                return word.text + space
            inside = quoted and self.sent.quotation_at(word.start) is not None
            return self._person(word, speaker, inside, unit) + space
        if quoted and speaker and low in FIRST and low != "myself":
            return self._speakers(low, speaker) + space
        if quoted and speaker and word.tag in ("VBP", "VB") and said_of_me(word):
            return (OF_NAMES.get(low) or third_person(low)) + space
        if low in WE and word.text != "US" and word.tag.startswith("PRP"):
            self._ask(f"Who is {word.text!r}?")
        if (low in IT or low in THEY) and not expletive(word):
            return self._thing(word, unit) + space
        if low in IN_FULL and word.tag in ("VBZ", "VBP", "MD", "VBD") and self._after_replaced(word):
            return IN_FULL[low] + space
        before = next((c.lower for c in word.children if c.i == word.i - 1), "")
        future = unit is not None and is_to_come(unit.words, word)
        note = (
            date_note(word, before, self.memory.text[word.end : word.end + 12], self.published, future)
            if word.ent
            else None
        )
        if note is not None:
            addition, question = note
            if question:
                self._ask(question)
            return word.text + addition + space
        return word.text + space

    def _pointed(self, word: Word, words: Sequence[Word], speaker: str) -> str:
        """``there`` as "in Rome", ``that year`` with its number, where just one can be meant; else empty, and asked."""
        if points_there(word, words) and (place := self.memory.places.before(self.sent, word.start)):
            return f"in {place}"
        if year := year_meant(word, words, self.memory):
            return f"{word.text} ({year})"
        self._ask(question_about(word, words, speaker))
        return ""

    def _role(self, word: Word, following: Word | None) -> str:
        """``the governor`` by name, where the article gives this role to one person only."""
        if following is None or following is not word.head or following.lower not in ROLES or following.ent:
            return ""
        if any(c is not word and c.dep not in ("case", "punct") for c in following.children):
            return ""
        person = self.memory.role_for([word, following])
        if person is None and not self.memory.has_said(following.lower, before=word.start):
            self._ask(f"Who is {(word.text + ' ' + following.text)!r}?")  # nobody of that role has been named so far
        if person is None or person.name in self._named:
            return ""
        self._named.add(person.name)
        self._skip = following.i
        return person.name + (" " if following.space else "")

    def _definite(self, word: Word, following: Word | None) -> str:
        """``the airline`` by its name, ``the order`` by the words that brought it up, where only one can be meant."""
        if following is None or not is_bare(word, following):
            return ""
        noun = following.lower
        name, several = self.memory.definites.body(noun)
        if several:
            self._ask(f"Which {noun} is meant by {(word.text + ' ' + following.text)!r}?")
        if name and name not in self._named:
            self._named.add(name)
            self._skip = following.i
            article = f"{word.text} " if name[0].islower() else ""  # "the transport ministry", but "Veltro Bank"
            return article + name + (" " if following.space else "")
        place = "" if name or several else self.memory.places.meant(noun)
        if place and place not in self._named and place not in self.memory.text[self.sent.start : self.sent.end]:
            self._named.add(place)
            self._skip = following.i
            return self.memory.places.wording(following.text, place) + (" " if following.space else "")
        brought = None if name or several else self.memory.definites.thing(noun, self.sent.index)
        if brought is None:
            self._ask(open_company(word, following, self.memory, self.sent) if not name and not several else "")
            return ""
        self._skip = following.i
        text = self.memory.text[brought[0].start : brought[-1].end]
        return f"{word.text} {text}" + (" " if following.space else "")

    def _group(self, word: Word, following: Word | None) -> str:
        """``the pair`` by their names, where the sentences before have named just two."""
        names, question = group(word, following, self.memory, self.sent)
        self._ask(question)
        if not names or following is None:
            return ""
        self._skip = following.i
        return names + (" " if following.space else "")

    def _speakers(self, low: str, speaker: str) -> str:
        """``I`` and ``my`` in somebody's words; said of them a second time, "his" or "her" where that is known."""
        named = speaker in self._named
        self._named.add(speaker)
        name = f"the {speaker}" if speaker[0].islower() else speaker
        if low not in ("my", "mine"):
            return name
        person = self.memory.register.person(speaker.split())
        return {"m": "his", "f": "her"}.get(person.gender if named and person else "", possessive(name))

    def _auxiliary(self, word: Word, speakers: bool) -> str:
        """A helping verb said again for a second verb, written in full; ``speakers``: "I" became a name."""
        return ((OF_NAMES if speakers else IN_FULL).get(word.lower) or word.text).strip()

    def _after_replaced(self, word: Word) -> bool:
        """Whether this contracted verb lost the pronoun that it leaned on."""
        return any(c.i == word.i - 1 and c.lower in _REPLACEABLE for c in [*word.children, *word.head.children])

    def _mention(self, word: Word, mention: Mention, person: Person) -> str:
        """A person's fullest name at the first mention, what the text says afterwards."""
        if person.name in self._named or mention.words[-1] is not word:
            return word.text
        self._named.add(person.name)
        bare = plain_name(mention.words)
        return person.name if len(bare) == 1 and word.text in person.name.split() else word.text

    def _title_of_full_name(self, word: Word, following: Word | None) -> bool:
        """``Mr`` before a surname that will be written in full."""
        mention = self.in_mention.get(following.i) if following is not None else None
        return (
            mention is not None
            and mention.person is not None
            and mention.person.name not in self._named
            and " " in mention.person.name
            and len(plain_name(mention.words)) == 1
        )

    def _person(self, word: Word, speaker: str, quoted: bool, unit: Unit | None) -> str:
        """``he`` by name. In somebody's reported words it is that somebody; in quoted ones it is anybody but them."""
        own = own_person(word, self.in_mention, self._names, man=word.lower in HE)
        if beside_name(word, self.in_mention) or (own is not None and unit is not None and own in unit.words):
            return word.text
        person = None if quoted else self.memory.speaker_as(word, speaker)
        ahead = self._ahead(word) if person is None and not quoted else None
        person = ahead.person if ahead is not None else person
        if person is None:
            others = [self.in_mention[i].person for i in apart(word) if i in self.in_mention]
            exclude = [*([speaker] if quoted and speaker else []), *(p.name for p in others if p is not None)]
            person = self.memory.person_for(word, self.sent.index, exclude)
        if person is None and not quoted and _is_own_subject(word, unit) and speaker not in self._named:
            self._named.add(speaker)
            return word.text if self._framed else speaker
        if person is None and own is not None and (known := known_by_now(own)) and known not in self._named:
            self._named.add(known)
            return possessive(known) if word.tag == "PRP$" else known
        if person is None:
            if not self._named:
                self._ask(f"Who is {word.text!r}?")
            return word.text
        if person.name in self._named or (self._framed and person.name == speaker):
            return word.text
        self._named.add(person.name)
        owns = word.lower == "his" or (word.lower in ("her", "hers") and word.tag == "PRP$")
        if word.lower.endswith("self"):
            return word.text
        return possessive(person.name) if owns else person.name

    def _client(self, word: Word, following: Word | None, speaker: str) -> Person | None:
        """``her client`` in the words of a lawyer, where the article has told whose lawyer that is."""
        if following is None or following.lower != "client" or word.head is not following or word.dep != "poss":
            return None
        client = self.memory.clients.get(speaker)
        if client is None or client.name in self._named:
            return None
        self._named.add(client.name)
        self._skip = following.i
        return client

    def _ahead(self, word: Word) -> Mention | None:
        """``In her first speech, Ann Lee …``: who is named only behind the pronoun, as the subject."""
        if any(at < word.i for at in self.in_mention):
            return None
        wanted = ("", "m") if word.lower in HE else ("", "f")
        here = word
        while here.head is not here:
            here = here.head
            subject = subject_of(here)
            mention = self.in_mention.get(subject.i) if subject is not None and subject.i > word.i else None
            if mention is not None and mention.person is not None and mention.person.gender in wanted:
                return mention
        return None

    def _thing(self, word: Word, unit: Unit | None) -> str:
        if (
            unit is not None
            and word.lower in ("its", "their")
            and any(w.i < word.i and may_own(w, word) for w in unit.words)
        ):
            return word.text
        if unit is not None and unit.subject:
            return word.text
        if word.lower == "it" and self._is_its_speaker(word, unit):
            if self._framed or unit is None or unit.saying is None or unit.saying.source in unit.words:
                return word.text
            return self._as_written(unit.saying)
        if (subject := above_clause(word)) is not None:
            held = unit is not None and subject in unit.words
            return word.text if held else "".join(w.text + " " * w.space for w in noun_phrase(subject)).strip()
        thing = self.memory.thing_for(word, self.sent.index)
        if thing is not None and thing.sentence < self.sent.index and unit is not None and looks_back(word, unit.words):
            thing = None  # what it stands for may as well be named in this statement
        if thing is None or (is_measure(word) and (thing.body or thing.named)):
            if not self._named and not own_thing(word, [] if unit is None else unit.words, plural=word.lower in THEY):
                self._ask(f"What does {word.text!r} stand for?")
            return word.text
        if unit is not None and any(w.start == thing.at for w in unit.words):
            return word.text  # the statement names it already
        phrase = thing.phrase
        if self._framed and unit is not None and unit.saying is not None and unit.saying.speaker in phrase:
            return word.text  # "Local officials said that they …"
        common = phrase.startswith(_ARTICLES) or _COUNTED.match(phrase)
        if common and unit is not None and word is not unit.words[0]:
            phrase = phrase[0].lower() + phrase[1:]
        if word.lower in ("its", "their"):
            return word.text if thing.phrase in self._phrases else possessive(phrase)
        self._phrases.add(thing.phrase)
        return (
            f"the {phrase}"
            if is_part(word) and (phrase[0].isdigit() or _COUNTED.match(phrase.capitalize()))
            else phrase
        )

    def _as_written(self, saying: Saying) -> str:
        """The speaker with the article that the text gives it."""
        words = source_words(saying.source) if saying.source is not None else []
        self._phrases.add("".join(w.text + " " * w.space for w in words).strip())
        whole = bool(words) and words[0].lower == "the" and saying.speaker.startswith(words[1].text)
        return f"the {saying.speaker}" if whole else saying.speaker

    def _is_its_speaker(self, word: Word, unit: Unit | None) -> bool:
        """``The utility said it will …``: the subject of what a body says is the body, not a thing."""
        saying = unit.saying if unit is not None else None
        if saying is None or saying.source is None or not saying.speaker or saying.base == "according":
            return False
        if word.dep not in SUBJECTS or word.head.dep != "ccomp" or word.head.head is not saying.verb:
            return False
        named = saying.source.tag in ("NN", "NNP", "NNPS") or saying.speaker.istitle()  # "Doctors Without Borders"
        return named and self.memory.register.person(saying.speaker.split()) is None

    def _ask(self, question: str) -> None:
        if question and question not in self._questions:
            self._questions.append(question)


def _is_own_subject(pronoun: Word, unit: Unit | None) -> bool:
    """``Lee said he had one meeting``: the subject of what a person says, who is known by a surname only."""
    saying = unit.saying if unit is not None else None
    if unit is None or saying is None or saying.source is None or saying.source.ent != "PERSON" or not saying.speaker:
        return False
    return pronoun.dep in SUBJECTS and pronoun.head is unit.head and pronoun.i > saying.source.i
