"""Does one text deny what the other says?

A word of negation reaches over the next few meaningful words of its clause; denials ("denied that"), and what was not
found, shown or said ("did not find that", "no proof that"), over the rest of the sentence. The texts disagree where
they share most of their words, and a shared predicate stands under a negation in exactly one of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import dropwhile, pairwise

from verification.wording import Word, content_stems, is_content, is_figure, sentences, stem, words, words_of

_NEGATION = re.compile(
    r"\b(?:no longer|not|no|never|nobody|none|neither|nor|without|cannot|hardly|\w+n['’]t|failed to|"
    r"fails to|refused to|far from|unable to)\b",
    re.IGNORECASE,
)
# Says no, but takes nothing back.
_HARMLESS = re.compile(
    r"\b(?:not only|not just|not least|no fewer than|no less than|no more than|not more than|not less than|"
    r"whether or not|no other|(?:no|without) (?:doubt|secret|question|surprise|wonder)|not to mention|no matter|if not|"
    r"why not|no\.? ?\d+|"
    # How or when it happened was not said: it happened all the same.
    r"(?:not|never|cannot|\w+n['’]t)\s(?:\w+\s)?(?:say|said|tell|told|explain|explained|know|known|clear|sure|certain|"
    r"disclose|disclosed|reveal|revealed|specify|specified|decided?)\s(?:how|why|when|where|who|what|which|whether))\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:den(?:y|ied|ies|ying)|no evidence|not true|untrue|no truth|false(?:ly)?|hoax|debunk(?:ed|s)?|"
    r"refut(?:ed|es)|disprove[dns]?|incorrect|wrong|myth|fabricated|baseless|unfounded|contrary to)\b",
    re.IGNORECASE,
)
# "The claim that … is a hoax": a denial of all that went before it in the sentence.
_DENIED_BEFORE = re.compile(
    r"\b(?:is|was|are|were|been|as|turned out to be|proved(?: to be)?)\s(?:an?\s|all\s|completely\s|simply\s)?"
    r"(?:false|untrue|fake|hoax|myth|lie|incorrect|wrong|fabricated|made up|baseless|unfounded|debunked|refuted|"
    r"disproved|disproven)\b(?!\s(?:to|about|in|on)\b)",
    re.IGNORECASE,
)
# "did not find that …", "found no sign that …", "nothing to suggest that …": nobody vouches for what follows. What one
# does not know, mention or admit may well be so, and is left out.
_NOT_VOUCHED = re.compile(
    r"\b(?:(?:not|never|cannot|\w+n['’]t|failed to|unable to)\s(?!designed|meant|intended)(?:\w+\s){0,2}?"
    r"(?:find|found|show|shown|say|said|states?|stated|confirm(?:ed)?|prove[dn]?|establish(?:ed)?|"
    r"concluded?|suggest(?:ed)?|indicated?|demonstrated?|determined?|support|"
    r"believed?|think|claim(?:ed)?|alleged?|verify|verified|argued?|imply|mean|reported|true|clear|certain)"
    r"\s(?:\w+\s){0,3}?that"
    r"|(?:no|without|little|lack of|nor|not(?:\s\w+)?|\w+n['’]t\s\w+)\s(?:any\s)?(?:[^\W\d]+\s)?"
    r"(?:evidence|proof|signs?|indications?|suggestion|hint|trace|record|grounds)\s(?:\w+\s){0,3}?(?:that|of|for)"
    r"|(?:not|never|\w+n['’]t)\s(?:\w+\s)?(?:shown|found|prove[dn]|demonstrated|said|thought|believed)\sto"
    r"|nothing\s(?:\w+\s)?(?:suggests?|shows?|indicates?|supports?|proves?)\s(?:\w+\s)?that)\b",
    re.IGNORECASE,
)
# "not untrue", "did not deny": both take each other back.
_BOTH = re.compile(r"\b(?:not|n['’]t|never|cannot|nobody|no one|no-one)\s(?:be\s|been\s|a\s|an\s)?$", re.IGNORECASE)
_STOP = r"[;!?]|\.(?!\d)"
_CLAUSE_END = re.compile(rf"{_STOP}|:|,(?!\d)|\b(?:but|although|though|while|whereas|however|because)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(_STOP)
_BEFORE_BUT = re.compile(rf"{_STOP}|\b(?:but|although|though|while|whereas|however|because)\b", re.IGNORECASE)
# "Why can it not …?" takes for granted what "Can it not …?" asks.
_ASKS = re.compile(
    r"\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)(?:n['’]t)?\b.*\?\W*$",
    re.IGNORECASE | re.DOTALL,
)
_WHOLE_CLAUSE = re.compile(
    r"(?:no|not|\w+n['’]t|cannot|never|nor|without|little|lack|nothing|failed|unable)\b|"
    r"\w+\s(?:(?:any|the|all|claims?|reports?|rumou?rs?|allegations?|suggestions?)\s)*that\b",
    re.IGNORECASE,
)
# Between "no money" and its verb nothing else stands: "no money was ever taken".
_TO_VERB = re.compile(r"\s(?P<helper>(?:was|were|is|are|has|have|had|been|be|will|would|could|can|ever|being)\s)*")
_TALK = frozenset(
    map(stem, words_of("claim claims rumour rumours rumor rumors story stories report reports notion idea"))
)
_SIZES = frozenset(map(stem, words_of("hundred thousand million billion trillion")))
_FORBIDDING = re.compile(
    r"\b(?:bans?|banned|prohibits?|prohibited|forbids?|forbidden|barred|outlaws?|outlawed|prevents?|prevented)\b",
    re.IGNORECASE,
)
_NOBODY = frozenset({"nobody", "none", "no one", "no-one"})
# How many meaningful words a negation reaches over, and a denial.
REACH = 3
FAR = 12
SHARED = 0.6
HALF = 0.5
SURELY = 0.75


@dataclass(slots=True)
class _Found:
    """``words``: stem of each word under a negation → the words of the text that negate it.

    ``verbs`` are those of a subject that is not there ("no money vanished"); ``wide`` are the phrases that deny all of
    what a clause says.
    """

    words: dict[str, str] = field(default_factory=dict)
    verbs: set[str] = field(default_factory=set)
    wide: set[str] = field(default_factory=set)


def compare(claim: str, passage: str) -> list[tuple[str, str, bool]]:
    """At most one (claim's words, passage's words, agrees): the first sentence that says the same or its opposite."""
    ours = set(content_stems(claim))
    if len(ours) < 2:
        return []
    in_claim = _negated(claim)
    for start, end in sentences(passage):
        sentence = passage[start:end]
        shared = ours.intersection(content_stems(sentence))
        if not (_most(shared, ours) or _most(_no_figures(shared), _no_figures(ours))) or _ASKS.match(sentence):
            continue
        in_passage = _negated(sentence)
        both = [s for s in in_claim.words if s in in_passage.words]
        if both:
            return [(in_claim.words[both[0]], in_passage.words[both[0]], True)]
        states = _tells(in_claim, claim, shared) and not _forbids(sentence, in_claim)
        only_claim = [s for s in _heads(in_claim, shared) if s in shared] if states else []
        only_passage = [s for s in _heads(in_passage, shared) if s in shared]
        if only_claim:
            return [(in_claim.words[only_claim[0]], sentence, False)]
        if only_passage:
            return [(claim, in_passage.words[only_passage[0]], False)]
    return []


def _tells(in_claim: _Found, claim: str, shared: set[str]) -> bool:
    """Whether a sentence without a "not" states what the claim says is not so: its verb, not its subject alone.

    "Nobody waits longer than a year" is not denied by whatever else is told of a waiting list.
    """
    if any(phrase.lower().startswith(tuple(_NOBODY)) for phrase in in_claim.words.values()):
        ours = {w.stem for w in words(claim) if is_content(w) and not w.form[0].isupper()}
        return len(ours & shared) >= SURELY * len(ours)
    return not in_claim.verbs or bool(in_claim.verbs & shared)


def _forbids(sentence: str, in_claim: _Found) -> bool:
    """``Lorries are banned from the bridge`` does not say that it can carry them."""
    return any(stem(match.group()) not in in_claim.words for match in _FORBIDDING.finditer(sentence))


def _most(shared: set[str], ours: set[str]) -> bool:
    return len(shared) >= max(2, SHARED * len(ours))


def _no_figures(stems: set[str]) -> set[str]:
    """Without figures, which "no money" has none of and other checks compare."""
    return {s for s in stems if not s[0].isdigit() and s not in _SIZES}


def _heads(found: _Found, shared: set[str]) -> list[str]:
    """The first word of each negation: "no plan for the harbour" denies a plan, not a harbour.

    Where a subject is not there, its verb too; where a clause is denied that holds half of the ``shared`` words, all.
    """
    by_phrase: dict[str, list[str]] = {}
    for word, phrase in found.words.items():
        by_phrase.setdefault(phrase, []).append(word)
    heads: list[str] = []
    for phrase, under in by_phrase.items():
        denied = len(_no_figures(shared.intersection(under)))
        whole = phrase in found.wide and denied >= max(2, HALF * len(_no_figures(shared)))
        heads += [w for i, w in enumerate(under) if not i or whole or w in found.verbs]
    return heads


def negated(text: str) -> dict[str, str]:
    """Stem of each word under a negation → the words of the text that negate it. A double negation cancels itself."""
    return dict(_negated(text).words)


@lru_cache(maxsize=256)  # a claim is held against a dozen passages within moments
def _negated(text: str) -> _Found:
    left_out = [m.span() for m in _HARMLESS.finditer(text)]
    every = [w for w in words(text) if is_content(w)]
    found = _Found()
    for match in _NOT_VOUCHED.finditer(text):
        if not _within(match.start(), left_out):
            _mark(found, text, every, match, match.start(), FAR, _BEFORE_BUT)
            left_out.append(match.span())
    denials = [m for m in _DENIAL.finditer(text) if not _within(m.start(), left_out)]
    for match in _NEGATION.finditer(text):
        if _within(match.start(), left_out) or any(match.start() == denial.start() for denial in denials):
            continue
        denial = _DENIAL.search(text, match.end(), match.end() + 16)
        if denial and _BOTH.search(text, 0, denial.start()):
            continue
        _mark(found, text, every, match, match.end(), REACH, _CLAUSE_END)
    for match in denials:
        if not _BOTH.search(text, 0, match.start()):
            of_two_words = match.group().lower().startswith("no")
            _mark(found, text, every, match, match.start() if of_two_words else match.end(), FAR, _SENTENCE_END)
    for match in _DENIED_BEFORE.finditer(text):
        start = max((stop.end() for stop in _SENTENCE_END.finditer(text, 0, match.start())), default=0)
        phrase = text[start : match.end()].strip()
        for word in every:
            if start <= word.start < match.start() and not is_figure(word) and word.stem not in _TALK:
                found.words[word.stem] = phrase
    return found


def _within(position: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


def _mark(
    found: _Found, text: str, every: list[Word], match: re.Match[str], begin: int, reach: int, limit: re.Pattern[str]
) -> None:
    """Put ``reach`` meaningful words from ``begin`` to the ``limit`` under the negation, or take them out again."""
    stop = limit.search(text, match.end())
    end = stop.start() if stop else len(text)
    under = [w for w in every if begin <= w.start < end and not is_figure(w)]
    if match.group().lower() in _NOBODY:  # "nobody at Carrow Vale waits": it is the waiting that is denied
        under = list(dropwhile(lambda w: w.form[0].isupper(), under)) or under
    under = under[:reach]
    if not under:
        return
    phrase = text[match.start() : under[-1].end]
    if reach == FAR and _WHOLE_CLAUSE.match(phrase):
        found.wide.add(phrase)
    for word in under:
        if word.stem in found.words:
            del found.words[word.stem]
        else:
            found.words[word.stem] = phrase
    if match.group().lower() in ("no", "none"):
        found.verbs.update(_verb(text, under))


def _verb(text: str, under: list[Word]) -> list[str]:
    """The verb of "no money vanished", "none of the boats were sunk", as a list of one stem or none."""
    for before, word in pairwise(under):
        to_verb = _TO_VERB.fullmatch(text, before.end, word.start)
        if not to_verb:
            break
        if to_verb["helper"] or word.form.endswith("ed") or not word.form.startswith(word.stem):
            return [word.stem]
    return []
