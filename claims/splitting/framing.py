"""Which content stands alone, and which is only a claim together with the fact that it was said.

"The minister said that costs rose by 4 percent" is a claim about costs. "The minister said the delays were
'unacceptable'" is none about delays: what can be checked is that the minister said so.
"""

from __future__ import annotations

from collections.abc import Sequence

from claims.splitting.cues import FORMS, SPEECH, inflect
from claims.splitting.document import Sent, subject_of, subtree
from claims.splitting.parsing import Word
from claims.splitting.references import FIRST, WE
from claims.splitting.sayings import Saying, source_words
from claims.splitting.units import Unit, as_told, content_words
from claims.splitting.word_lists import word_list

_WANTS = frozenset(["should", "must", "ought", "need", "needs", "let", "shall", "'ll", "’ll"])
_JUDGEMENTS = word_list("judgement")
_FEELINGS = word_list("feeling")
_JUDGING_NOUNS = frozenset({"joke", "nonsense", "duty", "disgrace", "shame", "triumph"})
_FINITE = frozenset(["VBD", "VBZ", "VBP"])
_SHORT = 4
# What a frame keeps of its own clause: to whom, when, where and in what it was said.
_ADJUNCTS = frozenset({"prep", "npadvmod", "dobj", "dative"})
_WHERE_AND_WHEN = frozenset({"in", "on", "at", "to", "during", "before", "after", "from"})
_TELLING = frozenset({"say", "add", "recall", "note", "explain", "continue", "remember", "remark", "tell"})
_TOLD = frozenset({"dobj", "ccomp", "xcomp", "attr", "oprd", "dative"})
_HEARERS = frozenset({"dobj", "dative"})
_BREAKS = frozenset({",", ":", "-LRB-"})  # also those of a dateline
_MARKS = frozenset("“”\"'‘’")
_LONGEST_ADJUNCT = 12
_ASIDE = frozenset({"pobj", "relcl", "acl", "advcl", "nsubj", "nsubjpass", "poss", "compound"})


def is_framed(unit: Unit, sent: Sent) -> bool:
    """Whether the statement must say who said it: an opinion, a wish, a plan, or only partly in quotation marks."""
    saying = unit.saying
    if saying is None or not saying.speaker or saying.fused or saying.base not in SPEECH:
        return False
    if saying.verb is not None and saying.verb in unit.words and not saying.covers(unit.head.start):
        return False  # it says so itself
    words = unit.words
    if asks_whether(unit):
        return True
    if any(_wants(w, unit) or _judges(w, unit) for w in words):
        return True
    if holds_fragment(words, sent):
        return saying.verb is None or not as_told(saying.verb, unit.head)  # "As the files show, …" vouches for it all
    subject = subject_of(unit.head)
    low = subject.lower if subject is not None else ""
    if is_direct(unit, sent):
        return low in WE or content_words(words) < _SHORT or words[-1].text == "?"
    return (low in FIRST and not saying.label) or low in WE


def _wants(word: Word, unit: Unit) -> bool:
    """Whether the clause itself says what should be, and not something inside it."""
    return word.lower in _WANTS and (word is unit.head or word.head is unit.head)


def _judges(word: Word, unit: Unit) -> bool:
    """Whether the clause itself passes a judgement: "was unfair", not "unfair rents rose", "his right to speak"."""
    if word.lower in _FEELINGS:
        if not word.tag.startswith(("VB", "JJ", "UH")):
            return False
    elif word.lower not in _JUDGEMENTS or not (word.tag.startswith(("JJ", "RB", "VB")) or word.lower in _JUDGING_NOUNS):
        return False
    if word.lower == "just" and word.tag == "RB":
        return False
    return _predicated(word, unit)


def _predicated(word: Word, unit: Unit) -> bool:
    here = word
    for _ in range(3):
        if here is unit.head:
            return True
        if here.dep in _ASIDE or (here.dep == "amod" and here.head.dep not in ("attr", "oprd")):
            return False
        here = here.head
    return False


def asks_whether(unit: Unit) -> bool:
    """``asked whether it had closed``: nobody says that it had."""
    head = unit.head
    return head.dep == "ccomp" and any(c.dep == "mark" and c.lower in ("whether", "if") for c in head.children)


def is_direct(unit: Unit, sent: Sent) -> bool:
    """Whether all of the unit stands between quotation marks, be it in parts."""
    return all(any(q.start <= w.start and w.end <= q.end for q in sent.quotes) for w in unit.words)


def holds_fragment(words: Sequence[Word], sent: Sent) -> bool:
    """Whether a few words of it are somebody's own and the others the article's."""
    held = {w.i for w in words}
    for quote in sent.quotes:
        inside = [w for w in sent.words if quote.inner[0] <= w.start < quote.inner[1] and w.text[0].isalnum()]
        own = any(w.text[0].isalpha() for w in inside) and all(w.i in held for w in inside)
        if own and words[0].start < quote.start:
            return True
    return False


def is_mere_frame(unit: Unit, sent: Sent) -> bool:
    """``Ann Dole recalled in an interview`` beside a quotation that the parse hung elsewhere: it tells nothing."""
    head = unit.head
    if not sent.quotes or FORMS.get(head.lower) not in _TELLING or not head.tag.startswith("VB"):
        return False
    if any(c.dep in _TOLD and c in unit.words for c in head.children):
        return False
    return not any(quote.start < w.start < quote.end for w in unit.words for quote in sent.quotes)


def frame(saying: Saying, text: str) -> str:
    """``Ann Lee wrote in a letter``; the cue in the past where the text has no finite form of it."""
    said = _frame(saying)
    if saying.source is not None:
        # A body keeps its article: "the regulator said", "the Council of Europe said".
        words = source_words(saying.source)
        whole = text[words[0].start : words[-1].end]
        if whole.endswith(saying.speaker) and (saying.speaker[0].islower() or words[0].lower == "the"):
            said = whole + said[len(saying.speaker) :]
    return said[0].upper() + said[1:] + _adjuncts(saying, text)


def _frame(saying: Saying) -> str:
    verb = saying.verb
    if verb is None or saying.base == "according" or verb.lower not in FORMS:
        return f"{saying.speaker} said"
    cue = verb.text if verb.tag in _FINITE else inflect(saying.base)[2]
    if saying.base == "tell" and not any(_keeps(child, saying) for child in verb.children if child.dep in _HEARERS):
        return f"{saying.speaker} said"
    return f"{saying.speaker} {cue}"


def _adjuncts(saying: Saying, text: str) -> str:
    """To whom, when and where it was said, behind the cue wherever the text has it."""
    verb = saying.verb
    if verb is None or saying.base == "according" or not verb.tag.startswith("VB"):
        return ""
    before, behind = "", ""
    for child in verb.children:
        if child.dep not in _ADJUNCTS or not _keeps(child, saying):
            continue
        words = subtree(child)
        stretch = text[words[0].start : words[-1].end]
        if child.i > verb.i:
            behind += " " + stretch
        else:
            before += " " + (stretch if words[0].tag.startswith("NNP") else stretch[0].lower() + stretch[1:])
    return behind + before


def _keeps(branch: Word, saying: Saying) -> bool:
    """Whether a branch of the cue is one short stretch outside of what was said."""
    if branch.dep == "prep" and branch.lower not in _WHERE_AND_WHEN:
        return False
    words = subtree(branch)
    if len(words) > _LONGEST_ADJUNCT or words[-1].i - words[0].i != len(words) - 1:
        return False
    return not any(saying.covers(w.start) or w.text in _MARKS or w.tag in _BREAKS for w in words)
