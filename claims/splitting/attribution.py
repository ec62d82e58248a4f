"""Who said what: cue, source and content of each piece of reported speech, thought or writing.

The method: every verb, noun or phrase that can attribute is looked at in the dependency tree; its clausal
complement, the clause that it is thrown into, or the quotation beside it is the content, its (understood) subject
the source.
A quotation that no cue explains goes on from the one before it and keeps its speaker.
"""

from __future__ import annotations

from collections.abc import Collection

from claims.splitting.continuing import MOST_PIECES, PARAGRAPHS_ON, Waiting, go_on_with
from claims.splitting.cues import (
    ATTITUDES,
    FORMS,
    NOUN_PREPOSITIONS,
    NOUNS,
    OBJECT,
    PREPOSITIONS,
    SPEECH,
    STANCE,
    THOUGHT,
)
from claims.splitting.document import Document, Sent, subject_of, subtree, understood_subject
from claims.splitting.other_cues import (
    TOLD_BY,
    according,
    as_told,
    attitude,
    hearsay,
    labelled,
    measured,
    noun_saying,
    seeming,
    shouted_labels,
)
from claims.splitting.parsing import Word
from claims.splitting.posts import signed_posts
from claims.splitting.quoting import LONG_QUOTE, give_quotes, inside_long_quote, word_count
from claims.splitting.sayings import Saying, cue_span, is_passive, source_words, stretches
from claims.splitting.word_lists import word_list

# Taking sides is put into words or not; what somebody is to do, or does not, was not.
_SIDES = frozenset(["support", "endorse", "back", "embrace", "favor", "favour", "oppose", "defend", "challenge"])
_DEEDS = frozenset({"vote", "respond", "count", "campaign", "plead"})
# With "as" only: "sees the deal as a threat".
_SEES = frozenset({"see", "view", "regard"})
_WANTS = frozenset(["want", "seek", "like", "love", "hate", "regret", "prefer", "resent", "dread"])
# With a gerund: "denied taking the money".
_DOING = frozenset(["report", "suggest", "recommend", "propose", "deny", "admit", "consider", "recall", "acknowledge",
                    "favor", "favour", "support", "oppose", "advocate", "regret", "remember", "discuss",
                    "describe"])  # fmt: skip
_NEAR = 4
_FAR = 10
_MEASURING = word_list("measuring_sources")
_SEEMING = frozenset(["seem", "seems", "seemed", "appear", "appears", "appeared"])


def _agent(verb: Word) -> Word | None:
    for child in verb.children:
        if child.dep == "agent":
            return next((w for w in child.children if w.dep == "pobj"), None)
    return None


def _thrown_in(verb: Word, base: str) -> bool:
    """``The deal, she said, is done``: the cue hangs below the clause that it attributes."""
    return base in SPEECH | THOUGHT and verb.dep in ("parataxis", "ccomp", "dep", "advcl") and verb.head is not verb


def _clause_contents(verb: Word, base: str) -> tuple[list[Word], bool] | None:
    """The words of what was said and whether they only make sense together with the cue."""
    complements = [c for c in verb.children if c.dep == "ccomp"]
    if not complements:
        # "told reporters at a conference that the airline will grow" is often read as a relative clause.
        for child in subtree(verb):
            if child.dep in ("relcl", "acl") and any(m.dep == "mark" and m.lower == "that" for m in child.children):
                complements = [child]
                break
    if complements and base not in _SEES and (base in SPEECH or base in THOUGHT or base in OBJECT):
        words: list[Word] = []
        for complement in complements:
            words.extend(subtree(complement))
        told = any(_has_tense(c) for c in complements)
        return sorted(words, key=lambda w: w.i), not told
    if (base in SPEECH or base in THOUGHT) and (beside := _beside_cue(verb)):
        return beside, False
    if found := _prepositional_content(verb, base):
        return found, True
    if base in _DOING:
        doing = next(
            (c for c in verb.children if c.dep in ("xcomp", "pcomp") and c.tag == "VBG" and c.i > verb.i), None
        )
        if doing is not None:
            return subtree(doing), True
    if base in STANCE or base in THOUGHT:
        for child in verb.children:
            if child.dep == "xcomp" and any(a.lower == "to" for a in child.children):
                objects = [c for c in verb.children if c.dep in ("dobj", "dative") and base not in ("promise",)]
                words = subtree(child)
                for item in objects:
                    words.extend(subtree(item))
                return sorted(words, key=lambda w: w.i), True
    if base in _SEES:
        return _seen_as(verb)
    if base in _SIDES and _takes_no_side(verb):
        return None
    if base in OBJECT or _measures(verb, base) or base in _WANTS:
        words = []
        for child in verb.children:
            if (child.dep in ("dobj", "oprd", "pobj") and child.i > verb.i) or (
                child.dep == "prep"
                and child.lower in ("of", "for", "as")
                and base
                in ("accuse", "criticize", "criticise", "blame", "praise", "describe", "call", "attack", "cite")
            ):
                words.extend(subtree(child))
        if words:
            return sorted(words, key=lambda w: w.i), True
    return None


