"""A sentence as the clauses that can be true or false on their own.

Coordinated clauses, subordinate clauses that state a fact, relative clauses, participles and appositions set off by
commas become units of their own; the frame "X said that" is taken off, X becomes the unit's speaker.
"""

from __future__ import annotations

from collections.abc import Sequence

from claims.splitting.asides import BREAKS, Asides
from claims.splitting.cues import DOCUMENTS, FORMS, MAKE_FORMS, SPEECH, THOUGHT
from claims.splitting.document import SUBJECTS, Sent, first_word, noun_phrase, subject_of, subtree, understood_subject
from claims.splitting.framing import is_mere_frame
from claims.splitting.parsing import Word
from claims.splitting.sayings import Saying, is_passive
from claims.splitting.units import (
    MIN_CONTENT,
    VERBAL,
    Unit,
    as_told,
    closes_apposition,
    content_words,
    has_own_subject,
    in_main_clause,
    is_finite,
    is_whole,
    marks,
    runs_on,
    stand_apart,
    thrown_in,
    without_loose_end,
)
from claims.splitting.verb_forms import shared_auxiliaries
from claims.splitting.word_lists import word_list

# Subordinate clauses behind these are facts of their own; those behind "because" or "if" only make sense together.
_FACT_MARKS = frozenset({"after", "as"})
_CONTRASTS = frozenset({"although", "though", "while", "whereas"})
# Sayings that stay whole ("denied the charge", "urged Congress to act") and yet are their subject's words.
_PUTS = word_list("speaking")
_SPEAKS = (SPEECH | _PUTS) - {
    "announce", "show", "find", "begin", "rule", "demand", "post", "agree", "estimate", "express",
}  # fmt: skip
# Verbs whose content is a claim without them; what somebody thinks or plans is one only together with the thinking.
_TELLS = SPEECH - THOUGHT


