"""More repairs of the parse (see ``repairs``): whole clauses that were hung below the wrong one.

Each pattern was found by reading claims of articles that say what the articles do not say.
"""

from __future__ import annotations

from collections.abc import Sequence

from claims.splitting.attachments import is_below, move
from claims.splitting.cues import FORMS, SPEECH
from claims.splitting.definites import BODIES
from claims.splitting.document import first_word, subject_of, subtree
from claims.splitting.names import ROLES
from claims.splitting.parsing import Word
from claims.splitting.word_lists import word_list

_PERSONS = word_list("persons") | ROLES
_NO_PERSONS = frozenset(
    ["hospital", "hostel", "hotel", "school", "house", "church", "factory", "town", "village", "city", "shop", "museum",
     "airport", "station", "plant", "lab", "laboratory", "clinic", "court", "prison", "restaurant", "pub", "farm",
     "army", "navy", "police", "union", "club", "team", "council", "government", "agency", "company", "firm"]
)  # fmt: skip
_NOBODY = frozenset({"ORG", "GPE", "LOC", "FAC", "NORP"})
_SHOWING = frozenset({"show", "shows", "suggest", "suggests", "indicate", "indicates", "reveal", "reveals"})
_PLAINLY = frozenset({"say", "tell", "add", "warn", "write", "announce", "report"})
_FINITE = ("VBD", "VBZ", "VBP")
_HELPERS = ("aux", "auxpass")


def to_speaker_behind(verb: Word, words: Sequence[Word]) -> bool:
    """``Rain killed 46 and forced 900 from the valley, the agency said``: who stands between comma and cue said it."""
    if FORMS.get(verb.lower) not in SPEECH or verb.tag not in _FINITE or subject_of(verb) is not None:
        return False
    at = _place(verb, words)
    phrase = _phrase_before(at, words)
    if not phrase or any(c.i < verb.i for c in verb.children) or is_below(phrase[-1], verb):
        return False
    top = verb.head
    while top.dep == "conj" and top.head is not top:
        top = top.head
    if subject_of(top) is None or top.dep not in ("ROOT", "ccomp") or not top.tag.startswith("VB"):
        return False
    noun = next((w for w in phrase if w.head not in phrase), phrase[-1])
    _set_above(verb, top)
    move(noun, verb, "nsubj")
    for child in [c for c in noun.children if c.i > verb.i]:
        move(child, verb, child.dep)
    return True


def subject_before_cue(verb: Word, words: Sequence[Word]) -> None:
    """``Vitamin D helps, Dr Fisk of the clinic said``: the phrase between the comma and the cue is no apposition."""
    if FORMS.get(verb.lower) not in SPEECH or verb.tag not in _FINITE or subject_of(verb) is not None:
        return
    at = _place(verb, words)
    comma = next((k for k in range(at - 1, 0, -1) if words[k].text == ","), 0)
    phrase = words[comma + 1 : at]
    tops = [w for w in phrase if w.head not in phrase]
    content = next((c for c in verb.children if c.dep == "ccomp" and c.i < verb.i), None)
    if not comma or content is None or len(tops) != 1 or any(w.tag.startswith("VB") for w in phrase):
        return
    if tops[0].dep == "appos" and tops[0].tag.startswith("NN") and is_below(tops[0], content):
        move(tops[0], verb, "nsubj")


def to_cue_before(verb: Word, words: Sequence[Word]) -> bool:
    """``Without the grant, the director has warned, payments would rise``: what stands behind was the warning."""
    cue = verb.head
    if FORMS.get(cue.lower) not in SPEECH or subject_of(cue) is None or subject_of(verb) is None or cue.i > verb.i:
        return False
    first = first_word(verb)
    behind = [w for w in words if cue.i < w.i < first.i]
    if [w.text for w in behind] != [","] or any(c.dep in ("ccomp", "dobj", "xcomp") for c in cue.children):
        return False
    subject = subject_of(cue)
    for child in [c for c in cue.children if subject is not None and c.i < first_word(subject).i]:
        if child.dep == "prep" or child.text == ",":
            move(child, verb, child.dep)
    move(verb, cue, "ccomp")
    return True


def day_to_cue(verb: Word) -> None:
    """``said on Thursday it would cut jobs``: right behind the cue, the day is that of the saying."""
    cue, subject = verb.head, subject_of(verb)
    if FORMS.get(cue.lower) not in SPEECH or subject is None:
        return
    for child in [c for c in verb.children if c.lower == "on" and c.i == cue.i + 1 and c.i < subject.i]:
        day = next(iter(child.children), None)
        if day is not None and day.ent == "DATE" and first_word(subject).i == day.i + 1:
            move(child, cue, "prep")


