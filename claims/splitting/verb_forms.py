"""Verbs in another form: "seating 242 passengers" as "seated", "was" for a clause that lost its verb."""

from __future__ import annotations

from claims.splitting.document import SUBJECTS
from claims.splitting.parsing import Word
from claims.splitting.word_lists import word_list, word_rows

_VOWELS = "aeiou"
_DOUBLED = frozenset("bdgmnprt")
# What goes with "I" as it goes with the name put in its place, and contractions in full.
OF_NAMES = {
    "'m": " is",
    "’m": " is",
    "am": "is",
    "'ve": " has",
    "’ve": " has",
    "have": "has",
    "do": "does",
    "'re": " is",
}
IN_FULL = {"'re": " are", "’re": " are", "'s": " is", "’s": " is", "'ve": " have", "’ve": " have", "'ll": " will",
          "’ll": " will", "'d": " would", "’d": " would"}  # fmt: skip


def gerund_of(base: str) -> str:
    """``make``: ``making``; only for the verbs of the irregular list."""
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith("ee"):
        return base[:-1] + "ing"
    short = len(base) <= 4 or base in ("begin", "forget", "forbid", "overrun")
    if short and base[-1] in _DOUBLED and base[-2] in _VOWELS and base[-3:-2] not in _VOWELS:
        return base + base[-1] + "ing"
    return base + "ing"


_PAST_BY_GERUND = {gerund_of(base): past for base, past, _ in word_rows("irregular_verbs")}
_PAST_BY_GERUND["being"] = "was"
_BASE_BY_GERUND = {gerund_of(base): base for base, _, _ in word_rows("irregular_verbs")}
_SAME_IN_THE_PAST = frozenset(base for base, past, _ in word_rows("irregular_verbs") if base == past)
_IRREGULAR_PRESENT = {"have": "has", "do": "does", "go": "goes", "undergo": "undergoes"}
_UNSTRESSED = ("er", "en", "et", "or", "on", "el", "al", "om", "ab", "ib", "op", "ow", "aw", "ew")
# What follows from a clause as a whole, not something that its subject does besides: ", causing …", ", which left …".
CONSEQUENCES = word_list("consequences")


def past_of_gerund(gerund: str) -> str:
    """``seating``: ``seated``; ``leaving``: ``left``; empty for what is no gerund."""
    low = gerund.lower()
    if not low.endswith("ing") or len(low) < 5:
        return ""
    irregular = _PAST_BY_GERUND.get(low)
    if irregular is not None:
        return irregular
    stem = low[:-3]
    if stem.endswith("y") and stem[-2:-1] not in _VOWELS:
        return stem[:-1] + "ied"
    return stem + "ed"


def _base_of(stem: str) -> str:
    """The base form of a regular verb, from what is left of its gerund."""
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] in "bdgmnprt":
        return stem[:-1]
    ends_bare = stem[-1] in "hwxy" or stem.endswith(_UNSTRESSED) or (stem.endswith("it") and len(stem) > 4)
    one_vowel = stem[-2:-1] in _VOWELS and stem[-3:-2] not in _VOWELS and stem[-1] not in _VOWELS
    if (
        stem[-1] in "cvzu"
        or (stem[-1] == "s" and stem[-2:] != "ss")
        or stem.endswith(("dg", "rg", "bl", "pl", "tl", "dl"))
    ):
        return stem + "e"
    return stem + "e" if one_vowel and not ends_bare else stem


def present_of_gerund(gerund: str, plural: bool) -> str:
    """``causing``: ``causes`` or, of several, ``cause``; empty for what is no gerund."""
    low = gerund.lower()
    if not low.endswith("ing") or len(low) < 5:
        return ""
    if low == "being":
        return "are" if plural else "is"
    base = _BASE_BY_GERUND.get(low) or _base_of(low[:-3])
    return base if plural else third_person(base)


def third_person(base: str) -> str:
    """``support``: ``supports``; as it is where the past looks the same and may be meant ("I read it")."""
    if base in _SAME_IN_THE_PAST:
        return base
    if base in _IRREGULAR_PRESENT:
        return _IRREGULAR_PRESENT[base]
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")


_SOUNDS_LIKE_CONSONANT = ("uni", "eu", "one", "use", "usu", "ur", "ute")
_SOUNDS_LIKE_VOWEL = ("hour", "honest", "honor", "honour", "heir")


def article_for(word: str) -> str:
    """``a`` or ``an``, by how the word behind it begins."""
    low = word.lower().lstrip("“\"'‘")
    if low.startswith(_SOUNDS_LIKE_VOWEL):
        return "an"
    return "an" if low[:1] in ("a", "e", "i", "o", "u", "8") and not low.startswith(_SOUNDS_LIKE_CONSONANT) else "a"


def is_past(verb: Word) -> bool:
    """Whether a finite verb, or its first auxiliary, is in the past tense or a perfect."""
    if verb.tag == "VBD":
        return True
    helpers = [c for c in verb.children if c.dep in ("aux", "auxpass")]
    return any(c.tag == "VBD" or (c.lower in ("has", "have", "'ve", "’ve") and verb.tag == "VBN") for c in helpers)


def shared_auxiliaries(verb: Word) -> list[Word]:
    """``have to pay`` in "could face prison and have to pay": the auxiliaries that stand with the first verb only."""
    own = [c for c in verb.children if c.dep in ("aux", "auxpass")]
    if verb.dep != "conj" or own or verb.tag in ("VBD", "VBZ", "MD"):
        return []
    helpers = [c for c in verb.head.children if c.dep in ("aux", "auxpass", "neg") and c.i < verb.head.i]
    kinds = {c.tag for c in helpers if c.dep != "neg"}
    if verb.tag in ("VB", "VBP"):
        bare = any(c.tag == "MD" or c.lower in ("do", "does", "did") for c in helpers)
        # "has risen and fall": a perfect cannot be shared by a bare verb.
        return [c for c in helpers if c.dep != "neg"] if bare and verb.head.tag in ("VB", "VBP") else []
    if verb.tag == verb.head.tag and kinds:
        return [c for c in helpers if c.dep != "neg"]
    return []


def said_of_me(verb: Word) -> bool:
    """Whether a finite present verb goes with "I", which becomes the speaker's name."""
    if any(c.lower == "i" and c.dep in SUBJECTS for c in verb.children):
        return verb.tag == "VBP"
    helper = verb.dep in ("aux", "auxpass") and verb.tag == "VBP" and verb.lower in OF_NAMES
    return helper and any(c.lower == "i" and c.dep in SUBJECTS for c in verb.head.children)