class Splitter:
    """Splits one sentence; ``sayings`` are the attributions that its own cues make."""

    def __init__(self, sent: Sent, sayings: Sequence[Saying], *, besides: bool = True) -> None:
        """``besides``: also say again what a restricting clause tells, as a claim of its own."""
        self.sent = sent
        self.besides = besides
        self.asides = Asides(sent)
        self.by_index = self.asides.by_index
        self.sayings = sayings
        self.by_verb = {id(s.verb): s for s in sayings if s.verb is not None}
        self.units: list[Unit] = []
        self.framed: set[int] = set()

    def units_of(self) -> list[Unit]:
        """Units in the order of the text."""
        done = self._direct_quotations()
        roots = [w for w in self.sent.words if w.head is w or w.head.i not in self.by_index]
        for root in roots:
            if id(root) in self.framed:
                self._attributed(root, self.by_verb[id(root)], [], None, done)
            elif id(root) not in done:
                self._clause(root, None, None, done)
        for unit in self.units:
            own = self.by_verb.get(id(unit.head))
            if unit.saying is None and own is not None and own.fused and _speaks(own, unit.head):
                unit.saying = own  # "the mayor, who denied the charge": hers, though the sentence tells something else
            elif unit.saying is None and own is None:
                unit.saying = self.by_verb.get(id(_made_to_say(unit.head, unit.words)))
        self.units.sort(key=lambda unit: (unit.words[0].start, unit.head.i))
        return self.units

    def _direct_quotations(self) -> set[int]:
        """Whole clauses between quotation marks, cut by the marks and not by the parse; ids of their words."""
        done: set[int] = set()
        for saying in self.sayings:
            if not saying.quoted or saying.fused or saying.verb is None:
                continue
            for quote in self.sent.quotes:
                if not any(a <= quote.inner[0] and quote.inner[1] <= b + 1 for a, b in saying.contents):
                    continue
                inside = [w for w in self.sent.words if quote.inner[0] <= w.start < quote.inner[1]]
                if saying.verb in inside or not inside:
                    continue
                held = {id(w) for w in inside}
                tops = [w for w in inside if id(w.head) not in held or w.head is w]
                clauses = [w for w in tops if w.tag in VERBAL and has_own_subject(w, held)]
                if not clauses and not is_whole(inside):
                    continue
                for top in clauses:
                    self._clause(top, saying, None, done, within=held)
                if not clauses:
                    self._push(Unit(inside, next((w for w in tops if w.tag in VERBAL), tops[0]), saying))
                done |= held
                # "The outages are bad and costly but “we will not close,” she said": what stands before the quotation.
                for word in self.sent.words:
                    beside = word.dep in ("ccomp", "conj", "parataxis") and word.tag in VERBAL and subject_of(word)
                    if beside and id(word.head) in held and id(word) not in held and word is not saying.verb:
                        self._clause(word, saying if saying.covers(word.start) else None, None, done)
                self._before_quotation(saying, held, done)
                self.framed.add(id(saying.verb))
        return done

    def _before_quotation(self, saying: Saying, held: set[int], done: set[int]) -> None:
        """``said the dam is safe and that “nobody need worry”``: what is reported in the same breath."""
        for word in saying.verb.children if saying.verb is not None else ():
            clause = word.dep in ("ccomp", "parataxis") and word.tag in VERBAL and subject_of(word) is not None
            if clause and id(word) not in done and id(word) not in held:
                self._clause(word, saying if saying.covers(word.start) else None, None, done)

    def _clause(
        self,
        head: Word,
        saying: Saying | None,
        shared: Word | None,
        done: set[int],
        within: set[int] | None = None,
    ) -> None:
        """Add the units of the clause below ``head``."""
        own = self.by_verb.get(id(head))
        if own is not None and id(head) in self.framed:
            self._attributed(head, own, [], saying, done)
            return
        if own is not None and not own.fused and own.base != "according" and (own.quoted or own.base in _TELLS):
            content = self._content_heads(head, own, done)
            if content:
                self._attributed(head, own, content, saying, done)
                return
        kept: list[Word] = []
        later: list[tuple[Word, Word | None]] = []
        emitted = len(self.units)
        frame = self._frame(head, done)
        outer = saying
        if frame is not None:
            saying = saying or frame
        elif (
            own is not None and saying is None and (own.fused or own.quoted or own.base in _PUTS) and _speaks(own, head)
        ):
            saying = own
        besides = outer if saying is own else saying
        stack = [head]
        while stack:
            word = stack.pop()
            kept.append(word)
            for child in word.children:
                if id(child) in done or (within is not None and id(child) not in within):
                    continue
                if frame is not None and child is frame.verb:
                    continue
                if self._set_apart(child, head, shared, saying, later, done):
                    continue
                stack.append(child)
        kept.sort(key=lambda w: w.i)
        if head.lower in ("come", "comes", "came") and any(w.dep == "advcl" and w.head is head for w, _ in later):
            kept = []  # "The vote comes as …" says no more than the clause behind it
        self._add(kept, head, saying, shared, emitted)
        for word, subject in later:
            self._clause(word, besides, subject, done, within)

    def _frame(self, head: Word, done: set[int]) -> Saying | None:
        """The saying whose frame hangs below the clause that it attributes: "according to", ", she said,"."""
        for saying in self.sayings:
            verb = saying.verb
            if verb is None or verb is head or saying.fused or id(verb) in done:
                continue
            if saying.base == "according":
                if self._clause_head(verb) is head:
                    return saying
            elif (thrown_in(verb, head) or as_told(verb, head)) and saying.covers(head.start):
                return saying
        return None

    def _set_apart(
        self,
        word: Word,
        head: Word,
        shared: Word | None,
        saying: Saying | None,
        later: list[tuple[Word, Word | None]],
        done: set[int],
    ) -> bool:
        """Whether the branch at ``word`` leaves the clause: as a unit of its own, now or ``later``."""
        if word.dep == "conj" and word.tag in VERBAL and in_main_clause(word, head) and self._separable(word):
            later.append((word, None if subject_of(word) else (subject_of(word.head) or subject_of(head) or shared)))
            return True
        own = self.by_verb.get(id(word))
        if word.dep in ("advcl", "acl") and own is not None and not own.fused and self.asides.after_break(word):
            later.append((word, None))
            return True
        if word.dep == "advcl" and self._fact_clause(word) and stand_apart(head, word, MIN_CONTENT + 1):
            later.append((word, None))  # "a man died after he was hit" stays whole
            return True
        if word.dep == "ccomp" and id(head) not in self.by_verb and runs_on(word, head) and stand_apart(head, word):
            later.append((word, None))
            return True
        # "According to" vouches for the figure, and who blames or denies for no more than that; not for what the
        # article adds in passing.
        added = None if saying is not None and (saying.base == "according" or saying.fused) else saying
        if word.dep == "relcl":
            if self._aside(self.asides.relative(word, added, done)):
                return True
            if self.besides:
                self._aside(self.asides.restricting(word, added, done))
            return False
        if word.dep in ("acl", "advcl"):
            return self._aside(self.asides.participle(word, head, shared, added))
        if word.dep == "appos":
            return self._aside(self.asides.apposition(word, added))
        return False

    def _aside(self, unit: Unit | None) -> bool:
        """Take the unit in; whether there was one."""
        if unit is not None:
            self._push(unit)
        return unit is not None

    def _clause_head(self, word: Word) -> Word:
        top = word.head
        while top.dep not in ("ROOT", "ccomp", "conj", "advcl", "relcl", "parataxis") and top.head is not top:
            top = top.head
        return top

    def _content_heads(self, verb: Word, saying: Saying, done: set[int]) -> list[Word]:
        heads = [
            c
            for c in verb.children
            if c.dep in ("ccomp", "parataxis")
            and id(c) not in done
            and saying.covers(c.start)
            and (len(c.children) > 1 or subject_of(c))
            and any(w.tag in VERBAL for w in subtree(c))  # "found a man guilty of fraud" is told by "found"
        ]
        if heads:
            return heads
        for word in subtree(verb):
            marked = word.dep in ("relcl", "acl") and any(m.dep == "mark" for m in word.children)
            if marked and saying.covers(word.start) and id(word) not in done:
                return [word]
        return []

    def _attributed(self, verb: Word, saying: Saying, heads: list[Word], outer: Saying | None, done: set[int]) -> None:
        """The contents of a saying as units, and what its frame states besides."""
        for head in heads:
            self._clause(head, saying, None, done)
        for child in verb.children:
            if child in heads or id(child) in done:
                continue
            if child.dep == "conj" and child.tag in VERBAL:
                self._clause(child, outer, None if subject_of(child) else subject_of(verb), done)
            elif child.dep == "advcl" and self._fact_clause(child):
                self._clause(child, outer, None, done)
            elif child.dep in SUBJECTS or child.dep in ("prep", "dative", "dobj"):
                for word in subtree(child):
                    if word.dep == "relcl":
                        self._aside(self.asides.relative(word, outer, done))
                    elif word.dep == "appos":
                        self._aside(self.asides.apposition(word, outer))

    def _separable(self, verb: Word) -> bool:
        """A coordinated verb with a subject of its own, or with enough of its own to be checked apart."""
        if self._shares_object(verb):
            return False
        if not is_finite(verb) and not shared_auxiliaries(verb):
            return False
        enough = 2 if any(c.dep in ("aux", "auxpass") for c in verb.children) else 3
        return subject_of(verb) is not None or content_words(subtree(verb)) >= enough

    def _shares_object(self, verb: Word) -> bool:
        """``accelerated and magnified the protests``: two verbs with one object are one claim."""
        first = verb.head
        if any(c.i > first.i and c.dep not in ("cc", "conj", "punct", "advmod") for c in first.children):
            return False
        between = range(first.i + 1, verb.i)
        return len(between) <= 2 and any(c.dep in ("dobj", "prep", "xcomp", "ccomp") for c in verb.children)

    def _fact_clause(self, verb: Word) -> bool:
        if not is_finite(verb) or subject_of(verb) is None:
            return False
        found = marks(verb)
        if first_word(verb).lower not in found or "if" in found:
            return False
        return bool(found & _CONTRASTS) or (bool(found & _FACT_MARKS) and content_words(subtree(verb)) > MIN_CONTENT)

    def _add(self, words: list[Word], head: Word, saying: Saying | None, shared: Word | None, emitted: int) -> None:
        subject: list[Word] = []
        if subject_of(head) is None:
            if shared is not None:
                subject = noun_phrase(shared)
            elif head.tag in VERBAL and head.dep in ("conj", "advcl", "xcomp", "acl"):
                understood = understood_subject(head)
                if understood is not None and understood not in words:
                    subject = noun_phrase(understood)
        label = next((s.cue for s in self.sayings if s.label and s.cue is not None), None)
        if label is not None:
            words = [w for w in words if w.start >= label[1]]
        if words:
            quoted = self.sent.opens_quotation_after(words[-1])
            words = without_loose_end(self._without_loose_breaks(words), quoted_next=quoted)
        if not words or not any(w.tag in VERBAL for w in words):
            return
        if head.tag == "IN" and head.head is head:
            return  # "In some cases after people threw bombs." is the tail of the sentence before
        if head.tag == "VBG" and not subject and subject_of(head) is None and not is_finite(head):
            return  # "Following the arrest in May" states nothing
        self._push(Unit(words, head, saying, subject, auxiliaries=shared_auxiliaries(head) if subject else []))

    def _without_loose_breaks(self, words: list[Word]) -> list[Word]:
        """Drop the commas and dashes that fenced a branch that was taken out."""
        held = {w.i for w in words}
        kept: list[Word] = []
        for word in words:
            beside = (word.i - 1, word.i + 1)
            loose = word.text in BREAKS and any(i in self.by_index and i not in held for i in beside)
            if not loose or (word.i - 1 in held and closes_apposition(word, kept)):
                kept.append(word)
        return kept

    def _push(self, unit: Unit) -> None:
        enough = content_words(unit.words) + min(1, len(unit.subject)) + any(w.tag == "CD" for w in unit.words)
        if enough >= MIN_CONTENT and not is_mere_frame(unit, self.sent):  # a figure counts: "Attendance was 23,118."
            self.units.append(unit)


def _made_to_say(verb: Word, unit: Sequence[Word]) -> Word | None:
    """``The clip prompted voters to argue that …``: the verb by which they did say so, in one unit with its reason.

    So too ``Lee released a statement saying that …``.
    """
    if any(c.dep == "neg" or c.tag == "MD" for c in verb.children):
        return None
    said = [c for d in verb.children if d.dep == "dobj" and d.lower in DOCUMENTS for c in d.children if c.tag == "VBG"]
    if verb.lower in MAKE_FORMS:
        said += [c for c in verb.children if c.dep in ("xcomp", "ccomp") and c.tag == "VB" and c.i > verb.i]
    return next((c for c in said if FORMS.get(c.lower) in _TELLS and c in unit), None)


def _speaks(saying: Saying, verb: Word) -> bool:
    """Whether somebody says something by this: whom many blame today is what they think."""
    if saying.source is None and is_passive(verb):
        return False  # "The town is called Marsh": by nobody in particular
    return saying.base in _SPEAKS and not (saying.base == "blame" and verb.tag in ("VBZ", "VBP"))
