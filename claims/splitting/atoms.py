"""A clause as its atomic facts: who did what, and each time, place, circumstance and coordinated part by itself.

"He was awarded a medal at the fair in 1889" becomes three: the medal, the fair, the year; each repeats what it needs
of the clause. Finer than a newsroom wants to read, and what decompose-and-verify methods ask for (FActScore, 2023).
Only words of the clause are chosen; none is added but a form of "to be" between a thing and what it is called.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from claims.splitting.asides import BREAKS, antecedent
from claims.splitting.document import SUBJECTS, first_word
from claims.splitting.parsing import Word
from claims.splitting.units import Unit, content_words, is_finite, plain_phrase
from claims.splitting.verb_forms import article_for, is_past, past_of_gerund, present_of_gerund, shared_auxiliaries

_COMPLEMENTS = frozenset({"dobj", "attr", "acomp", "oprd", "ccomp", "dative"})
_CIRCUMSTANCES = frozenset({"prep", "agent", "npadvmod", "advcl"})
_LINKS = frozenset({"cc", "preconj", "punct"})
_MOST = 24  # atoms of one clause; a longer enumeration stays together
_BELONGS = frozenset({"of", "than", "as"})  # prepositions without which a noun is not the same noun


class _Clause:
    """Takes one unit apart."""

    def __init__(self, unit: Unit, whole: bool) -> None:
        self.unit = unit
        self.whole = whole  # circumstances stay with their clause
        self.at = {w.i: w for w in unit.words}
        self.held = set(self.at)
        self.found: list[Unit] = []

    def kids(self, word: Word) -> list[Word]:
        return [c for c in word.children if c.i in self.held]

    def branch(self, word: Word, without: Iterable[Word] = ()) -> list[Word]:
        skip = {w.i for w in without}
        words, stack = [], [word]
        while stack:
            here = stack.pop()
            words.append(here)
            stack.extend(c for c in self.kids(here) if c.i not in skip)
        return words

    def emit(self, words: Iterable[Word], template: Unit) -> None:
        chosen = sorted({w.i: w for w in words}.values(), key=lambda w: w.i)
        recast = dict(template.recast)
        for word, following in pairwise(chosen):
            if word.lower in ("a", "an") and following.i != word.i + 1:
                recast[word.i] = article_for(following.text)
        if chosen:
            self.found.append(replace(template, words=chosen, recast=recast))

    def noun(self, noun: Word) -> tuple[list[Word], list[list[Word]]]:
        """The words of a noun phrase that name it, and each further restriction; asides become facts at once."""
        apart: list[Word] = []
        more: list[list[Word]] = []
        for child in self.kids(noun):
            if child.dep in ("conj", "cc", "preconj") or (
                child.text in BREAKS and child.text != "-" and child.i > noun.i
            ):
                apart.append(child)
            elif child.dep == "appos" and child.i > noun.i:
                apart.append(child)
                self.called(noun, child)
            elif child.dep == "relcl":
                apart.append(child)
                self.relative(noun, child)
            elif child.dep == "amod" and child.i > noun.i + 1 and noun.dep == "attr" and self.described(noun, child):
                apart.append(child)
            elif self.whole:
                continue
            elif child.dep == "acl" and child.i > noun.i:
                apart.append(child)
                more.append(self.branch(child))
            elif child.dep == "prep" and child.lower not in _BELONGS:
                apart.append(child)
                more.extend(self.prepositional(child))
        return self.branch(noun, apart), more

    def called(self, noun: Word, apposition: Word) -> None:
        """``His first album, Dawn,`` as ``his first album is Dawn``."""
        words = self.branch(apposition)
        before = self.at.get(first_word(apposition).i - 2)
        if before is not None and before.tag in ("NNP", "NNPS") and before.i > noun.i:
            noun = before
        subject = [w for w in plain_phrase(noun) if w.i < words[0].i and w.i < first_word(apposition).i]
        if subject and content_words(words):
            copula = "are" if noun.tag == "NNS" else "is"
            self.found.append(
                Unit(sorted(words, key=lambda w: w.i), apposition, self.unit.saying, subject, copula=copula)
            )

    def described(self, noun: Word, adjective: Word) -> bool:
        """``It is the fastest bird, capable of diving at 390 kph``: what it is capable of is a fact by itself."""
        subject = next((c for c in noun.head.children if c.dep in SUBJECTS), None)
        before = self.at.get(first_word(adjective).i - 1)
        if subject is None or subject.i not in self.held or before is None or before.text not in BREAKS:
            return False
        verb = noun.head
        if verb.tag not in ("VBZ", "VBP", "VBD"):
            return False
        words = sorted(self.branch(adjective), key=lambda w: w.i)
        self.found.append(Unit(words, adjective, self.unit.saying, plain_phrase(subject), copula=verb.text.lower()))
        return True

    def relative(self, noun: Word, verb: Word) -> None:
        pronoun = next((w for w in self.kids(verb) if w.tag in ("WDT", "WP") and w.dep in SUBJECTS), None)
        if pronoun is None or not is_finite(verb):
            return
        words = sorted(self.branch(verb), key=lambda w: w.i)
        # "Ann Lee, a lawyer who led the panel,": it is Ann Lee who led it.
        subject = plain_phrase(noun.head) if noun.dep == "appos" else antecedent(noun, verb)
        subject = [w for w in subject if w.i < words[0].i]
        inner = Unit(words, verb, self.unit.saying, subject, pronoun)
        self.found.extend(atoms(inner, whole=self.whole))

    def conjuncts(self, word: Word) -> list[Word]:
        found = [word]
        for child in self.kids(word):
            if child.dep == "conj":
                found.extend(self.conjuncts(child))
        return found

    def shared_article(self, first: Word, noun: Word) -> list[Word]:
        """``an Italian singer and actress``: the article stands once for both."""
        if noun is first or noun.tag != "NN" or any(c.dep in ("det", "poss", "nummod") for c in self.kids(noun)):
            return []
        return [c for c in self.kids(first) if c.dep == "det" and c.lower in ("a", "an")]

    def prepositional(self, prep: Word) -> list[list[Word]]:
        """One stretch for each coordinated object of a preposition."""
        objects = [c for c in self.kids(prep) if c.dep in ("pobj", "pcomp")]
        if not objects or not objects[0].tag.startswith(("NN", "CD", "PRP")):
            return [self.branch(prep)]
        stretches = []
        for item in self.conjuncts(objects[0]):
            words, more = self.noun(item)
            stretches.append([prep, *words])
            stretches.extend([prep, *words, *extra] for extra in more)
        for other in self.kids(prep):
            if other.dep == "conj" and other.tag in ("IN", "TO"):
                stretches.extend(self.prepositional(other))
            elif other.dep in ("prep", "advmod"):
                stretches[0].extend(self.branch(other))
        return stretches

    def predicate(self, verb: Word) -> list[Word]:
        """The verb and the infinitives that go on with it: "went on to become"."""
        chain = [verb]
        while True:
            following = next((c for c in self.kids(chain[-1]) if c.dep == "xcomp" and c.tag.startswith("VB")), None)
            if following is None:
                return chain
            chain.append(following)

    def clause(self, verb: Word, template: Unit, subject: list[Word]) -> None:
        """Add the facts of one verb; ``subject`` are its words inside the clause, if it has any."""
        core: list[Word] = list(subject)
        complements: list[Word] = []
        circumstances: list[Word] = []
        further: list[Word] = []
        chain = self.predicate(verb)
        for part in chain:
            core.append(part)
            for child in self.kids(part):
                if child in chain or child.dep in _LINKS or (child.dep == "mark" and child.lower == "because"):
                    continue
                if child.dep in SUBJECTS or child.dep == "expl":
                    core.extend(self.noun(child)[0] if child.tag.startswith("NN") else self.branch(child))
                    core.extend(w for c in self.conjuncts(child)[1:] for w in self.branch(c))
                    core.extend(c for c in self.kids(child) if c.dep == "cc")
                elif child.dep == "conj" and child.tag.startswith("VB"):
                    further.append(child)
                elif child.dep in _COMPLEMENTS:
                    complements.append(child)
                elif child.dep == "advcl" and (self.gives_reason(child) or self.takes_part(child, part)):
                    further.append(child)
                elif child.dep in _CIRCUMSTANCES:
                    circumstances.append(child)
                else:
                    core.extend(self.branch(child))
        self.facts(core, complements, circumstances, template)
        for other in further:
            self.joined(other, verb, template, core)

    def takes_part(self, verb: Word, main: Word) -> bool:
        """Whether a clause is a participle behind its main verb, with nothing that introduces it."""
        return verb.tag == "VBG" and verb.i > main.i and not self.marked(verb)

    def gives_reason(self, verb: Word) -> bool:
        """Whether a clause behind "because" is a fact by itself."""
        because = any(c.dep == "mark" and c.lower == "because" for c in self.kids(verb))
        return because and is_finite(verb) and any(c.dep in SUBJECTS for c in self.kids(verb))

    def marked(self, verb: Word) -> bool:
        return any(c.dep == "mark" or (c.dep == "advmod" and c.i < verb.i) for c in self.kids(verb))

    def facts(self, core: list[Word], complements: list[Word], circumstances: list[Word], template: Unit) -> None:
        """Every complement by itself, then every circumstance with the first of them."""
        if self.whole and circumstances and complements:
            core = [*core, *(w for c in circumstances for w in self.branch(c))]
            circumstances = []
        variants: list[list[Word]] = []
        first: list[Word] = []
        for position, item in enumerate(complements):
            if position < len(complements) - 1 or not item.tag.startswith(("NN", "JJ", "CD")):
                first.extend(self.branch(item))
                continue
            for number, each in enumerate(self.conjuncts(item)):
                words, more = self.noun(each)
                words = [*self.shared_article(item, each), *words]
                origin = [
                    w for w in words if not self.whole and w.tag == "JJ" and w.text[0].isupper() and w.dep == "amod"
                ]
                if item.dep == "attr" and origin and len(words) > len(origin) + 1:
                    words = [w for w in words if w not in origin]
                    variants.append(origin)
                variants.append(words)
                variants.extend([*words, *extra] for extra in more)
                if number == 0:
                    first.extend(words)
        head = [w for w in first if complements and w in self.branch(complements[0])] if not variants else first
        for words in variants:
            lead = [w for c in complements[:-1] for w in self.branch(c)]
            self.emit([*core, *lead, *words], template)
        if not variants and (first or not circumstances):
            self.emit([*core, *first], template)
        for item in circumstances:
            stretches = self.prepositional(item) if item.dep in ("prep", "agent") else [self.branch(item)]
            for words in stretches:
                self.emit([*core, *head, *words], template)

    def joined(self, verb: Word, first: Word, template: Unit, core: list[Word]) -> None:
        """A coordinated verb, or a participle behind a comma, with the subject that it shares."""
        own = next((c for c in self.kids(verb) if c.dep in SUBJECTS), None)
        if own is not None:
            self.clause(verb, replace(template, subject=[], replaced=None, copula="", auxiliaries=[], recast={}), [])
            return
        shared = next((c for c in self.kids(first) if c.dep in SUBJECTS), None)
        subject = self.branch(shared) if shared is not None else []
        recast = {}
        auxiliaries = shared_auxiliaries(verb)
        if verb.dep == "advcl":
            plural = shared is not None and (shared.tag in ("NNS", "NNPS") or len(self.conjuncts(shared)) > 1)
            finite = past_of_gerund(verb.text) if is_past(first) else present_of_gerund(verb.text, plural)
            recast = {verb.i: finite}
        self.clause(verb, replace(template, recast=recast, auxiliaries=auxiliaries), subject)


def atoms(unit: Unit, *, whole: bool = False) -> list[Unit]:
    """The atomic facts of a unit, the unit itself where it has only one.

    ``whole`` takes apart what is coordinated and added, but leaves times, places and circumstances with their clause.
    """
    if unit.gap is not None or not unit.words:
        return [unit]
    clause = _Clause(unit, whole)
    if unit.head.tag.startswith("VB") or unit.head.tag == "MD":
        clause.clause(unit.head, unit, [])
    elif unit.copula:
        clause.facts([], [unit.head], [], unit)
    else:
        return [unit]
    seen: set[tuple[int, ...]] = set()
    kept = []
    for found in clause.found:
        key = tuple(w.i for w in found.words)
        if key not in seen:
            seen.add(key)
            kept.append(found)
    return kept if 0 < len(kept) <= _MOST else [unit]
