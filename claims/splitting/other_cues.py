"""Attributions without a verb of saying: "according to", "as the files show", "her claim that", "seems to", "Poll:"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

from claims.splitting.cues import ATTITUDES, FORMS, NOUN_PREPOSITIONS, NOUNS, SPEECH
from claims.splitting.document import Sent, subject_of, subtree, understood_subject
from claims.splitting.parsing import Word
from claims.splitting.quotations import Quotation
from claims.splitting.sayings import Saying, cue_span, stretches

# Verbs that attribute behind "as" only: "as he put it", "as the files have unveiled".
TOLD_BY = frozenset(["put", "puts", "unveil", "unveils", "unveiled", "documented", "demonstrated", "established"])
_NOBODY = frozenset({"it", "this", "that", "which", "there"})
_POLLS = frozenset({"poll", "polls", "survey", "surveys", "study", "census"})
_LABEL = 7  # words at most before the colon of a label
_SHORTEST = 3
_SHOUTED = re.compile(r"(?m)^[ \t]*([A-Z]{3,20}):\s")
_MOST_LABELS = 40
_HOSTS = frozenset(
    {"host", "moderator", "interviewer", "reporter", "anchor", "presenter", "narrator", "announcer", "caller"}
)
_HEADINGS = frozenset(
    {"update", "updated", "breaking", "fact", "facts", "note", "correction", "warning", "exclusive", "watch", "read"}
    | {"video", "photo", "opinion", "analysis", "live", "source", "sources", "claim", "verdict", "rating", "false"}
    | {"true", "myth", "background", "summary", "more", "related", "also", "who", "what", "why", "when", "where", "how"}
)


def seeming(sent: Sent, verb: Word) -> Saying | None:
    """``Enthusiasm appears to have faded``: said by nobody, and yet not stated as a fact."""
    pieces: list[Word] = []
    for child in verb.children:
        if child.dep in ("xcomp", "oprd", "acomp") and any(c.lower == "to" for c in child.children):
            subject = subject_of(verb)
            pieces = [*(subtree(subject) if subject is not None else []), *subtree(child)]
        elif child.dep == "ccomp" and any(c.dep == "mark" for c in child.children):
            pieces = subtree(child)
    if not pieces:
        return None
    words = sorted(pieces, key=lambda w: w.i)
    return Saying(sent.index, "seem", cue_span(verb), verb.text, None, stretches(words), verb, speech=False, fused=True)


def as_told(sent: Sent, verb: Word) -> Saying | None:
    """``As the leaked files show, X``: what follows is theirs; not ``as he said that …``, which is a time."""
    base = FORMS.get(verb.lower, "say")
    if verb.dep != "advcl" or verb.head is verb or base not in SPEECH:
        return None
    if not any(c.dep in ("mark", "advmod") and c.lower == "as" for c in verb.children):
        return None
    source = subject_of(verb)
    puts_it = verb.lower in ("put", "puts") and any(c.dep == "dobj" and c.lower == "it" for c in verb.children)
    open_to = ("ccomp", "xcomp", "attr") if puts_it else ("ccomp", "dobj", "xcomp", "attr", "prep", "dative")
    if source is None or any(c.dep in open_to for c in verb.children):
        return None
    if verb.lower in ("put", "puts") and not puts_it:
        return None
    words = subtree(verb.head, [verb])
    return Saying(sent.index, base, cue_span(verb), verb.text, source, stretches(words), verb)


def according(sent: Sent, word: Word) -> Saying | None:
    """``according to X``: the rest of its clause is the content."""
    to = next((w for w in word.children if w.lower == "to"), None)
    if to is None:
        return None
    source = next((w for w in to.children if w.dep in ("pobj", "pcomp")), None)
    if source is None:
        return None
    top = word.head
    while top.dep not in ("ROOT", "ccomp", "conj", "advcl", "relcl", "parataxis") and top.head is not top:
        top = top.head
    words = [w for w in subtree(top, [word]) if w.tag != "" and not (w.dep in ("cc",) and w.i < top.i)]
    pieces = stretches(words)
    if not pieces:
        return None
    return Saying(sent.index, "according", (word.start, to.end), "according to", source, pieces, word)


def measured(sent: Sent, word: Word) -> Saying | None:
    """``In a Marsh University poll, 50 percent chose Lee``: the figures are the poll's."""
    source = next((c for c in word.children if c.dep == "pobj" and c.lower in _POLLS), None)
    verb = word.head
    if source is None or not verb.tag.startswith("VB") or word.i > verb.i or FORMS.get(verb.lower) in SPEECH:
        return None
    if any(c.dep == "advmod" and c.lower in ("when", "where", "how") for c in verb.children):
        return None
    pieces = stretches([w for w in subtree(verb, [word]) if not (w.dep == "cc" and w.i < verb.i)])
    if not pieces:
        return None
    cue = (word.start, word.end)
    return Saying(sent.index, "according", cue, word.text, source, pieces, word)