def to_main_verb(verb: Word, words: Sequence[Word]) -> None:
    """``Mensah levelled, after Sand had been sent off, and then curled in the winner``: it was Mensah who did."""
    above = verb.head
    main = above.head
    if above.dep != "advcl" or above.i > verb.i or subject_of(verb) is not None or main.tag != verb.tag:
        return
    helped = any(c.dep in _HELPERS and c.lower in ("had", "has", "have", "was", "were") for c in above.children)
    if verb.tag not in _FINITE or subject_of(above) is None or not helped or main.i > above.i:
        return
    link = next((c for c in above.children if c.dep == "cc" and above.i < c.i < verb.i), None)
    if link is None or words[_place(link, words) - 1].text != ",":
        return
    move(link, main, "cc")
    move(verb, main, "conj")


def to_person(clause: Word) -> None:
    """``Engineers from the army, who arrived on Sunday``: "who" is said of people, not of a body or a building."""
    noun = clause.head
    who = subject_of(clause)
    if who is None or who.lower != "who" or noun.dep != "pobj" or noun.tag not in ("NN", "NNP"):
        return
    if noun.lower in _PERSONS or not (noun.ent in _NOBODY or noun.lower in BODIES | _NO_PERSONS):
        return
    above = noun.head.head
    while above.dep == "pobj" and above.ent in _NOBODY:
        above = above.head.head
    if above.dep == "appos" and above.head.ent == "PERSON":
        above = above.head
    if above.tag == "NNS" or above.ent == "PERSON" or above.lower in _PERSONS:
        move(clause, above, "relcl")


def no_verb(word: Word, words: Sequence[Word]) -> bool:
    """``ordered not to report falls on the wards``: a plural right behind an infinitive is its object."""
    above = word.head
    if word.tag != "VBZ" or word.i != above.i + 1 or above.tag != "VB" or subject_of(word) is not None:
        return False
    if any(c.dep in (*_HELPERS, "mark", "dobj", "neg") for c in word.children):
        return False
    word.tag, word.dep = "NNS", "dobj"
    return True


def documents_show(words: Sequence[Word]) -> None:
    """``Nurses were told to keep quiet, internal documents show``: the last word is the verb of the last noun."""
    last = next((w for w in reversed(words) if w.tag != "." and w.text[0].isalpha()), None)
    if last is None or last.lower not in _SHOWING or not last.tag.startswith("NN"):
        return
    comma = next((w for w in reversed(words[: _place(last, words)]) if w.text == ","), None)
    root = next((w for w in words if w.head is w), None)
    if comma is None or root is None or not root.tag.startswith("VB") or root.i > comma.i:
        return
    noun = next((w for w in words if comma.i < w.i < last.i and w.tag == "NNS" and w.dep != "compound"), None)
    if noun is None or is_below(noun, last):
        return
    beside = next((w for w in words if w.i == last.i - 1), noun)
    if beside.head is last and beside is not noun:
        move(beside, last.head, last.dep)
    for child in list(last.children):
        move(child, beside, child.dep)
    last.tag = "VBP"
    _set_above(last, root)
    move(noun, last, "nsubj")


def off_date(verb: Word) -> None:
    """``shut since Saturday and the only bridge has collapsed``: a bridge is no second date but the verb's subject."""
    helpers = [c for c in verb.children if c.dep in _HELPERS and c.tag in (*_FINITE, "MD")]
    if subject_of(verb) is not None or not helpers:
        return
    for date in subtree(verb.head, [verb]):
        if date.ent not in ("DATE", "TIME", "MONEY", "PERCENT", "CARDINAL") or date.dep not in ("pobj", "dobj"):
            continue
        noun = next((c for c in date.children if c.dep == "conj" and date.i < c.i < helpers[0].i), None)
        if noun is None or noun.ent == date.ent or not noun.tag.startswith("NN"):
            continue
        for link in [c for c in date.children if c.dep == "cc" and c.i < noun.i]:
            move(link, verb.head, "cc")
        for comma in [c for c in verb.head.children if c.text == "," and noun.i < c.i < verb.i]:
            move(comma, verb, "punct")
        move(noun, verb, "nsubjpass" if any(c.dep == "auxpass" for c in verb.children) else "nsubj")
        return


