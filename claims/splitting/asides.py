"""Facts that a sentence adds in passing: relative clauses, participles and appositions set off by commas."""

from __future__ import annotations

from collections.abc import Sequence

from claims.splitting.document import SUBJECTS, Sent, first_word, subject_of, subtree
from claims.splitting.names import ROLES
from claims.splitting.parsing import Word
from claims.splitting.sayings import Saying
from claims.splitting.units import Unit, content_words, coordinated, is_finite, marks, plain_phrase
from claims.splitting.verb_forms import CONSEQUENCES, is_past, past_of_gerund, present_of_gerund

# Participles that work as prepositions: "following the vote", "including two".
_PREPOSITIONAL = frozenset({"following", "including", "according", "regarding", "concerning", "depending", "based"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LONGEST_PHRASE = 12
_BARE = 3
BREAKS = frozenset({",", "—", "–", "--", "-", "(", ")", ";", ":"})


def antecedent(noun: Word, verb: Word) -> list[Word]:
    """What a relative clause is about: its noun with all that restricts it before the clause, unless that is long."""
    first = first_word(verb).i
    described = subject_of(noun.head) if noun.dep == "attr" and is_indefinite(noun) else None
    if described is not None and described.i < noun.i and described.tag not in ("EX", "DT", "WDT", "WP"):
        return plain_phrase(described)  # "Ann Lee is a lawyer who sued": it is Ann Lee who did
    words = [w for w in subtree(noun, [verb]) if w.i < first]
    while words and (words[-1].text in BREAKS or words[-1].tag in (",", ":", "POS")):
        words.pop()
    whole = bool(words) and words[-1].i - words[0].i == len(words) - 1
    if not whole or len(words) > _LONGEST_PHRASE or any(w.text in BREAKS - {"-"} or w.dep == "cc" for w in words):
        return plain_phrase(noun)
    while words and words[0].dep in ("mark", "cc", "preconj", "prep"):
        words = words[1:]
    return words


def is_indefinite(noun: Word) -> bool:
    """Whether a noun is brought up as one of many: "a lawyer"."""
    return any(c.dep == "det" and c.lower in ("a", "an") for c in noun.children)


def agreeing(noun: Word, verb: Word) -> Word | None:
    """``an area of two counties that was burned``: the area, since the counties were; None where nothing agrees."""
    while noun.tag in ("NNS", "NNPS") and is_singular(verb):
        above = noun.head.head
        if noun.dep != "pobj" or not above.tag.startswith("NN"):
            return None
        noun = above
    return noun


def is_singular(verb: Word) -> bool:
    """Whether a verb, by its form or its auxiliary, goes with one thing only."""
    forms = [verb, *(c for c in verb.children if c.dep in ("aux", "auxpass"))]
    return any(w.tag == "VBZ" or w.lower == "was" for w in forms)


class Asides:
    """Reads the asides of one sentence; every method gives a unit, or None where the branch stays where it is."""

    def __init__(self, sent: Sent) -> None:
        self.sent = sent
        self.by_index = {w.i: w for w in sent.words}

    def after_break(self, word: Word) -> bool:
        """Whether punctuation sets this branch off from what stands before it."""
        before = self.by_index.get(first_word(word).i - 1)
        return before is not None and before.text in BREAKS

    def cuts_quotation(self, words: Sequence[Word]) -> bool:
        """Whether cutting here would cut through a quotation."""
        first, last = words[0].start, words[-1].end
        return any(q.start < first < q.end < last for q in self.sent.quotes)

    def relative(self, verb: Word, saying: Saying | None, done: set[int]) -> Unit | None:
        """A relative clause behind a comma, its noun put where the relative pronoun stood or was understood."""
        if not is_finite(verb) or not self.after_break(verb) or verb.head.tag == "CD":
            return None  # "down by 30 to 126, which Norvia did by selling": no number does that
        words = [w for w in subtree(verb) if id(w) not in done]
        pronoun = next((w for w in words[:5] if w.tag in ("WDT", "WP", "WP$")), None)
        if content_words(words) < 2 or self.cuts_quotation(words):
            return None
        if (introduced := self._introduced(words)) and subject_of(verb) is not None and content_words(words) > _BARE:
            noun = verb.head
            if words[0].lower == "where" and noun.tag.startswith("NNP") and noun.ent in ("GPE", "LOC"):
                place = " ".join(w.text for w in plain_phrase(noun))
                return Unit(words, verb, saying, recast={words[0].i: f"in {place}"})  # "Norway, where it was sold"
            return Unit([w for w in words if w.i not in introduced], verb, saying)
        if pronoun is None:
            return None
        unit = Unit(words, verb, saying, antecedent(verb.head, verb), pronoun, possessive=pronoun.tag == "WP$")
        if pronoun.dep in ("dobj", "pobj") or (pronoun.dep not in SUBJECTS and pronoun.tag != "WP$"):
            unit.gap = self._gap(pronoun, verb)
            if unit.gap is None:
                return None
        return unit

    def restricting(self, verb: Word, saying: Saying | None, done: set[int]) -> Unit | None:
        """``a fire that killed 12 people in May``: what a relative clause without a comma tells of the past.

        It stays in its sentence, which would mean something else without it, and is a claim besides.
        """
        if not is_past(verb) or not verb.head.tag.startswith("NN") or self.after_break(verb):
            return None
        words = [w for w in subtree(verb) if id(w) not in done]
        pronoun = next((w for w in words[:_BARE] if w.tag in ("WDT", "WP", "WP$")), None)
        if pronoun is None or not (pronoun.dep in SUBJECTS or pronoun.tag == "WP$"):
            return None
        noun = agreeing(verb.head, verb)
        if noun is None:
            return None
        subject = [w for w in antecedent(noun, verb) if w.i < words[0].i]
        named = any(w.ent for w in words) and any(w.ent or w.tag == "PRP" for w in subject)
        if not named or content_words(words) <= _BARE or self.cuts_quotation(words):
            return None
        return Unit(words, verb, saying, subject, pronoun, possessive=pronoun.tag == "WP$")

    def _introduced(self, words: Sequence[Word]) -> set[int]:
        """Indices of "where", "when" or "in which" at the head of a clause that is whole without them."""
        if words[0].lower in ("where", "when") and words[0].tag == "WRB":
            return {words[0].i}
        if len(words) > 1 and words[0].lower in ("in", "at", "during", "on") and words[1].lower == "which":
            return {words[0].i, words[1].i}
        return set()

    def _gap(self, pronoun: Word, verb: Word) -> Word | None:
        """The word behind which an object relative pronoun would stand in a main clause."""
        if pronoun.dep == "pobj":
            # "of which", "in which": the preposition came along, and its place cannot be known.
            return None if pronoun.head.i < pronoun.i else pronoun.head
        stranded = [c for c in verb.children if c.dep == "prep" and not c.children]
        if stranded:
            return stranded[-1]
        return verb if subject_of(verb) is not None else None

    def participle(self, verb: Word, head: Word, shared: Word | None, saying: Saying | None) -> Unit | None:
        """``, seating 242 passengers`` with its subject and a finite verb.

        What follows from the clause as a whole (", causing delays") stays with it: its subject did not do that.
        """
        if verb.tag not in ("VBG", "VBN") or verb.lower in _PREPOSITIONAL or is_finite(verb) or marks(verb):
            return None
        words = subtree(verb)
        if not self.after_break(verb) or words[0].i < verb.i - 2 or content_words(words) < 4 or verb.i < head.i:
            return None
        if verb.dep == "advcl" and verb.lower in CONSEQUENCES:
            return None
        noun = verb.head if verb.dep == "acl" else subject_of(head) or shared
        if noun is None or noun.tag in ("WDT", "WP") or subject_of(verb) is not None:
            return None
        if verb.tag == "VBG" and not any(c.dep in ("dobj", "ccomp", "prep", "attr", "xcomp") for c in verb.children):
            return None
        subject = plain_phrase(noun)
        past = is_past(head)
        if verb.tag == "VBG" and past and words[0] is verb and (finite := past_of_gerund(verb.text)):
            return Unit(words, verb, saying, subject, recast={verb.i: finite})
        plural = noun.tag in ("NNS", "NNPS") or noun.lower in ("they", "we") or coordinated(subject, noun)
        if verb.tag == "VBG" and words[0] is verb and (finite := present_of_gerund(verb.text, plural)):
            return Unit(words, verb, saying, subject, recast={verb.i: finite})
        happened = past or (verb.tag == "VBN" and any(c.dep == "agent" or c.ent == "DATE" for c in words))
        copula = ("were" if plural else "was") if happened else ("are" if plural else "is")
        return Unit(words, verb, saying, subject, copula=copula)

    def apposition(self, noun: Word, saying: Saying | None) -> Unit | None:
        """``X, the largest carrier in the world,`` as ``X is the largest carrier in the world``."""
        if not self.after_break(noun) or noun.tag not in ("NN", "NNS") or noun.ent in ("DATE", "TIME", "MONEY"):
            return None
        words = self._own_words(noun)
        carried = self._nearest_name(noun)
        if any(self.by_index[i].tag in _FINITE for i in range(carried.i + 1, words[0].i) if i in self.by_index):
            return None  # "The move is an answer to Rome: the new tax": behind a verb, no other name of the subject
        described = any(c.dep in ("prep", "amod", "acl", "relcl", "compound", "poss", "nummod") for c in noun.children)
        if content_words(words) < 2 or not described or carried.tag in ("PRP", "DT", "WDT", "WP"):
            return None
        if carried.ent in ("GPE", "LOC", "FAC") and noun.lower in ROLES:
            return None  # "after her arrest in the UK, a lawyer asked": no country is a lawyer
        article = next((c.lower for c in noun.children if c.dep == "det"), "")
        superlative = any(w.tag in ("JJS", "RBS") or w.lower in ("first", "only") for w in words)
        person = carried.ent == "PERSON"
        if carried.ent in ("DATE", "TIME") or not (
            superlative or article in ("a", "an") or (article == "the" and not person)
        ):
            return None
        subject = [w for w in plain_phrase(carried) if w.i < words[0].i]
        if not subject or self.cuts_quotation(words) or any(w.dep == "conj" for w in noun.children):
            return None
        copula = "are" if noun.tag == "NNS" else "is"
        return Unit(words, noun, None if superlative or saying is None else saying, subject, copula=copula)

    def _own_words(self, noun: Word) -> list[Word]:
        """The words of an apposition; a verb behind its closing comma is the sentence's, whatever the parse says."""
        words = subtree(noun)
        for word in words:
            before = self.by_index.get(word.i - 1)
            if word.i > noun.i and word.tag in ("VBD", "VBZ", "VBN") and before is not None and before.text == ",":
                return [w for w in words if w.i < before.i]
        return words

    def _nearest_name(self, noun: Word) -> Word:
        """The noun that an apposition describes: the name right before its comma, whatever the parse says."""
        before = self.by_index.get(first_word(noun).i - 2)
        named = before is not None and (before.tag in ("NNP", "NNPS") or before.text[0].isupper())
        return before if before is not None and named else noun.head
