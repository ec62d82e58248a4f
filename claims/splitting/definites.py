"""What "the firm" or "the order" is, where the article leaves no doubt.

A body is known by its own name (``Veltro Bank`` is a bank), by an apposition (``Norvia, the utility``), by the noun
before it (``the airline Veltro``) or by a sentence that says so. A thing is known by the one phrase that brought it up
(``an order for 30 jets``). One candidate, or the claim says what is open.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from claims.splitting.document import Sent, noun_phrase
from claims.splitting.names import entity_runs
from claims.splitting.parsing import Word
from claims.splitting.word_lists import word_list, word_rows

BODIES = word_list("bodies")
_COMPANIES = word_list("companies") | {"company", "firm"}
_BY_NAME = {name: row[0] for row in word_rows("kinds_of_bodies") for name in row[1:]}
_BY_NAME |= {"company": "company"}
_BRINGS_UP = frozenset({"a", "an", "another", "one"})
_REACH = 8  # sentences
_LONGEST = 9
_OFTEN = 2


@dataclass(slots=True)
class Brought:
    """A thing as it was brought up: ``an order for 30 jets``; without words where these tell no more than the noun."""

    words: list[Word]
    sentence: int


class Definites:
    """What has been named and brought up so far; ``read`` each sentence once, in order."""

    def __init__(self) -> None:
        self._bodies: dict[str, dict[str, None]] = defaultdict(dict)
        self._things: dict[str, list[Brought]] = defaultdict(list)
        self._named: Counter[str] = Counter()

    def read(self, sent: Sent) -> None:
        """Learn from one sentence."""
        for run in entity_runs(sent.words):
            if run[0].ent == "ORG":
                self._learn(run)
                self._named[" ".join(w.text for w in run if w.lower != "the")] += 1
        for word in sent.words:
            if not word.ent and word.tag.startswith("NN") and word.text[0].isupper() and word.children:
                self._learn([word])
            if word.tag == "NN" and not word.ent and word.children and word.children[0].lower in _BRINGS_UP:
                phrase = noun_phrase(word)
                told = 3 <= len(phrase) <= _LONGEST and phrase[-1].i > word.i
                self._things[word.lower].append(Brought(phrase if told else [], sent.index))

    def _learn(self, run: list[Word]) -> None:
        name = " ".join(w.text for w in run if w.lower != "the") if len(run) > 1 else run[0].text
        last = run[-1]
        kinds = {_BY_NAME[w.lower] for w in run if w.lower in _BY_NAME and w.ent == "ORG"}
        for child in last.children:
            if child.lower in BODIES and (child.dep == "appos" or (child.dep == "compound" and not child.ent)):
                kinds.add(child.lower)
        if last.dep == "appos" and last.head.lower in BODIES:
            kinds.add(last.head.lower)
        if last.dep == "nsubj":
            kinds.update(c.lower for c in last.head.children if c.dep == "attr" and c.lower in BODIES)
        if kinds & _COMPANIES:
            kinds |= {"company", "firm"}
        if "airline" in kinds or "carrier" in kinds:
            kinds |= {"airline", "carrier"}
        for kind in kinds:
            self._bodies[kind][name] = None

    def body(self, noun: str) -> tuple[str, bool]:
        """The name behind ``the firm`` (empty when none is known), and whether several fit."""
        names = list(self._bodies.get(noun, ()))
        names = [n for n in names if not any(n != m and n in m.split() for m in names)]
        if not names and noun in _COMPANIES:
            names = self._foremost()
        return (names[0] if len(names) == 1 else ""), len(names) > 1

    def names_any(self) -> bool:
        """Whether any body has been named so far."""
        return bool(self._named)

    def _foremost(self) -> list[str]:
        """The body that the article is about so far: the only company that "the company" can mean."""
        ranked = self._named.most_common(2)
        if not ranked or ranked[0][1] < _OFTEN or (len(ranked) > 1 and ranked[0][1] < _OFTEN * ranked[1][1]):
            return []
        return [ranked[0][0]]

    def thing(self, noun: str, sentence: int) -> list[Word] | None:
        """The words that brought up ``the order``, without their article; None when nothing or several things did."""
        near = [b for b in self._things.get(noun, ()) if 0 < sentence - b.sentence <= _REACH]
        return near[0].words[1:] or None if len(near) == 1 else None


def is_bare(article: Word, noun: Word | None) -> bool:
    """Whether these two words, ``the`` and a noun, are all there is to a phrase."""
    if noun is None or noun is not article.head or noun.tag != "NN" or noun.ent:
        return False
    beside: Sequence[Word] = [c for c in noun.children if c is not article]
    return not any(c.dep not in ("case", "punct", "cc", "conj") for c in beside)
