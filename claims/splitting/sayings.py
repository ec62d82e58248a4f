"""One attribution, and the stretches of text that its source, cue and content take."""

from __future__ import annotations

from dataclasses import dataclass, field

from claims.splitting.document import noun_phrase, runs, subject_of
from claims.splitting.parsing import Word
from claims.splitting.shapes import Span

PUNCTUATION = frozenset({",", ".", ":", "''", "``", "-LRB-", "-RRB-", "HYPH"})
_NOT = frozenset({"not", "n't", "n’t", "never"})
_ONLY = frozenset({"only", "just", "merely", "simply"})
_NOBODY = frozenset({"nobody", "none", "neither", "nothing"})
_NO = frozenset({"no", "neither"})
DENIES = frozenset({"deny", "doubt", "dispute", "disbelieve", "forget", "pretend"})
_BESIDE = 2  # words on, so that a comma may stand between


@dataclass(slots=True)
class Saying:
    """One attribution inside one sentence; ``contents`` may reach back over the sentences of one quotation."""

    sentence: int
    base: str
    cue: Span | None
    cue_text: str
    source: Word | None
    contents: list[Span]
    verb: Word | None
    quoted: bool = False
    speech: bool = True
    label: bool = False  # "Lee: We had no choice.": what follows in the paragraph is hers as well
    fused: bool = False  # the content is an infinitive or object: no claim apart from the saying itself
    speaker: str = ""
    open_questions: list[str] = field(default_factory=list)

    @property
    def source_span(self) -> Span | None:
        if self.source is None:
            return None
        words = source_words(self.source)
        # "voters who said", "Ann Lee, who said": the pronoun stands for them, and beside them.
        pronoun = subject_of(self.verb) if self.verb is not None and self.verb.dep == "relcl" else None
        if pronoun is not None and pronoun.tag in ("WP", "WDT") and 0 < pronoun.i - words[-1].i <= _BESIDE:
            words = [*words, pronoun]
        return words[0].start, words[-1].end

    @property
    def denied(self) -> bool:
        """Whether the text says that nobody said so: "did not say", "nobody claims"."""
        verb = self.verb
        if verb is None or self.quoted:
            return False
        beside = {child.i: child for child in verb.children if child.dep in ("neg", "advmod", "preconj")}
        negated = any(
            child.lower in _NOT and getattr(beside.get(child.i + 1), "lower", "") not in _ONLY
            for child in beside.values()
        )
        source = self.source
        nobody = source is not None and (
            source.lower in _NOBODY
            or any(c.lower in _NO and c.dep in ("det", "neg", "preconj") for c in source.children)
        )
        return negated or nobody

    def covers(self, offset: int) -> bool:
        """Whether this place of the text is part of what was said."""
        return any(start <= offset < end for start, end in self.contents)


def source_words(noun: Word) -> list[Word]:
    """The words that name a source, in one stretch."""
    words = noun_phrase(noun)
    group = next((g for g in runs(words) if noun in g), [noun])
    while len(group) > 1 and group[0].tag in PUNCTUATION:
        group = group[1:]
    return group


def span_of(words: list[Word]) -> Span:
    """From the first word to the last."""
    return words[0].start, words[-1].end


def stretches(words: list[Word]) -> list[Span]:
    """Stretches of these words, punctuation at their edges left out."""
    found = []
    for group in runs(words):
        while group and group[0].tag in (",", ".", ":"):
            group = group[1:]
        while group and group[-1].tag in (",", ":", "."):
            group = group[:-1]
        if group:
            found.append(span_of(group))
    return found


def cue_span(verb: Word) -> Span:
    """The verb with its auxiliaries and particle, as far as they stand beside it."""
    first = last = verb
    for child in sorted(verb.children, key=lambda w: -w.i):
        if child.dep in ("aux", "auxpass", "neg") and child.i == first.i - 1:
            first = child
    for child in verb.children:
        if child.dep == "prt" and child.i == verb.i + 1:
            last = child
    return first.start, last.end


def is_passive(verb: Word) -> bool:
    """``was called``: what stands as its subject did not say it."""
    return any(child.dep == "auxpass" for child in verb.children)
