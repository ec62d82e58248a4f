"""One text under analysis: its sentences as parsed words, with the quotations that run through them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from claims.splitting.cues import LET_FORMS, MAKE_FORMS
from claims.splitting.parsing import Word
from claims.splitting.quotations import Quotation

# How somebody is who says something; nobody in particular is "hard to say".
_DISPOSED = frozenset(["quick", "eager", "keen", "ready", "happy", "glad", "careful", "proud", "reluctant", "willing",
                       "unwilling", "hesitant", "able", "slow", "swift", "free", "likely", "bold"])  # fmt: skip
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})


@dataclass(slots=True)
class Sent:
    """A sentence; ``words`` is empty where the text was too long for the parser."""

    index: int
    start: int
    end: int
    paragraph: int
    words: list[Word] = field(default_factory=list)
    quotes: list[Quotation] = field(default_factory=list)

    def quotation_at(self, offset: int) -> Quotation | None:
        """The quotation whose inside holds ``offset``."""
        for quote in self.quotes:
            if quote.start <= offset < quote.end:
                return quote
        return None

    def opens_quotation_after(self, last: Word) -> bool:
        """Whether a quotation begins right behind this word, or behind a comma there."""
        following = [w for w in self.words if last.i < w.i <= last.i + 2]
        following = following[1:] if following and following[0].text == "," else following[:1]
        return any(quote.start == word.start for word in following for quote in self.quotes)


@dataclass(slots=True)
class Document:
    """A text, its sentences and its quotations."""

    text: str
    sentences: list[Sent]
    quotes: list[Quotation]


def subtree(word: Word, without: Iterable[Word] = ()) -> list[Word]:
    """The word and all below it in text order, leaving out whole branches at ``without``."""
    skip = set(map(id, without))
    found: list[Word] = []
    stack = [word]
    while stack:
        here = stack.pop()
        found.append(here)
        stack.extend(child for child in here.children if id(child) not in skip)
    found.sort(key=_index)
    return found


def first_word(word: Word) -> Word:
    """The leftmost word of the branch at ``word``, without walking all of it."""
    here = word
    while here.children and here.children[0].i < here.i:
        here = here.children[0]
    return here


def _index(word: Word) -> int:
    return word.i


def runs(words: Sequence[Word]) -> list[list[Word]]:
    """Neighbouring words together; ``words`` in text order."""
    groups: list[list[Word]] = []
    for word in words:
        if groups and groups[-1][-1].i == word.i - 1:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def subject_of(verb: Word) -> Word | None:
    """The verb's own subject."""
    for child in verb.children:
        if child.dep in SUBJECTS:
            return child
    return None


def understood_subject(verb: Word) -> Word | None:
    """The subject that a verb has or shares: of its coordination, of the verb that governs it, of its noun."""
    here = verb
    for _ in range(5):
        subject = subject_of(here)
        if subject is not None:
            if subject.tag in ("WDT", "WP") and here.dep == "relcl":
                return here.head
            return subject
        if here.dep in ("acl", "relcl"):
            return here.head
        if here.dep == "xcomp" and (moved := _moved(here.head)) is not None and moved.i < here.i:
            return moved
        if here.dep == "xcomp" and here.head.dep == "acomp" and here.head.lower in _DISPOSED:
            here = here.head.head  # "was quick to add that": whoever was quick
            continue
        if here.dep in ("conj", "xcomp", "advcl", "pcomp", "prep", "dep", "ccomp") and here.head is not here:
            here = here.head
            continue
        return None
    return None


def _moved(verb: Word) -> Word | None:
    """``prompted voters to argue``: whom a verb of making, asking or letting has do what follows it."""
    if verb.lower not in MAKE_FORMS and verb.lower not in LET_FORMS:
        return None
    return next((c for c in verb.children if c.dep == "dobj" and c.i > verb.i), None)


def noun_phrase(noun: Word) -> list[Word]:
    """A noun with what restricts it; clauses, appositions and coordinated nouns set off by commas are left out."""
    dropped = []
    for child in noun.children:
        if child.dep in ("relcl", "appos", "acl", "advcl", "parataxis", "ccomp") or (
            child.i > noun.i and child.dep in ("punct", "cc", "conj") and _after_comma(noun, child)
        ):
            dropped.append(child)
    words = subtree(noun, dropped)
    while words and words[-1].tag in (",", ":", "-RRB-", "-LRB-", "POS"):
        words.pop()
    return words


def _after_comma(noun: Word, child: Word) -> bool:
    return child.dep == "punct" and child.text in (",", "—", "–", "--", "(", ")")