def _beside_cue(verb: Word) -> list[Word]:
    """``The deal is done, she said``: the clause that the cue is thrown into, before it or behind; else empty."""
    for child in verb.children:
        if child.dep == "parataxis" and child.i < verb.i:
            return subtree(child)
    if verb.dep == "parataxis" and not any(m.dep == "mark" for m in verb.children):
        outer = subtree(verb.head, [verb])
        before = [w for w in outer if w.i < verb.i]
        if len(before) >= 2 and not (verb.tag == "VBG" and subject_of(verb) is None):
            return outer
        if verb.i < verb.head.i and subject_of(verb) is not None and subject_of(verb.head) is not None:
            return [w for w in outer if w.i > verb.i]
    return []


def _seen_as(verb: Word) -> tuple[list[Word], bool] | None:
    """``sees the deal as a threat``: the deal, as what."""
    what = [c for c in verb.children if c.dep == "prep" and c.lower == "as" and c.i > verb.i]
    seen = [c for c in verb.children if c.dep in ("dobj", "nsubjpass")]
    if not what or not seen:
        return None
    return sorted((w for c in (*seen, *what) for w in subtree(c)), key=lambda w: w.i), True


def _takes_no_side(verb: Word) -> bool:
    """``urged voters to support her``, ``voters backing her``, ``did not endorse her``: nobody has said so."""
    if any(c.dep == "neg" for c in verb.children) or (verb.tag == "VBG" and not _has_tense(verb)):
        return True
    return verb.tag == "VB" and any(c.lower == "to" for c in verb.children)


def _prepositional_content(verb: Word, base: str) -> list[Word]:
    """``talked about the wall``: what stands behind the preposition that goes with the verb."""
    wanted = PREPOSITIONS.get(base, frozenset())
    if base in _DEEDS and verb.tag == "VB" and any(c.lower == "to" for c in verb.children):
        return []  # "is to vote for her": nothing has been said yet
    for child in verb.children:
        if (
            child.dep == "prep"
            and child.lower in wanted
            and child.i - verb.i <= (_FAR if child.lower == "about" else _NEAR)
        ):
            return [w for top in child.children if top.dep in ("pobj", "pcomp") for w in subtree(top)]
    return []


def _measures(verb: Word, base: str) -> bool:
    """``The poll showed a lead``: what a source of figures shows is its content."""
    subject = subject_of(verb)
    return (base == "report" and subject is not None) or (
        base in ("show", "find", "indicate") and subject is not None and subject.lower in _MEASURING
    )


def _has_tense(verb: Word) -> bool:
    """Whether a clause states something: an infinitive or participle alone does not."""
    if verb.tag in ("VBD", "VBP", "VBZ", "MD") or not verb.tag.startswith("VB"):
        return True
    return any(c.dep in ("aux", "auxpass") and c.lower != "to" for c in verb.children)


def _verb_saying(sent: Sent, verb: Word) -> Saying | None:
    base = FORMS[verb.lower]
    contents = _clause_contents(verb, base)
    source = understood_subject(verb)
    if is_passive(verb):
        subject = subject_of(verb)
        source = _agent(verb)
        if base in OBJECT and subject is not None and contents is None and source is not None:
            contents = (subtree(subject), True)
    if contents is None:
        return None
    words, fused = contents
    drop = set()
    if source is not None and not fused:
        drop = {id(w) for w in source_words(source)}
    words = [w for w in words if id(w) not in drop and w is not verb]
    pieces = stretches(words)
    if not pieces:
        return None
    return Saying(sent.index, base, cue_span(verb), verb.text, source, pieces, verb, speech=base in SPEECH, fused=fused)


