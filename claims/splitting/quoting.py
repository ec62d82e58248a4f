"""Which quotation is whose: quotations of one sentence and the attributions that its words make."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from claims.splitting.cues import FORMS, OBJECT, SPEECH
from claims.splitting.document import SUBJECTS, Sent, understood_subject
from claims.splitting.other_cues import named_before
from claims.splitting.parsing import Word
from claims.splitting.quotations import Quotation
from claims.splitting.sayings import PUNCTUATION, Saying, cue_span, is_passive
from claims.splitting.shapes import Span

LONG_QUOTE = 3  # words
_BREAKS = frozenset({"—", "–", "--", ";", ":"})


def inside_long_quote(sent: Sent, word: Word) -> bool:
    """Whether a word is part of a quotation that is more than a borrowed phrase."""
    quote = sent.quotation_at(word.start)
    return quote is not None and word_count(sent, quote) >= LONG_QUOTE


def word_count(sent: Sent, quote: Quotation) -> int:
    """How many words of this sentence stand in the quotation."""
    return sum(1 for w in sent.words if quote.inner[0] <= w.start < quote.inner[1] and w.text[0].isalnum())


def _speech_verb(sent: Sent, quote: Quotation) -> Word | None:
    """The speech verb nearest to a quotation, outside all long quotations of its sentence."""
    best: tuple[int, Word] | None = None
    for word in sent.words:
        base = FORMS.get(word.lower)
        if base is None or base not in SPEECH | OBJECT or not word.tag.startswith("VB"):
            continue
        if inside_long_quote(sent, word):
            continue
        distance = quote.start - word.end if word.start < quote.start else word.start - quote.end
        if best is None or distance < best[0]:
            best = (distance, word)
    return best[1] if best else None


def _beside_speech(sent: Sent, quote: Quotation) -> bool:
    """``"No," he said``: a quotation of a word or two, set off from its cue by the comma of direct speech."""
    inside = [w for w in sent.words if quote.inner[0] <= w.start < quote.inner[1]]
    if not inside or not inside[0].text[0].isupper():
        return False
    if inside[-1].text in (",", "?", "!") and quote.start <= sent.start + 2:
        behind = [w for w in sent.words if quote.end <= w.start][:4]
        return any(FORMS.get(w.lower) in SPEECH and w.tag.startswith("VB") for w in behind)
    before = [w for w in sent.words if w.end <= quote.start][-2:]
    return len(before) > 1 and before[1].text in (",", ":") and FORMS.get(before[0].lower) in SPEECH


def _merge(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def give_quotes(sent: Sent, sayings: list[Saying]) -> None:
    """Complete contents by the quotations that they touch, and find the cue of those that none touches."""
    for quote in sent.quotes:
        if word_count(sent, quote) < LONG_QUOTE and not _beside_speech(sent, quote):
            continue
        if quote.start < sent.start and quote.end <= sent.start:
            continue
        touching = [s for s in sayings if any(a < quote.end and b > quote.start for a, b in s.contents)]
        speech = [s for s in touching if s.speech and not (s.cue and quote.start <= s.cue[0] < quote.end)]
        owner = speech[0] if speech else None
        if owner is None:
            verb = _speech_verb(sent, quote)
            if verb is None or (touching and touching[0].verb is verb):
                for saying in touching:
                    saying.quoted = True
                label = named_before(sent, quote) if not touching else None
                if label is not None:
                    sayings.append(label)
                continue
            owner = next((s for s in sayings if s.verb is verb), None)
            if owner is None:
                owner = Saying(
                    sent.index, FORMS[verb.lower], cue_span(verb), verb.text, understood_subject(verb), [], verb
                )
                sayings.append(owner)
        owner.quoted = True
        owner.fused = False
        _source_outside(sent, owner, quote)
        pieces = [(quote.start, quote.end)]
        cue = owner.cue
        first = cue is not None and quote.end <= cue[0] and quote.start <= sent.start + 2
        for start, end in owner.contents:
            if first and cue is not None and start > cue[1] and _goes_on(sent, start):
                continue
            if start < quote.start < end and cue is not None and quote.end <= cue[0] and _breaks_before(sent, quote):
                start = quote.start
            # What the parse took for content beside a whole quoted sentence is mostly the cue's own clause.
            pieces.append((start, end))
        owner.contents = _without(_merge(pieces), owner)


def _source_outside(sent: Sent, saying: Saying, quote: Quotation) -> None:
    """``"The work I did paid off," Lee said``: whatever the parse says, no speaker stands in the words of his own.

    Then it is the subject outside of them, or the name or noun right beside the cue.
    """
    source, verb = saying.source, saying.verb
    if verb is None or quote.start <= verb.start < quote.end or is_passive(verb):
        return
    if source is not None and not quote.start <= source.start < quote.end:
        return
    outside = [w for w in sent.words if not quote.start <= w.start < quote.end and w.tag not in PUNCTUATION]
    at = next(k for k, w in enumerate(outside) if w is verb)
    subject = next((w for w in outside if w.head is verb and w.dep in SUBJECTS), None)
    behind = list(itertools.takewhile(lambda w: w.tag.startswith(("NN", "DT", "JJ")), outside[at + 1 :]))
    before = outside[at - 1] if at and outside[at - 1].tag.startswith(("NN", "PRP")) else None
    beside = behind[-1] if behind and behind[-1].tag.startswith("NN") and behind[0].i == verb.i + 1 else before
    saying.source = subject or beside


def _breaks_before(sent: Sent, quote: Quotation) -> bool:
    """``The mayor has paid once — “I did,” she said``: what stands before the dash is the writer's."""
    before = next((w for w in reversed(sent.words) if w.end <= quote.start), None)
    return before is not None and before.text in _BREAKS


def _goes_on(sent: Sent, start: int) -> bool:
    """Whether what begins here is joined by "and": ``"Follow us," she said, and they did`` ends with the article."""
    return any(w.start == start and w.dep == "cc" for w in sent.words)


def _without(spans: list[Span], saying: Saying) -> list[Span]:
    """Cut cue and source out of the contents."""
    holes = [h for h in (saying.cue, saying.source_span) if h is not None]
    result = spans
    for a, b in holes:
        kept: list[Span] = []
        for start, end in result:
            if b <= start or a >= end:
                kept.append((start, end))
                continue
            if start < a - 1:
                kept.append((start, a - 1))
            if b + 1 < end:
                kept.append((b + 1, end))
        result = kept
    return result
