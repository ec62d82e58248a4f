"""Words of a text, with where they stand: the ground that ranking, stance, checks and origins share.

A word's *stem* joins its forms ("warned", "warning", "warns"), so that two texts can be compared by what they talk
about. The stemmer is a light suffix stripper, not Porter's: it must only agree with itself, and is four times faster.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple


def words_of(line: str) -> frozenset[str]:
    """The words of one line, for word lists that stay readable."""
    return frozenset(line.split())


STOP_WORDS = words_of(
    "a about above after again all also am among amid an and any are as at be because been before being "
    "below between both but by can could did do does doing down during each either else ever every few "
    "for from further get got had has have having he her here hers herself him himself his how however i "
    "if in into is it its itself just least less let like made make many may me might more most much must "
    "my myself neither no nor not now of off often on once one only or other others our ours out over own "
    "per quite rather said same say saying says she should since so some still such than that the their "
    "theirs them themselves then there these they thing things this those though through thus to told too "
    "towards under until up upon us very was we well were what when where whether which while who whom "
    "whose why will with within without would yet you your yours according mr mrs ms dr ain't aren't "
    "can't couldn't didn't doesn't don't hadn't hasn't haven't he's i'm i've isn't it's shouldn't that's "
    "there's they're wasn't we're we've weren't won't wouldn't you're"
)

# Names that are function words when written small.
ACRONYMS = frozenset({"US", "WHO", "IT", "AM", "OR", "ME"})
# Capitalised without being names.
CALENDAR = words_of(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december"
)

# Words whose plain suffix rules would join what does not belong together, or keep apart what does.
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "people", "lives": "life", "died": "die",
    "dies": "die", "dying": "die", "dead": "dead", "death": "death", "deaths": "death", "lying": "lie", "said": "say",
    "fell": "fall", "fallen": "fall", "rose": "rise", "risen": "rise", "won": "win", "winning": "win", "lost": "lose",
    "losing": "lose", "made": "make", "paid": "pay", "sold": "sell", "bought": "buy", "built": "build",
    "grew": "grow", "grown": "grow", "began": "begin", "begun": "begin", "led": "lead", "left": "leave",
    "met": "meet", "sent": "send", "spent": "spend", "spoke": "speak", "spoken": "speak", "stood": "stand",
    "took": "take", "taken": "take", "taking": "take", "thought": "think", "wrote": "write", "written": "write",
    "writing": "write", "gave": "give", "given": "give", "giving": "give", "found": "find", "kept": "keep",
    "held": "hold", "knew": "know", "known": "know", "came": "come", "coming": "come", "went": "go", "gone": "go",
    "news": "news", "series": "series", "species": "species", "always": "always", "perhaps": "perhaps",
    "united": "united", "nations": "nation", "during": "during", "thing": "thing", "spring": "spring",
    "king": "king", "string": "string", "bring": "bring", "wing": "wing", "ring": "ring", "red": "red", "bed": "bed",
    "hundred": "hundred", "gas": "gas", "bus": "bus", "virus": "virus", "analysis": "analysis", "crisis": "crisis",
    "crises": "crisis", "analyses": "analysis", "americas": "america", "texas": "texas", "paris": "paris",
}  # fmt: skip

_FORMS: dict[str, set[str]] = {}
for _form, _root in _IRREGULAR.items():
    _FORMS.setdefault(_root, set()).add(_form)

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*(?:[.,]\d+)*", re.UNICODE)
_ENDINGS = (
    ("ational", "ate"), ("izations", "ize"), ("ization", "ize"), ("isation", "ize"), ("fulness", "ful"),
    ("iveness", "ive"), ("ements", "e"), ("ement", "e"), ("ations", "ate"), ("ation", "ate"), ("ments", ""),
    ("ment", ""), ("nesses", ""), ("ness", ""), ("ities", ""), ("ity", ""), ("ingly", ""), ("edly", ""),
    ("ies", "y"), ("ied", "y"), ("ings", ""), ("ing", ""), ("ised", "ize"), ("ises", "ize"), ("ely", "e"),
    ("sses", "ss"), ("ers", "er"), ("es", "e"), ("ed", ""), ("ly", ""), ("s", ""),
)  # fmt: skip
_VOWELS = frozenset("aeiouy")


class Word(NamedTuple):
    """One word: its form in the text, its stem, and its code point offsets."""

    form: str
    stem: str
    start: int
    end: int


@lru_cache(maxsize=65_536)
def stem(form: str) -> str:
    """The common root of a word's forms, lower case and without diacritics; figures lose their thousands commas."""
    word = form.lower().replace("’", "'")
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    if word[0].isdigit():
        return re.sub(r",(?=\d{3}(?:\D|$))", "", word)
    word = re.sub(r"'(?:s|re|ve|ll|d|m)?$", "", word).replace("'", "")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or word.endswith(("ss", "us", "is")):
        return word
    return _strip(word)