def sentence_sayings(sent: Sent, shouted: Collection[str] = ()) -> list[Saying]:
    """Attributions that the sentence's own words make; cues inside a quotation are left to its speaker."""
    found: list[Saying] = []
    for word in sent.words:
        saying: Saying | None = None
        if word.lower in FORMS and word.tag.startswith("VB") and word.dep not in ("amod", "compound"):
            if inside_long_quote(sent, word):
                continue
            saying = as_told(sent, word) or _verb_saying(sent, word)
        elif word.lower in TOLD_BY and word.dep == "advcl":
            saying = as_told(sent, word)
        elif word.lower in _SEEMING and word.tag.startswith("VB"):
            saying = None if inside_long_quote(sent, word) else seeming(sent, word)
        elif word.lower == "according":
            saying = according(sent, word)
        elif (
            (word.lower in NOUNS or word.lower in NOUN_PREPOSITIONS)
            and word.tag in ("NN", "NNS")
            and not inside_long_quote(sent, word)
        ):
            saying = noun_saying(sent, word)
        elif word.lower in ("reportedly", "allegedly"):
            saying = hearsay(sent, word)
        elif word.lower == "in" and word.dep == "prep":
            saying = measured(sent, word)
        elif word.lower in ATTITUDES and not inside_long_quote(sent, word):
            saying = attitude(sent, word)
        if saying is not None:
            found.append(saying)
    label = labelled(sent, shouted)
    if label is not None and not any(s.speech for s in found):
        found.append(label)
    return found


def find_sayings(document: Document) -> list[Saying]:
    """All attributions of a text in order; quotations without a cue continue the last direct quotation."""
    everything: list[Saying] = []
    last: tuple[Saying, int] | None = None
    told: set[int] = set()  # starts of quotations that have their speaker
    shouted = shouted_labels(document.text)
    waiting = Waiting()
    for sent in document.sentences:
        sayings = sentence_sayings(sent, shouted)
        give_quotes(sent, sayings)
        sayings = _outermost(sayings)
        for quote in sent.quotes:
            owner = next((s for s in sayings if s.quoted and s.covers(quote.inner[0])), None)
            if owner is not None:
                told.add(quote.start)
                told |= waiting.give(owner, sent.paragraph)
                if word_count(sent, quote) >= LONG_QUOTE:
                    last = (owner, sent.paragraph)
        everything.extend(sayings)
        colon = _introduces(sent)
        if colon is not None:
            last = (colon, sent.paragraph)
            everything.append(colon)
        for quote in sent.quotes:
            whole = quote.start <= sent.start + 2 and quote.end >= sent.end - 2
            closes = quote.end <= sent.end + 1
            if quote.start in told or not whole or not closes:
                continue
            if not quote.closed and (last is None or sent.paragraph > last[1] + 1):
                waiting.add(quote, sent.paragraph, last)
            elif last is not None and 0 <= sent.paragraph - last[1] <= PARAGRAPHS_ON:
                told |= waiting.give(last[0], sent.paragraph)
                last = (last[0], sent.paragraph) if go_on_with(last[0], quote, told) else last
    waiting.give_up()
    _go_on(document, everything)
    everything.extend(signed_posts(document, {s.sentence for s in everything if s.contents}))
    return [s for s in everything if s.contents]


def _go_on(document: Document, sayings: list[Saying]) -> None:
    """``Ann Lee: We had no choice. I asked for help twice.``: in a transcript all of the paragraph is hers."""
    labels = {saying.sentence: saying for saying in sayings if saying.label}
    own = {s.sentence: s for s in sayings if s.speech and not s.label}
    told = {at for at, saying in own.items() if saying.source is None or saying.source.lower != "i"}
    speaks: Saying | None = None
    paragraph = -1
    for sent in document.sentences if labels else ():
        if sent.paragraph != paragraph:
            speaks, paragraph = labels.get(sent.index), sent.paragraph
        elif speaks is not None and sent.index not in told and len(speaks.contents) < MOST_PIECES:
            speaks.contents = [*speaks.contents, (sent.start, sent.end)]
            if sent.index in own:  # "I asked for help" is what she says, not an attribution to somebody else
                sayings.remove(own[sent.index])


def _outermost(sayings: list[Saying]) -> list[Saying]:
    """The attributions of a sentence without those that are themselves told by another one, unless they quote.

    ``Lee said she fears a strike``: what is told is what Lee said, and that she fears something is part of it.
    What was said aloud is not lost in what somebody thinks: ``Lee forgot that the court ruled otherwise``.
    """
    return [s for s in sayings if s.quoted or not any(_tells(outer, s) for outer in sayings)]


def _tells(outer: Saying, inner: Saying) -> bool:
    """Whether one attribution stands inside the words of the other, and not the other way round as well."""
    if outer is inner or outer.cue is None or inner.cue is None or (inner.speech and not outer.speech):
        return False
    return outer.covers(inner.cue[0]) and not inner.covers(outer.cue[0])


def _introduces(sent: Sent) -> Saying | None:
    """``She went on:`` at the end of a sentence: the next quotation is hers."""
    if not sent.words or sent.words[-1].text != ":":
        return None
    for word in reversed(sent.words):
        base = FORMS.get(word.lower)
        if base in SPEECH and word.tag.startswith("VB"):
            return Saying(sent.index, base, cue_span(word), word.text, understood_subject(word), [], word)
    return None
