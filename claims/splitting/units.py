"""A clause as the words that become one claim, and what the tree says of a verb or a noun in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from claims.splitting.document import noun_phrase, subject_of, subtree
from claims.splitting.parsing import Word
from claims.splitting.sayings import Saying
from claims.splitting.word_lists import word_list

_STOP = word_list("function_words")
_LOOSE = 5  # words behind the conjunction
VERBAL = frozenset({"VB", "VBD", "VBP", "VBZ", "VBN", "VBG", "MD"})
MIN_CONTENT = 3  # words that say something
_ENDS = frozenset(",.!?…")
_PLACES = frozenset({"prep", "advmod", "npadvmod", "punct"})


@dataclass(slots=True)
class Unit:
    """Words of one clause.

    ``subject`` is put in front (with ``copula`` behind it), or stands in for the relative pronoun ``replaced``; with
    ``gap`` it goes behind that word instead, where the relative pronoun was understood. ``auxiliaries`` are those
    that the verb shares with the one before it; ``recast`` gives words by their index another form.
    """

    words: list[Word]
    head: Word
    saying: Saying | None
    subject: list[Word] = field(default_factory=list)
    replaced: Word | None = None
    gap: Word | None = None
    possessive: bool = False
    copula: str = ""
    auxiliaries: list[Word] = field(default_factory=list)
    recast: dict[int, str] = field(default_factory=dict)


def is_finite(verb: Word) -> bool:
    """Whether a verb carries a tense, itself or by an auxiliary."""
    if verb.tag in ("VBD", "VBP", "VBZ", "MD"):
        return True
    return any(c.dep in ("aux", "auxpass") and c.tag in ("VBD", "VBP", "VBZ", "MD") for c in verb.children)


def content_words(words: Sequence[Word]) -> int:
    """Words that say something by themselves."""
    return sum(1 for w in words if w.text[0].isalnum() and w.lower not in _STOP)


def marks(verb: Word) -> set[str]:
    """The conjunctions and adverbs that introduce a clause, in lower case."""
    return {c.lower for c in verb.children if c.dep in ("mark", "advmod") and c.i < verb.i}


def thrown_in(verb: Word, head: Word) -> bool:
    """``The deal, she said, is done``: a frame below the clause that it attributes."""
    if verb.head is not head or verb.dep not in ("parataxis", "ccomp", "dep", "advcl"):
        return False
    return not any(c.dep == "mark" for c in verb.children)


def as_told(verb: Word, head: Word) -> bool:
    """``As the files show, the deal is done``: a frame by "as" below the clause that it attributes."""
    return verb.head is head and verb.dep == "advcl" and any(c.lower == "as" and c.i < verb.i for c in verb.children)


def runs_on(verb: Word, head: Word) -> bool:
    """Two main clauses side by side, joined by no more than a comma, dash or semicolon."""
    if verb.head is not head or verb.i > head.i or not is_finite(verb):
        return False
    return subject_of(verb) is not None and subject_of(head) is not None


def has_own_subject(verb: Word, held: set[int]) -> bool:
    """Whether the verb's subject is among the words ``held`` (by identity)."""
    subject = subject_of(verb)
    return subject is not None and id(subject) in held


def plain_phrase(noun: Word) -> list[Word]:
    """A noun phrase without a leading conjunction or mark."""
    words = noun_phrase(noun)
    while words and words[0].dep in ("mark", "cc", "preconj", "prep"):
        words = words[1:]
    return words


def coordinated(words: Sequence[Word], noun: Word) -> bool:
    """Whether something in ``words`` is coordinated with the noun."""
    return any(w.dep == "conj" and w.head is noun for w in words)


def without_loose_end(words: Sequence[Word], *, quoted_next: bool) -> list[Word]:
    """``… in the future but at the moment``, ``…, and``: without the beginning of a clause that stands elsewhere.

    ``quoted_next``: a quotation follows, which "but at the moment" then belongs to, whatever the parse says.
    """
    kept = list(words)
    at = next((k for k in range(len(kept) - 1, 0, -1) if kept[k].dep == "cc"), 0)
    tail = kept[at + 1 :]
    places = _PLACES | ({"conj"} if quoted_next else frozenset())
    joined = any(w.dep == "conj" and not (quoted_next and w.tag == "IN") for w in tail)
    if not at or len(tail) > _LOOSE or joined or any(w.tag in VERBAL or w.tag == "CD" for w in tail):
        return kept
    phrases = all(w.dep in places or w.head in tail or w.tag in (",", "-LRB-", "``", "''", ".") for w in tail)
    return kept[:at] if phrases else kept


def stand_apart(head: Word, branch: Word, least: int = MIN_CONTENT) -> bool:
    """Whether a clause says enough to be read alone when this branch is taken out of it, and the branch does."""
    return content_words(subtree(head, [branch])) >= least and content_words(subtree(branch)) >= MIN_CONTENT


def is_whole(inside: Sequence[Word]) -> bool:
    """``"What a day that was," she said``: a sentence of its own, whatever the parse makes of it."""
    return inside[0].text[0].isupper() and inside[-1].text in _ENDS and any(w.tag in VERBAL for w in inside)


def in_main_clause(verb: Word, head: Word) -> bool:
    """Whether a verb is coordinated with the unit's own: inside "if he stays and fights" nothing is said by itself."""
    here = verb
    while here.dep == "conj" and here is not head:
        here = here.head
    return here is head and verb.head.tag in VERBAL


def closes_apposition(comma: Word, before: Sequence[Word]) -> bool:
    """``Darren Pike, 44, who …``: the comma behind an age belongs to the age too."""
    if len(before) < 2 or comma.text != ",":
        return False
    opened = next((w.i for w in reversed(before) if w.text == ","), -1)
    return opened == before[-1].i - 1 and before[-1].tag == "CD"