def _strip(word: str) -> str:
    for ending, instead in _ENDINGS:
        if word.endswith(ending):
            root = word[: -len(ending)]
            if len(root) < 3 or _VOWELS.isdisjoint(root):
                continue
            word = root + instead
            if ending in ("ing", "ed", "ings", "ingly", "edly") and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if word.endswith("e") and len(word) > 4:
        word = word[:-1]
    return word


def forms_of(root: str) -> set[str]:
    """What a form of the stem may begin with, for looking it up in lower-case text; to be checked with ``stem``."""
    if len(root) <= 3 or root[0].isdigit():
        return {root, *_FORMS.get(root, ())}
    return {root[:-1], *_FORMS.get(root, ())}


def words(text: str) -> list[Word]:
    """Every word and figure of ``text`` in order; ``text[w.start:w.end] == w.form``."""
    return [Word(m.group(), stem(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]


def is_content(word: Word) -> bool:
    """Whether a word carries meaning by itself (no function word, no single letter)."""
    return _is_content(word.form)


@lru_cache(maxsize=65_536)
def _is_content(form: str) -> bool:
    if form in ACRONYMS:
        return True
    return form.lower().replace("’", "'") not in STOP_WORDS and (len(form) > 1 or form.isdigit())


def stems(text: str) -> list[str]:
    """Stems of all words in order: a third of the cost of ``words`` where places do not matter."""
    return [stem(form) for form in _WORD.findall(text)]


def content_stems(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order, with repeats."""
    return [stem(form) for form in _WORD.findall(text) if _is_content(form)]


def is_name(word: Word, previous_end: int, text: str) -> bool:
    """Whether a word looks like (part of) a name: a capital that does not merely open a sentence."""
    if not word.form[0].isupper() or word.form == "I":
        return False
    if len(word.form) > 1 and word.form.isupper():
        return True
    between = text[previous_end : word.start]
    return previous_end > 0 and not any(mark in between for mark in '.!?:\n“"‘•')


def is_figure(word: Word) -> bool:
    """Whether a word is written with digits."""
    return word.form[0].isdigit()


_ABBREVIATIONS = words_of(
    "mr mrs ms dr prof sen rep gov gen lt col sgt capt rev st jr sr inc ltd co corp vs etc no fig al jan "
    "feb mar apr jun jul aug sep sept oct nov dec mt ft u.s u.k u.n e.g i.e a.m p.m ph.d d.c approx dept "
    "est"
)
_STOP = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|\n+")
_BEFORE = re.compile(r"[\w.]+$")
_BLANK = re.compile(r"\S.*\S|\S", re.DOTALL)


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of every sentence of a source page.

    Sources are only searched, never anchored on, so simple rules do (a full stop, then no abbreviation, initial or
    small letter; every line break ends a sentence); the articles being checked are split with a parser instead.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _STOP.finditer(text):
        if _ends_sentence(text, match):
            _append(spans, text, start, match.end())
            start = match.end()
    _append(spans, text, start, len(text))
    return spans


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    mark = match.group()
    if mark[0] == "\n" or mark[0] in "!?…":
        return mark[0] == "\n" or not text[match.end() : match.end() + 2].strip().islower()
    before = _BEFORE.search(text, max(0, match.start() - 12), match.start())
    word = before.group() if before else ""
    if word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper()):
        return False
    following = text[match.end() : match.end() + 3].lstrip()
    return not following or not following[0].islower()


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    inner = _BLANK.search(text, start, end)
    if inner:
        spans.append((inner.start(), inner.end()))
