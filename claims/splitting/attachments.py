"""Branches of the parse that hang in the wrong place: where they belong, by the words around them.

Each is one pattern, as in ``repairs``, which calls them.
"""

from __future__ import annotations

from collections.abc import Sequence

from claims.splitting.document import subject_of, subtree
from claims.splitting.parsing import Word

_PHRASE = 3  # words and commas
_THROWN_IN = 8  # words
_BE = frozenset({"is", "was", "are", "were"})
_TIMES = frozenset({"until", "before", "after", "once"})
_SPANS = frozenset({"day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours", "minutes"})
_EVENTS = frozenset(
    {"collapse", "explosion", "crash", "fire", "sinking", "bombing", "shooting", "attack", "flooding", "derailment"}
    | {"eruption", "blast", "accident", "disaster", "outbreak", "spill"}
)
_HARMS = frozenset({"killed", "kills", "injured", "wounded", "hurt", "destroyed", "displaced", "claimed"})
_HELPERS = frozenset({"is", "has", "does", "was", "'s", "’s", "did", "had"})


def off_preposition(verb: Word) -> bool:
    """``Since 1989, when it closed the mine, and sold its ships``: what goes with "closed", not with "since"."""
    above = verb.head
    if above.tag != "IN" or verb.tag not in ("VBD", "VBZ") or subject_of(verb) is not None:
        return False
    inner = [c for noun in above.children if noun.dep == "pobj" for c in noun.children if c.dep == "relcl"]
    first = next((c for c in inner if c.i < verb.i and c.tag == verb.tag), None)
    if first is None:
        return False
    for link in [c for c in above.children if c.dep in ("cc", "punct") and first.i < c.i < verb.i]:
        move(link, first, link.dep)
    move(verb, first, "conj")
    return True


def noun_no_helper(verb: Word) -> None:
    """``the moon, which chemists regard as …``: a word that no verb takes for its auxiliary is the subject."""
    noun = next((c for c in verb.children if c.dep == "aux" and c.tag == "VBZ" and c.lower not in _HELPERS), None)
    if noun is None or verb.tag not in ("VBP", "VB"):
        return
    which = next((c for c in [*verb.children, *noun.children] if c.dep == "nsubj" and c.tag == "WDT"), None)
    if which is not None and which.i < noun.i:
        move(which, verb, "dobj")
        noun.dep, noun.tag = "nsubj", "NNS"


def to_helper_before(verb: Word, words: Sequence[Word]) -> None:
    """``the effort was, in fact, working``: what "was" helps, though a phrase between commas stands between."""
    at = next((k for k, w in enumerate(words) if w is verb), 0)
    first = next((k for k in range(at - 1, max(at - _THROWN_IN, 0), -1) if words[k].lower in _BE), 0)
    between = words[first + 1 : at]
    if not first or len(between) < _PHRASE or between[0].text != "," or between[-1].text != ",":
        return
    helper = words[first]
    if helper.head is verb or any(c.dep in ("attr", "acomp", "xcomp", "ccomp", "advcl") for c in helper.children):
        return
    if any(w.tag.startswith("VB") for w in between) or helper.head is helper or helper.dep in ("aux", "auxpass"):
        return
    move(verb, helper.head, helper.dep)
    for child in list(helper.children):
        move(child, verb, child.dep)
    move(helper, verb, "aux")


def until(verb: Word, words: Sequence[Word]) -> bool:
    """``withheld the names until next of kin could be told``: the phrase before the verb is its subject."""
    helpers = [c for c in verb.children if c.dep in ("aux", "auxpass") and c.i < verb.i]
    if subject_of(verb) is not None or not helpers:
        return False
    before = helpers[0].i - 1
    link = next((w for w in words if w.lower in _TIMES and w.dep == "prep" and w.i < before), None)
    noun = next((c for c in link.children if c.dep == "pobj"), None) if link is not None else None
    if link is None or noun is None or max(w.i for w in subtree(noun)) != before or link.i < verb.head.i:
        return False
    if is_below(link, verb):
        return False
    above = link.head
    while above.dep in ("acl", "pobj", "prep", "dobj", "relcl") and above.head is not above:
        above = above.head
    move(verb, above, "advcl")
    move(link, verb, "mark")
    move(noun, verb, "nsubjpass" if any(c.dep == "auxpass" for c in helpers) else "nsubj")
    return True


def hour(word: Word, words: Sequence[Word]) -> None:
    """``the roof collapsed at 10:45 p.m.``: no full stop, but half of the day of the figure before it."""
    before = next((w for w in words if w.i == word.i - 1), None)
    if before is not None and before.tag == "CD" and word.head is not word:
        move(word, before, "advmod")
        word.tag = "RB"


def time_after(verb: Word) -> None:
    """``resigned, a day after an audit found that …``: who found it stands behind "after", and the day goes with it."""
    mark = next((c for c in verb.children if c.dep == "mark" and c.lower in ("after", "before")), None)
    span = next((c for c in verb.head.children if mark and c.i == mark.i - 1 and c.dep == "npadvmod"), None)
    if span is not None and span.lower in _SPANS:
        move(span, verb, "npadvmod")
    time = next((c for c in verb.children if c.dep == "npadvmod" and c.i < verb.i and c.lower in _SPANS), None)
    link = (
        next((c for c in time.children if c.lower in ("after", "before") and c.dep == "prep"), None) if time else None
    )
    noun = next((c for c in link.children if c.dep == "pobj"), None) if link else None
    if link is None or noun is None or subject_of(verb) is not None or max(w.i for w in subtree(noun)) != verb.i - 1:
        return
    move(noun, verb, "nsubj")
    move(link, verb, "mark")


def after_event(verb: Word) -> None:
    """``the collapse of the bridge, which killed 27``: it was the collapse that killed, not the bridge."""
    noun = verb.head
    event = noun.head.head if noun.dep == "pobj" and noun.head.dep == "prep" else noun
    if event is not noun and event.lower in _EVENTS and verb.lower in _HARMS and event.tag.startswith("NN"):
        move(verb, event, "relcl")


def second_that(verb: Word) -> bool:
    """``saying that sales rose since Lee took office and that no plant is at risk``: both were said."""
    if not _has_that(verb) or _has_that(verb.head):
        return False
    above = verb.head
    while above.head is not above and not _has_that(above):
        above = above.head
    if above.head is above or above.dep != "ccomp":
        return False
    for link in [c for c in verb.head.children if c.dep == "cc" and c.i < verb.i and c.i > above.i]:
        move(link, above, "cc")
    move(verb, above, "conj")
    return True


def _has_that(verb: Word) -> bool:
    return any(c.dep == "mark" and c.lower == "that" for c in verb.children)


def is_below(word: Word, other: Word) -> bool:
    """Whether ``word`` is ``other`` or hangs somewhere below it."""
    while word is not other and word.head is not word:
        word = word.head
    return word is other


def move(word: Word, head: Word, dep: str) -> None:
    """Hangs a word elsewhere; nowhere below itself, which would make a ring that no walk through the tree leaves."""
    if is_below(head, word):
        return
    word.head.children.remove(word)
    word.head, word.dep = head, dep
    head.children.append(word)
    head.children.sort(key=lambda w: w.i)