def noun_saying(sent: Sent, noun: Word) -> Saying | None:
    """``his claim that ...``, ``the promise to ...``."""
    for child in noun.children if noun.lower in NOUNS else ():
        if child.dep in ("acl", "relcl", "ccomp") and child.i > noun.i:
            marks = {m.lower for m in child.children if m.dep in ("mark", "aux")}
            if "that" in marks or (child.tag == "VB" and "to" in marks):
                source = next((w for w in noun.children if w.dep == "poss"), None)
                return Saying(
                    sent.index, noun.lower, (noun.start, noun.end), noun.text, source, stretches(subtree(child)), noun,
                    speech=False, fused="that" not in marks,
                )  # fmt: skip
    return _about(sent, noun)


def attitude(sent: Sent, word: Word) -> Saying | None:
    """``Lee is skeptical of the plan``: what somebody thinks of a thing, said by an adjective."""
    verb = word.head
    if word.dep not in ("acomp", "attr", "oprd", "xcomp") and not any(c.dep == "auxpass" for c in word.children):
        return None
    source = understood_subject(verb if word.dep in ("acomp", "attr", "oprd") else word)
    if source is None or source.lower in _NOBODY:
        return None
    for child in word.children:
        if child.dep in ("prep", "agent") and child.lower in ATTITUDES[word.lower] and child.i - word.i <= 2:
            words = [w for top in child.children if top.dep in ("pobj", "pcomp") for w in subtree(top)]
            if words:
                pieces = stretches(sorted(words, key=lambda w: w.i))
                cue = (word.start, word.end)
                return Saying(sent.index, word.lower, cue, word.text, source, pieces, word, speech=False, fused=True)
    return None


def _about(sent: Sent, noun: Word) -> Saying | None:
    """``her criticism of the deal``: the deal is what she speaks about."""
    wanted = NOUN_PREPOSITIONS.get(noun.lower, frozenset())
    source = next((w for w in noun.children if w.dep == "poss"), None)
    if source is None and noun.dep == "dobj" and noun.head.tag.startswith("VB"):
        source = understood_subject(noun.head)
    if source is None:
        return None
    for child in noun.children:
        if child.dep == "prep" and child.lower in wanted and child.i - noun.i <= 2:
            words = [w for top in child.children if top.dep in ("pobj", "pcomp") for w in subtree(top)]
            if words:
                cue = (noun.start, noun.end)
                return Saying(
                    sent.index, noun.lower, cue, noun.text, source, stretches(words), noun, speech=False, fused=True
                )
    return None


def hearsay(sent: Sent, adverb: Word) -> Saying | None:
    """``The ferry reportedly sank``: said by somebody whom the text does not name."""
    verb = adverb.head
    if adverb.dep != "advmod" or not verb.tag.startswith("VB"):
        return None
    pieces = stretches(subtree(verb, [adverb]))
    if not pieces:
        return None
    cue = (adverb.start, adverb.end)
    return Saying(sent.index, adverb.lower, cue, adverb.text, None, pieces, adverb, speech=False, fused=True)


def named_before(sent: Sent, quote: Quotation) -> Saying | None:
    """``It does not surprise the pilot Ann Lee: "We were late."``: a name and a colon before a quotation."""
    before = [w for w in sent.words if w.end <= quote.start]
    if len(before) <= 1 or before[-1].text != ":" or before[-2].ent not in ("PERSON", "ORG"):
        return None
    mark, name = before[-1], before[-2]
    content = [(quote.start, quote.end)]
    return Saying(sent.index, "say", (mark.start, mark.end), mark.text, name, content, None, quoted=True)


def shouted_labels(text: str) -> frozenset[str]:
    """Labels in capitals that say who speaks in a transcript: ``BERG:``.

    They are named in the text otherwise ("Johan Berg"), are a role there, or come back.
    """
    counted = Counter(found[1] for found in _SHOUTED.finditer(text))
    return frozenset(
        label
        for label, times in counted.most_common(_MOST_LABELS)
        if label.lower() not in _HEADINGS
        and (times > 1 or label.lower() in _HOSTS or re.search(rf"\b[A-Z][\w’'-]+ {label.title()}\b", text))
    )


def labelled(sent: Sent, shouted: Collection[str] = ()) -> Saying | None:
    """``Poll: Most want a vote``, ``MARSH: I voted no.``: a name and a colon before what is theirs."""
    colon = next((k for k, w in enumerate(sent.words[:_LABEL]) if w.text == ":"), 0)
    label, rest = sent.words[:colon], sent.words[colon + 1 :]
    shortest = 1 if label and label[0].text in shouted else _SHORTEST
    if not label or len(rest) < shortest or sent.words[colon].start != label[-1].end:
        return None
    last = label[-1]
    spoken = len(label) == 1 and last.text in shouted
    heading = last.text.isupper() and last.lower in _HEADINGS
    named = spoken or (not heading and last.ent in ("PERSON", "ORG") and last.tag.startswith("NNP"))
    if not (named or last.lower in ("poll", "study", "report", "survey")) or any(
        w.tag.startswith("VB") or w.text in (",", "(") for w in label
    ):
        return None
    mark = sent.words[colon]
    content = stretches(rest)
    person = spoken or last.ent == "PERSON"
    return Saying(
        sent.index, "say", (mark.start, mark.end), mark.text, last, content, None, quoted=person, label=person
    )
