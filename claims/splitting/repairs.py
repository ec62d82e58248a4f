"""Small corrections to the parse where a statistical parser is known to err in news sentences.

Each repair is one pattern: what it looks for cannot be right, and what it makes of it is nearly always right.
"""

from __future__ import annotations

from collections.abc import Sequence

from claims.splitting.attachments import (
    after_event,
    hour,
    is_below,
    move,
    noun_no_helper,
    off_preposition,
    second_that,
    time_after,
    to_helper_before,
    until,
)
from claims.splitting.cues import FORMS, OBJECT, SPEECH
from claims.splitting.document import SUBJECTS, first_word, subject_of
from claims.splitting.misread import (
    after_whom,
    condition,
    day_to_cue,
    documents_show,
    no_verb,
    off_date,
    participle,
    semicolon,
    subject_before_cue,
    to_cue_before,
    to_main_verb,
    to_office,
    to_person,
    to_speaker_behind,
)
from claims.splitting.parsing import Word

_TIES = frozenset({"cc", "mark", "aux", "auxpass"})
_ROOM = 3
_SAYS_MORE = SPEECH | OBJECT | frozenset({"promise", "refuse", "decline"})
_SAY = frozenset({"say", "says", "said", "saying"})
_TELLERS = frozenset({"tell", "remind", "inform", "assure", "notify", "advise", "warn"})
_TOLD = frozenset(
    {"story", "stories", "tale", "tales", "lie", "lies", "truth", "joke", "jokes", "news", "thing", "things"}
)
_CLAUSAL = frozenset({"ccomp", "xcomp"})
_DATED = frozenset(
    {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"}
    | {"december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
)
_SEASONS = frozenset({"spring", "summer", "autumn", "winter"})


def repair(words: Sequence[Word]) -> None:
    """Correct the tree of one sentence in place."""
    for word in words:
        subject_before_cue(word, words)
        semicolon(word)
        if word.dep == "appos":
            to_office(word)
        elif word.dep == "advcl":
            after_whom(word, words)
            participle(word, words)
        if word.dep == "ccomp":
            condition(word)
            if no_verb(word, words):
                continue
            day_to_cue(word)
        if word.tag == "." and word.lower in ("a.m.", "p.m."):
            hour(word, words)
        if word.dep in ("conj", "advcl"):
            _take_name(word, words)
        if word.dep in ("advcl", "acl", "conj") and word.tag.startswith("VB"):
            time_after(word)
        if word.dep == "acl" and word.head.dep == "dobj" and word.head.head.lower in _SAY:
            _to_content(word)
        elif word.dep == "advcl" and word.head.dep in SUBJECTS:
            _raise_as(word)
        elif word.dep in ("acl", "relcl") and _is_content_of_noun(word):
            _to_speech_verb(word)
        elif word.dep == "ccomp" and word.tag == "VBZ":
            _to_subject(word)
        elif word.dep == "relcl":
            noun_no_helper(word)
            to_person(word)
            if word.head.dep == "pobj":
                _off_date(word)
                after_event(word)
        elif word.dep in ("acl", "advcl") and word.tag in ("VBG", "VBN"):
            to_helper_before(word, words)
        elif word.dep == "conj" and word.tag in ("VBN", "VBD", "VBZ", "VBP", "VBG", "VB"):
            if second_that(word) or _to_verbless_content(word) or _to_noun(word, words):
                continue
            if off_preposition(word) or until(word, words):
                continue
            if to_speaker_behind(word, words) or to_cue_before(word, words):
                continue
            to_main_verb(word, words)
            off_date(word)
            _retag(word)
            _raise_finite(word)
            _give_subject(word)
            _disagreeing(word)
            _to_main_speech(word)
        elif word.dep == "nsubj" and word.tag.startswith("NNP"):
            _join_subjects(word)
    documents_show(words)


def _is_content_of_noun(verb: Word) -> bool:
    if subject_of(verb) is None:
        return False
    that = next((c for c in verb.children if c.lower == "that" and c.i < verb.i), None)
    if that is None or that.dep == "mark":
        return that is not None
    if that.dep == "dobj" and verb.head.dep == "dobj" and _hears(verb.head, verb.head.head):
        return True
    # "a letter that her client did not mean to go": where the verb has its object, "that" stands for none.
    return that.dep == "dobj" and any(c.dep in ("dobj", "xcomp", "ccomp") and c is not that for c in verb.children)


def _to_speech_verb(verb: Word) -> None:
    """``told the paper in a statement that …``: the clause is what was told, not a statement's attribute."""
    noun = verb.head
    if noun.dep not in ("pobj", "dobj", "dative") or noun.i > verb.i:
        return
    above = noun.head
    while above.dep in ("prep", "pobj", "dative") and above.head is not above:
        above = above.head
    if (
        FORMS.get(above.lower) not in SPEECH
        or not above.tag.startswith("VB")
        or (above is noun.head and noun.dep == "dobj" and not _hears(noun, above))
    ):
        return
    if not any(c.dep in _CLAUSAL for c in above.children):
        move(verb, above, "ccomp")
        for child in verb.children:
            if child.lower == "that" and child.dep == "dobj" and child.i < verb.i:
                child.dep, child.tag = "mark", "IN"


def _to_subject(word: Word) -> None:
    """``warned that calls to the bank will take longer``: the word after "that" is the later verb's subject."""
    that = next((c for c in word.children if c.lower == "that" and c.tag == "IN" and c.i == word.i - 1), None)
    verb = next((c for c in word.head.children if c.dep == "ccomp" and c.i > word.i), None)
    if that is None or verb is None or subject_of(verb) is not None:
        return
    if not any(c.dep == "aux" and c.tag in ("MD", "VBP") for c in verb.children):
        return
    move(that, verb, "mark")
    move(word, verb, "nsubj")
    word.tag = "NNS"


def _off_date(verb: Word) -> None:
    """``an inspection in the spring that found …``, ``… since May, which has sent …``: no date finds or sends.

    The clause goes to the noun before the date; where there is none it tells of the whole sentence, and stays in it.
    """
    date = verb.head
    dated = date.lower in _DATED or (date.text.isdigit() and len(date.text) == 4)
    if not dated and date.lower not in _SEASONS:
        return
    subject = subject_of(verb)
    if subject is None or subject.tag not in ("WDT", "WP"):
        return
    above = date.head.head
    if above.tag in ("NN", "NNS"):
        move(verb, above, "relcl")
    elif dated:
        move(verb, above, "dep")


def _hears(noun: Word, verb: Word) -> bool:
    """Whether the object of a verb is to whom something is told: "told the paper that …", not "told a lie that …"."""
    return FORMS.get(verb.lower) in _TELLERS and noun.lower not in _TOLD


def _to_content(verb: Word) -> None:
    """``The unions said 900 people registered``: nobody says people; it is they who did."""
    noun, above = verb.head, verb.head.head
    if verb.tag not in ("VBN", "VBD") or subject_of(verb) is not None or any(c.dep in _CLAUSAL for c in above.children):
        return
    if first_word(verb).i < verb.i:
        return
    move(verb, above, "ccomp")
    move(noun, verb, "nsubj")
    verb.tag = "VBD"


def _raise_as(verb: Word) -> None:
    """``The flu, as the clinic explained, is back``: the aside is about the whole clause, not about its subject."""
    noun = verb.head
    if any(c.dep == "mark" and c.lower == "as" for c in verb.children) and subject_of(verb) and noun.i < verb.i:
        move(verb, noun.head, "advcl")


def _unlinked(verb: Word) -> bool:
    """Whether nothing coordinates this verb with the one above it: neither "and" nor another part of the list."""
    above = verb.head
    links = (
        c
        for w in (above, verb)
        for c in w.children
        if c.dep in ("cc", "preconj") or (c.dep == "conj" and c is not verb)
    )
    return not any(above.i < c.i <= verb.i or c.dep == "conj" for c in links)


def _to_verbless_content(verb: Word) -> bool:
    """``estimated that 900 people age 12 and older, which …, reported pain``: the verb is what "that" introduces."""
    above = verb.head
    content = next((c for c in above.children if c.dep == "ccomp" and c.i < verb.i), None)
    if content is None or not content.tag.startswith("NN") or subject_of(verb) is not None or not _unlinked(verb):
        return False
    if not any(c.dep == "mark" for c in content.children) or any(c.dep in ("cop", "aux") for c in content.children):
        return False
    move(verb, above, "ccomp")
    move(content, verb, "nsubj")
    for child in list(content.children):
        if child.dep == "mark":
            move(child, verb, "mark")
        elif child.dep in ("nsubj", "nsubjpass"):
            child.dep = "compound"
    return True


def _to_noun(verb: Word, words: Sequence[Word]) -> bool:
    """``a ban on officials deemed responsible``: no second verb but a participle of the noun right before it."""
    before = next((w for w in words if w.i == verb.i - 1), None)
    if verb.tag not in ("VBD", "VBN") or subject_of(verb) is not None or before is None or not _unlinked(verb):
        return False
    if (
        before.tag not in ("NN", "NNS", "NNP", "NNPS")
        or is_below(before, verb)
        or (verb.children and verb.children[0].i < verb.i)
    ):
        return False
    move(verb, before, "acl")
    verb.tag = "VBN"
    return True


def _retag(verb: Word) -> None:
    """``have complained and say``: no infinitive, for nothing before it asks for one."""
    above = verb.head
    if verb.tag != "VB" or above.tag not in ("VBD", "VBZ", "VBP", "VBN"):
        return
    helpers = [*verb.children, *above.children]
    if not any(c.tag == "MD" or c.lower in ("to", "do", "does", "did") for c in helpers if c.dep in ("aux", "auxpass")):
        verb.tag = "VBP"


def _raise_finite(verb: Word) -> None:
    """``did not mean to hurt him and did not plan it``: the second "did" stands beside the first, not below "to"."""
    helpers = [c for c in verb.children if c.dep in ("aux", "auxpass")]
    finite = verb.tag in ("VBD", "VBZ") or any(c.tag in ("VBD", "VBZ", "VBP", "MD") for c in helpers)
    above = verb.head
    if not finite or above.dep not in ("xcomp", "advcl", "acl") or not any(c.lower == "to" for c in above.children):
        return
    if above.head is not above and above.head.tag.startswith("VB"):
        move(verb, above.head, "conj")


def _give_subject(verb: Word) -> None:
    """``… on Tuesday and more was expected``: the word between "and" and the verb is its subject."""
    if subject_of(verb) is not None:
        return
    first = min((c.i for c in verb.children if c.dep in ("aux", "auxpass")), default=verb.i)
    siblings = [c for c in verb.head.children if c.i < first and c.i > verb.head.i]
    before = siblings[-1] if siblings else None
    if before is None or before.dep != "conj" or before.i != first - 1:
        return
    if before.tag in ("RBR", "JJR", "NN", "NNS", "NNP", "NNPS", "PRP", "DT", "CD"):
        move(before, verb, "nsubj")


def _take_name(verb: Word, words: Sequence[Word]) -> None:
    """``scored for the Reds and Ann Lee stopped 22 shots``: the name between "and" and a verb is its subject."""
    at = next((k for k, w in enumerate(words) if w is verb), 0)
    if subject_of(verb) is not None or verb.tag not in ("VBD", "VBZ") or any(c.dep in _TIES for c in verb.children):
        return
    first = at
    while first > 0 and words[first - 1].tag == "NNP":
        first -= 1
    name, link, before = words[first:at], words[first - 1], words[first - 2]
    if first < _ROOM or not name or link.lower != "and" or link.dep != "cc" or not before.tag.startswith("NNP"):
        return
    group = {id(w) for w in (*name, link, before)}
    top = next((w for w in (before, *name) if id(w.head) not in group), None)
    if top is None or top.head is top or top.head is verb:
        return
    head, dep = top.head, top.dep
    for word in (*name, before):
        for child in list(word.children):
            if id(child) not in group and child.i < link.i and word is not before:
                move(child, before, child.dep)
    move(before, head, dep)
    move(name[-1], verb, "nsubj")
    for word in name[:-1]:
        move(word, name[-1], "compound")
    move(link, verb.head, "cc")
    verb.dep = "conj"


def _disagreeing(verb: Word) -> None:
    """``Relations have soured over the war, encounters at sea and sanctions``: after a plural, no verb but a noun."""
    if verb.tag != "VBZ" or subject_of(verb) is not None or any(c.dep in ("aux", "neg") for c in verb.children):
        return
    subject = subject_of(verb.head)
    if subject is not None and subject.tag in ("NNS", "NNPS") and verb.lower not in ("is", "has", "does"):
        verb.tag = "NNS"


def _to_main_speech(verb: Word) -> None:
    """``said she was sorry and promised to stay out``: both are what she did, not what she said."""
    content = verb.head
    above = content.head
    if content.dep != "ccomp" or FORMS.get(above.lower) not in SPEECH or FORMS.get(verb.lower) not in _SAYS_MORE:
        return
    if verb.tag not in ("VBD", "VBZ") or verb.tag != above.tag or FORMS.get(content.lower) in _SAYS_MORE:
        return
    if above.i > content.i or any(c.dep in ("aux", "auxpass") for c in verb.children):
        return
    if subject_of(verb) is None or any(c.dep == "ccomp" for c in verb.children):
        links = [c for c in content.children if c.dep in ("cc", "punct") and content.i < c.i < verb.i]
        for link in [c for c in links if c.i >= verb.i - 2]:
            move(link, above, link.dep)
        move(verb, above, "conj")


def _join_subjects(word: Word) -> None:
    """``CPUC President Ann Lee said``: two names side by side before a verb are one subject."""
    following = next((c for c in word.head.children if c.dep == "nsubj" and c.i > word.i), None)
    if following is not None and following.tag.startswith("NNP") and first_word(following).i == word.i + 1:
        move(word, following, "compound")
