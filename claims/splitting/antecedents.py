"""Whom a pronoun means in the words of its own statement: who reads those need not be told more.

Only what the sentence's own build says counts; who is meant from elsewhere is for ``references``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from claims.splitting.document import SUBJECTS, noun_phrase, subject_of, subtree
from claims.splitting.names import FEMALE_ROLES, MALE_ROLES, ROLES
from claims.splitting.parsing import Word
from claims.splitting.word_lists import word_list

PERSONS = word_list("persons") | ROLES | {"elect"}
MEN = MALE_ROLES | {"man", "boy", "father", "husband", "son", "brother", "uncle", "grandfather", "widower"}
WOMEN = FEMALE_ROLES | {"woman", "girl", "mother", "wife", "daughter", "sister", "aunt", "grandmother", "widow"}
_LONGEST = 6  # words
_COMPLEMENTS = frozenset({"acomp", "attr", "oprd", "xcomp", "advmod", "prep"})  # "it is clear that", "a fact that"
_PARTS = frozenset({"neither", "both", "all", "most", "many", "some", "none", "several", "few", "half", "each", "any"})
_RAISING = frozenset(
    ["make", "makes", "made", "making", "find", "finds", "found", "think", "thinks", "thought", "consider", "considers",
     "considered"]
)  # fmt: skip
_NOBODY = frozenset({"ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT"})


def own_person(pronoun: Word, known: Collection[int], named: Collection[int], *, man: bool) -> Word | None:
    """``A man pleaded guilty to charges he threatened her``: the subject that "he" is most likely said of.

    ``known``: where in the sentence persons of the article stand by name; ``named``: where any may.
    """
    for subject in _subjects_above(pronoun):
        if subject.i >= pronoun.i or subject.tag not in ("NN", "NNP") or subject.i in known:
            continue
        surname = subject.tag == "NNP" and pronoun.tag == "PRP$" and subject.ent not in _NOBODY
        if subject.lower in (WOMEN if man else MEN) or not (surname or subject.lower in PERSONS):
            continue
        return None if any(subject.i < i < pronoun.i for i in named) else subject
    return None


def known_by_now(noun: Word) -> str:
    """``the driver from Orland``: somebody brought up by "a driver from Orland", said again; empty where too long."""
    phrase = noun_phrase(noun)
    if not 2 <= len(phrase) <= _LONGEST or phrase[0].lower not in ("a", "an", "the"):
        return ""
    return "the " + "".join(w.text + (" " if w.space else "") for w in phrase[1:]).strip()


def beside_name(pronoun: Word, named: Collection[int]) -> bool:
    """``Mr Trump or his policies``: a possessive coordinated with a person is that person's."""
    noun = pronoun.head
    return pronoun.dep == "poss" and noun.dep == "conj" and noun.head.i in named and noun.head.i < pronoun.i


def apart(pronoun: Word) -> set[int]:
    """Where those stand whom the pronoun cannot mean: "him, Lee and others", "Lee met him"."""
    found = {w.i for w in pronoun.children if w.dep == "conj"}
    if pronoun.dep in SUBJECTS:
        found |= {w.i for w in subtree(pronoun.head) if w.i > pronoun.i}  # "he asked Lee for 3 ships"
    if pronoun.tag == "PRP" and pronoun.dep not in SUBJECTS and not pronoun.lower.endswith("self"):
        above = pronoun.head
        while above.dep in ("prep", "pobj", "dobj", "agent", "dative") and above.head is not above:
            above = above.head
        subject = subject_of(above)
        found |= {subject.i} if subject is not None else set()
    return found


def own_thing(pronoun: Word, held: Sequence[Word], *, plural: bool) -> bool:
    """Whether the statement itself brings up what "it" or "they" stands for, before the pronoun."""
    if plural:
        return any(w.i < pronoun.i and w.tag in ("NNS", "NNPS") and w.ent not in ("DATE", "TIME") for w in held)
    at = {w.i for w in held}
    return any(s.i < pronoun.i and s.i in at and s.tag in ("NN", "NNP") for s in _subjects_above(pronoun))


def above_clause(pronoun: Word) -> Word | None:
    """``Neither of the brothers spoke as they left``, ``The side travel to Crewe, where they won``: the subject above.

    None where it need not be what "they" stands for.
    """
    verb = pronoun.head
    if pronoun.lower != "they" or pronoun.dep not in SUBJECTS or verb.dep not in ("advcl", "relcl"):
        return None
    above = verb.head
    while not above.tag.startswith("VB") and above.head is not above:
        above = above.head
    subject = subject_of(above)
    if subject is None or subject.i > pronoun.i or subject in (pronoun, *verb.children):
        return None
    if verb.dep == "relcl":
        where = any(c.lower == "where" for c in verb.children)
        team = subject.tag in ("NNP", "NNPS") and subject.ent not in ("PERSON", "DATE")
        return subject if where and (team or subject.tag == "NNS") else None
    several = (w for c in subject.children if c.lower == "of" for w in c.children)
    return subject if subject.lower in _PARTS and any(w.tag in ("NNS", "NNPS") for w in several) else None


def is_part(pronoun: Word) -> bool:
    """``2,893 of them``: some of those who were counted."""
    of = pronoun.head
    return of.lower == "of" and pronoun.dep == "pobj" and (of.head.tag == "CD" or of.head.lower in _PARTS)


def looks_back(pronoun: Word, held: Sequence[Word]) -> bool:
    """``a record for the ground since it was rebuilt``: "it" in a clause behind a noun of its own statement."""
    verb = pronoun.head
    if pronoun.lower == "they" and verb.dep == "relcl" and any(c.lower == "where" for c in verb.children):
        return True
    if pronoun.lower != "it" or pronoun.dep not in SUBJECTS or verb.dep not in ("advcl", "pcomp"):
        return False
    return any(w.i < pronoun.i and w.tag == "NN" and not w.ent and w.dep in ("pobj", "dobj") for w in held)


def _subjects_above(word: Word) -> list[Word]:
    """Subjects of the clauses that hold this word, from the inside out; not the word itself."""
    found = []
    here = word
    while here.head is not here:
        here = here.head
        subject = subject_of(here)
        if subject is not None and subject is not word and here.dep not in SUBJECTS:
            found.append(subject)
    return found


def expletive(word: Word) -> bool:
    """``it`` that stands for nothing: "it is clear that", "made it look as if"."""
    if word.dep == "expl":
        return True
    if word.lower != "it":
        return False
    verb = word.head
    if verb.dep in ("ccomp", "xcomp") and verb.head.lower in _RAISING:
        return True
    return word.dep in SUBJECTS and any(
        c.i > word.i and (c.dep in ("ccomp", "csubj") or (c.dep == "xcomp" and c.tag == "VB"))
        for w in (verb, *(c for c in verb.children if c.dep in _COMPLEMENTS))
        for c in w.children
    )


def is_measure(pronoun: Word) -> bool:
    """``two years ago it was 5 percent``: a rate or a sum, and nobody's name."""
    if pronoun.dep not in SUBJECTS or pronoun.head.lower not in ("is", "was"):
        return False
    return any(
        c.dep in ("attr", "acomp") and (c.ent in ("PERCENT", "MONEY") or c.text == "%" or c.lower == "percent")
        for c in pronoun.head.children
    )


def may_own(noun: Word, pronoun: Word) -> bool:
    """Whether "its" or "their" is most likely said of this noun before it in the same clause."""
    if not noun.tag.startswith("NN"):
        return False
    return noun.dep in SUBJECTS or (pronoun.lower == "their" and noun.tag in ("NNS", "NNPS"))
