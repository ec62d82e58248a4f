"""Does one text deny what the other says?

A word of negation reaches over the next few meaningful words of its clause; denials ("denied that", "no evidence that")
over the rest of the sentence. The texts disagree where they share most of their words, and a shared predicate stands
under a negation in exactly one of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from verification.wording import Word, content_stems, is_content, is_figure, sentences, stem, words, words_of

_NEGATION = re.compile(
    r"\b(?:no longer|not|no|never|nobody|none|neither|nor|without|cannot|hardly|\w+n['’]t|failed to|"
    r"fails to|refused to|far from|unable to)\b",
    re.IGNORECASE,
)
# Says no, but takes nothing back.
_HARMLESS = re.compile(
    r"\b(?:not only|not just|not least|no fewer than|no less than|no more than|not more than|not less than|"
    r"whether or not|(?:no|without) (?:doubt|secret|question|surprise|wonder)|not to mention|no matter|if not|why not|"
    r"no\.? ?\d+)\b",
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
# "not untrue", "did not deny": both take each other back.
_BOTH = re.compile(r"\b(?:not|n['’]t|never|cannot)\s(?:be\s|been\s|a\s|an\s)?$", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.;:!?]|,|\b(?:but|although|though|while|whereas|however|because)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;!?]")
_TALK = frozenset(
    map(stem, words_of("claim claims rumour rumours rumor rumors story stories report reports notion idea"))
)
# How many meaningful words a negation reaches over.
REACH = 3
SHARED = 0.6


def compare(claim: str, passage: str) -> list[tuple[str, str, bool]]:
    """At most one (claim's words, passage's words, agrees): the first sentence that says the same or its opposite."""
    ours = set(content_stems(claim))
    if len(ours) < 2:
        return []
    in_claim = negated(claim)
    for start, end in sentences(passage):
        sentence = passage[start:end]
        shared = ours.intersection(content_stems(sentence))
        if len(shared) < max(2, SHARED * len(ours)):
            continue
        in_passage = negated(sentence)
        both = [s for s in in_claim if s in in_passage]
        if both:
            return [(in_claim[both[0]], in_passage[both[0]], True)]
        only_claim = [s for s in _heads(in_claim) if s in shared and s not in in_passage]
        only_passage = [s for s in _heads(in_passage) if s in shared and s not in in_claim]
        if only_claim:
            return [(in_claim[only_claim[0]], sentence, False)]
        if only_passage:
            return [(claim, in_passage[only_passage[0]], False)]
    return []


def _heads(found: dict[str, str]) -> list[str]:
    """The first word of each negation: "no plan for the harbour" denies a plan, not a harbour."""
    first: dict[str, str] = {}
    for word, phrase in found.items():
        first.setdefault(phrase, word)
    return list(first.values())


def negated(text: str) -> dict[str, str]:
    """Stem of each word under a negation → the words of the text that negate it. A double negation cancels itself."""
    return dict(_negated(text))


@lru_cache(maxsize=256)  # a claim is held against a dozen passages within moments
def _negated(text: str) -> dict[str, str]:
    harmless = [m.span() for m in _HARMLESS.finditer(text)]
    every = [w for w in words(text) if is_content(w)]
    found: dict[str, str] = {}
    for match in _NEGATION.finditer(text):
        if any(start <= match.start() < end for start, end in harmless):
            continue
        denial = _DENIAL.search(text, match.end(), match.end() + 16)
        if denial and _BOTH.search(text, 0, denial.start()):
            continue
        _mark(found, text, every, match, REACH, _CLAUSE_END)
    for match in _DENIAL.finditer(text):
        if not _BOTH.search(text, 0, match.start()):
            _mark(found, text, every, match, 12, _SENTENCE_END)
    for match in _DENIED_BEFORE.finditer(text):
        start = max((stop.end() for stop in _SENTENCE_END.finditer(text, 0, match.start())), default=0)
        phrase = text[start : match.end()].strip()
        for word in every:
            if start <= word.start < match.start() and not is_figure(word) and word.stem not in _TALK:
                found[word.stem] = phrase
    return found


def _mark(
    found: dict[str, str], text: str, every: list[Word], match: re.Match[str], reach: int, limit: re.Pattern[str]
) -> None:
    stop = limit.search(text, match.end())
    end = stop.start() if stop else len(text)
    under = [w for w in every if match.end() <= w.start < end and not is_figure(w)][:reach]
    if not under:
        return
    phrase = text[match.start() : under[-1].end]
    for word in under:
        if word.stem in found:
            del found[word.stem]
        else:
            found[word.stem] = phrase