def to_office(name: Word) -> None:
    """``The mayor of Harrow Vale, Denise Clough``: the person is the mayor and not the place."""
    place = name.head
    if name.ent != "PERSON" or place.dep != "pobj" or place.head.head is place.head:
        return
    office = place.head.head
    if office.lower in _PERSONS and office.tag == "NN" and place.lower not in _PERSONS and name.i > place.i:
        move(name, office, "appos")


def condition(cue: Word) -> None:
    """``Had they been bought openly, he wrote, they would have cost less``: what stands before is the condition."""
    main = cue.head
    if FORMS.get(cue.lower) not in SPEECH or main.i < cue.i or subject_of(cue) is None or subject_of(main) is None:
        return
    clause = next((c for c in cue.children if c.dep == "ccomp" and c.i < cue.i), None)
    opens = first_word(clause) if clause is not None else None
    if clause is None or opens is None or opens.lower not in ("had", "were", "should") or opens.dep not in _HELPERS:
        return
    move(clause, main, "advcl")
    cue.dep = "parataxis"


def after_whom(verb: Word, words: Sequence[Word]) -> None:
    """``collapsed after an expert, Miriam Stoll, testified that``: whoever stands behind "after" did so."""
    above = verb.head
    link = next(
        (c for c in above.children if c.lower in ("after", "before") and c.dep == "prep" and c.i < verb.i), None
    )
    noun = next((c for c in link.children if c.dep == "pobj"), None) if link is not None else None
    if link is None or noun is None or subject_of(verb) is not None or verb.tag not in _FINITE:
        return
    last = max(w.i for w in subtree(noun))
    between = [w for w in words if last < w.i < verb.i]
    name = next((w for w in between if w.ent == "PERSON" and w.head is above), None)
    if name is None or any(w.text != "," and not is_below(w, name) for w in between):
        return
    move(name, noun, "appos")
    move(noun, verb, "nsubj")
    move(link, verb, "mark")
    for comma in [c for c in above.children if c in between]:
        move(comma, noun, "punct")


def semicolon(cue: Word) -> None:
    """``Passengers slept on the floor; one of them said``: a cue does not reach over a semicolon."""
    if FORMS.get(cue.lower) not in _PLAINLY or subject_of(cue) is None:
        return
    for clause in [c for c in cue.children if c.dep == "ccomp" and c.i < cue.i and subject_of(c) is not None]:
        between = [w for w in subtree(cue) if clause.i < w.i < cue.i]
        if any(w.text == ";" for w in between) and not any(w.tag == "''" for w in between):
            clause.dep = "conj"


def participle(verb: Word, words: Sequence[Word]) -> None:
    """``Three were killed after the storm hit, bringing gusts``: who was killed brings nothing; the storm did."""
    main = verb.head
    if verb.tag != "VBG" or not any(c.dep == "auxpass" for c in main.children) or verb.i < main.i:
        return
    at = _place(verb, words)
    before = words[at - 2] if at > 1 and words[at - 1].text == "," else None
    clause = before
    while clause is not None and clause.dep != "advcl" and clause.head is not clause:
        clause = clause.head
    if clause is None or clause.dep != "advcl" or clause is verb or subject_of(clause) is None:
        return
    if clause.i > main.i and clause.tag in _FINITE:
        move(verb, clause, "advcl")


def _place(word: Word, words: Sequence[Word]) -> int:
    return next(k for k, w in enumerate(words) if w is word)


def _phrase_before(at: int, words: Sequence[Word]) -> list[Word]:
    """The noun phrase between a comma and the verb at ``at``; empty where anything else stands there."""
    start = at
    while start and words[start - 1].tag in ("DT", "JJ", "NN", "NNS", "NNP", "NNPS", "POS", "PRP$"):
        start -= 1
    phrase = list(words[start:at])
    fits = start > 1 and words[start - 1].text == "," and phrase and phrase[-1].tag.startswith("NN")
    return phrase if fits else []


def _set_above(verb: Word, top: Word) -> None:
    """Puts ``verb``, which hangs below ``top``, in its place, with all of ``top`` as what it says."""
    verb.head.children.remove(verb)
    if top.head is top:
        verb.head, verb.dep = verb, "ROOT"
    else:
        verb.head, verb.dep = top.head, top.dep
        top.head.children.append(verb)
        top.head.children.sort(key=lambda w: w.i)
        top.head.children.remove(top)
    top.head, top.dep = verb, "ccomp"
    verb.children.append(top)
    verb.children.sort(key=lambda w: w.i)
