"""Which content stands alone, and which is only a claim together with the fact that it was said.

"The minister said that costs rose by 4 percent" is a claim about costs. "The minister said the delays were
'unacceptable'" is none about delays: what can be checked is that the minister said so.
"""

from __future__ import annotations

from collections.abc import Sequence

from claims.splitting.cues import SPEECH, inflect
from claims.splitting.document import Sent, subject_of
from claims.splitting.parsing import Word
from claims.splitting.references import FIRST, WE
from claims.splitting.sayings import Saying, source_words
from claims.splitting.units import Unit, content_words
from claims.splitting.word_lists import word_list

_WANTS = frozenset(["should", "must", "ought", "need", "needs", "let", "shall", "'ll", "’ll"])
_VALUES = word_list("judgement") | word_list("feeling")
_FINITE = frozenset(["VBD", "VBZ", "VBP"])
_SHORT = 4


def is_framed(unit: Unit, sent: Sent) -> bool:
    """Whether the statement must say who said it: an opinion, a wish, a plan, or only partly in quotation marks."""
    saying = unit.saying
    if saying is None or not saying.speaker or saying.fused or saying.base not in SPEECH:
        return False
    words = unit.words
    if any(w.lower in _WANTS or w.lower in _VALUES for w in words):
        return True
    if holds_fragment(words, sent):
        return True
    subject = subject_of(unit.head)
    low = subject.lower if subject is not None else ""
    if is_direct(unit, sent):
        return low in WE or content_words(words) < _SHORT or words[-1].text == "?"
    return low in FIRST or low in WE


def is_direct(unit: Unit, sent: Sent) -> bool:
    """Whether all of the unit stands between quotation marks."""
    return any(q.start <= unit.words[0].start and unit.words[-1].end <= q.end for q in sent.quotes)


def holds_fragment(words: Sequence[Word], sent: Sent) -> bool:
    """Whether a few words of it are somebody's own and the others the article's."""
    first, last = words[0].start, words[-1].end
    return any(
        first < q.start
        and q.end <= last + 1
        and any(q.inner[0] <= w.start < q.inner[1] and w.text[0].isalpha() for w in words)
        for q in sent.quotes
    )


def frame(saying: Saying, text: str) -> str:
    """``Ann Lee wrote``; the cue in the past where the text has no finite form of it."""
    said = _frame(saying)
    if saying.source is not None and saying.speaker[:1].islower():
        # A body without a name keeps its article: "the regulator said".
        words = source_words(saying.source)
        whole = text[words[0].start : words[-1].end]
        if whole.endswith(saying.speaker):
            said = whole + said[len(saying.speaker) :]
    return said[0].upper() + said[1:]


def _frame(saying: Saying) -> str:
    verb = saying.verb
    if verb is None or saying.base == "according":
        return f"{saying.speaker} said"
    cue = verb.text if verb.tag in _FINITE else inflect(saying.base)[2]
    if saying.base == "tell":
        return f"{saying.speaker} said"
    return f"{saying.speaker} {cue}"
