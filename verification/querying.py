"""Search queries from a claim: what is worth typing into a search box.

Names, figures and rare words find sources; function words, verbs of saying and the speaker's own name (unless the
claim is about the speaker) lead away from them. A reviewer's own words are always sent as they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from verification.wording import Word, is_content, is_figure, is_name, stem, words, words_of

if TYPE_CHECKING:  # the providers import this file
    from verification.providers.base import Question

# Words that say how something was said; they match every page of news.
_SAYING = frozenset(
    stem(word)
    for word in words_of(
        "claim claimed told tell announced announce added add stated statement reported report noted believe "
        "believed argued insisted suggested explained asked today yesterday tomorrow year years month week "
        "day people new news according recently currently going want way time including number percent per "
        "cent"
    )
)
_QUOTED = re.compile(r"[“\"]([^”\"]{12,300})[”\"]")
_FIGURE_WORD = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Term:
    """One word worth asking for, and how much it narrows a search."""

    text: str
    weight: float


def terms(question: Question) -> list[Term]:
    """The claim's words that narrow a search, in the order of the text, each once."""
    text = question.statement or question.quote
    in_entities = {w.stem for entity in question.entities for w in words(entity)}
    speaker = {w.stem for w in words(question.speaker)}
    found: dict[str, Term] = {}
    previous_end = 0
    for word in words(text):
        weight = _weight(word, previous_end, text, in_entities)
        previous_end = word.end
        if word.stem in speaker and word.start > 0 and word.stem not in in_entities:
            weight *= 0.5
        if weight and (word.stem not in found or found[word.stem].weight < weight):
            found[word.stem] = Term(word.form, weight)
    return list(found.values())


def _weight(word: Word, previous_end: int, text: str, in_entities: set[str]) -> float:
    if not is_content(word):
        return 0.0
    if is_figure(word):
        return 1.6
    if word.stem in in_entities or is_name(word, previous_end, text):
        return 2.0
    if word.stem in _SAYING:
        return 0.2
    return 1.0 + min(len(word.stem), 10) / 20


def keywords(question: Question, limit: int) -> str:
    """The ``limit`` strongest words in the order of the claim; the reviewer's own words where there are any."""
    if question.own_words:
        return question.own_words.strip()
    found = terms(question)
    kept = sorted(found, key=lambda term: -term.weight)[:limit]
    return " ".join(term.text for term in found if term in kept)


def names(question: Question, limit: int = 3) -> str:
    """Only the names that the claim is about: the broad question, for when the narrow one finds nothing."""
    statement = question.statement
    inside = [entity for entity in question.entities if entity in statement and not _FIGURE_WORD.search(entity)]
    return " ".join(dict.fromkeys(inside[:limit]))


def library_query(question: Question) -> str:
    """All words of the claim: the local index ranks by rarity itself, so that more words only help."""
    if question.own_words:
        return question.own_words.strip()
    return " ".join(term.text for term in terms(question))


def exact_quote(question: Question) -> str:
    """The longest quoted words inside the claim's text, for providers that know phrases; empty if there are none."""
    found: list[str] = _QUOTED.findall(question.quote) + _QUOTED.findall(question.statement)
    return max(found, key=len).strip() if found else ""


def figures(question: Question) -> list[str]:
    """Figures of the claim as written."""
    return [w.form for w in words(question.statement) if is_figure(w)]


def date_window(question: Question, *, before_days: int, after_days: int) -> tuple[datetime, datetime] | None:
    """The days around publication in which reports of the same thing stand; None where the date is not known."""
    if question.published_at is None:
        return None
    return question.published_at - timedelta(days=before_days), question.published_at + timedelta(days=after_days)
