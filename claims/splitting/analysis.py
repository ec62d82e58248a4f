"""From a text to its claims: the steps in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from claims.splitting import checkworthiness, parsing
from claims.splitting.atoms import atoms
from claims.splitting.attribution import find_sayings
from claims.splitting.clauses import Splitter
from claims.splitting.datelines import dateline_end
from claims.splitting.document import Document, Sent
from claims.splitting.kinds import kinds_of
from claims.splitting.limits import READ_UP_TO
from claims.splitting.names import Register, entities
from claims.splitting.paragraphs import paragraphs, pieces
from claims.splitting.parsing import Piece, Word
from claims.splitting.quotations import quotations
from claims.splitting.references import Memory
from claims.splitting.repairs import repair
from claims.splitting.sayings import DENIES, Saying
from claims.splitting.sentences import split_sentences
from claims.splitting.shapes import Attribution, Claim, Sentence, Span, Split
from claims.splitting.speakers import speaker_name
from claims.splitting.statements import Writer
from claims.splitting.units import Unit

SPLITTER_VERSION = "2026.12.2"

# A paragraph longer than this goes to the parser in pieces; a parse is quadratic in nothing, but its memory is linear.
PIECE = 4_000
_LONGEST_WORD = 1_000
CHECKABLE_FROM = 0.5
GRANULARITIES = ("claim", "fine", "atomic")


@dataclass(slots=True)
class Draft:
    """A text whose sentences are known and whose pieces wait for the parser."""

    text: str
    published_at: datetime | None
    weights: Mapping[str, float] = field(default_factory=dict)
    granularity: str = "claim"
    title: str = ""
    paragraphs: list[Span] = field(default_factory=list)
    sentences: list[Sent] = field(default_factory=list)
    pieces: list[tuple[Piece, list[int]]] = field(default_factory=list)


def split(
    text: str,
    *,
    title: str = "",
    authors: Sequence[str] = (),
    publisher: str = "",
    published_at: datetime | None = None,
    sentences: Sequence[str] | None = None,
    weights: Mapping[str, float] | None = None,
    granularity: str = "claim",
) -> Split:
    """Split one text into its claims.

    ``sentences``: the text as already segmented; ``text`` must then be these joined by newlines, and the answer has
    exactly one sentence for each, in order. Relative dates are read against ``published_at``.
    ``weights``: a desk's own weights of check-worthiness; what they do not name keeps the shipped one.
    ``granularity``: ``claim`` for what a desk would look up, ``atomic`` for every single fact of every sentence,
    checkable or not.
    """
    item = SplitInput(text, title, tuple(authors), publisher, published_at, sentences, weights, granularity)
    return next(pipe([item]))


@dataclass(frozen=True, slots=True)
class SplitInput:
    """The arguments of ``split`` for ``pipe``."""

    text: str
    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published_at: datetime | None = None
    sentences: Sequence[str] | None = None
    weights: Mapping[str, float] | None = None
    granularity: str = "claim"


def pipe(items: Iterable[SplitInput]) -> Iterator[Split]:
    """Split many texts, in order, sharing the parser's batches; memory is that of a few texts."""
    waiting: list[Draft] = []
    size = 0
    for item in items:
        draft = draft_of(item)
        waiting.append(draft)
        size += len(draft.pieces)
        if size >= 48:
            yield from _finish(waiting)
            waiting, size = [], 0
    yield from _finish(waiting)


def split_batch(items: Iterable[SplitInput]) -> list[Split]:
    """``pipe`` as a list."""
    return [*pipe(items)]


def segment(text: str) -> list[Span]:
    """Sentences of a text as spans; needs no model."""
    return [sentence for span in paragraphs(text) for sentence in split_sentences(text, span)]


def warm_up() -> None:
    """Load the language model and the weights; called in the parent before workers fork."""
    parsing.load()
    split("The committee met on Monday, and its chairman said that costs rose by 4 percent.")


def draft_of(item: SplitInput) -> Draft:
    """The text cut into sentences and into pieces for the parser."""
    if item.granularity not in GRANULARITIES:
        raise ValueError(f"granularity is one of {', '.join(GRANULARITIES)}, not {item.granularity!r}")
    draft = Draft(item.text, item.published_at, item.weights or {}, item.granularity, item.title)
    if item.sentences is not None:
        _given_sentences(draft, item.sentences)
    else:
        for number, span in enumerate(paragraphs(item.text)):
            draft.paragraphs.append(span)
            for start, end in split_sentences(item.text, span):
                draft.sentences.append(Sent(len(draft.sentences), start, end, number))
    _cut_pieces(draft)
    return draft


def _given_sentences(draft: Draft, given: Sequence[str]) -> None:
    at = 0
    for number, sentence in enumerate(given):
        span = (at, at + len(sentence))
        draft.paragraphs.append(span)
        draft.sentences.append(Sent(number, span[0], span[1], number))
        at += len(sentence) + 1


def _cut_pieces(draft: Draft) -> None:
    """Group sentences of one paragraph into pieces for the parser."""
    group: list[Sent] = []
    for sent in draft.sentences:
        if sent.end > READ_UP_TO:
            break
        if sent.end - sent.start > PIECE:
            _piece(draft, group)
            group = []
            if sent.end - sent.start <= 4 * PIECE and _is_language(draft.text, sent.start, sent.end):
                for start, end in pieces(draft.text, (sent.start, sent.end), PIECE):
                    draft.pieces.append((Piece(draft.text[start:end], start, [(start, end)]), [sent.index]))
            continue
        if group and (group[0].paragraph != sent.paragraph or sent.end - group[0].start > PIECE):
            _piece(draft, group)
            group = []
        if _is_language(draft.text, sent.start, sent.end):
            group.append(sent)
    _piece(draft, group)


def _is_language(text: str, start: int, end: int) -> bool:
    """Whether this is worth parsing: words, not a wall of signs and not one endless word."""
    words = text[start:end].split()
    if max(map(len, words), default=0) > _LONGEST_WORD:
        return False
    return 2 * sum(word[0].isalnum() or word[-1].isalnum() for word in words) >= len(words) > 0


def _piece(draft: Draft, group: list[Sent]) -> None:
    if not group or group[0].start == group[-1].end:
        return
    first, end = group[0], group[-1].end
    opens = first.index == 0 or draft.sentences[first.index - 1].paragraph != first.paragraph
    start = dateline_end(draft.text, first.start, first.end) if opens else first.start
    spans = [(max(s.start, start), s.end) for s in group]
    draft.pieces.append((Piece(draft.text[start:end], start, spans), [s.index for s in group]))


def _finish(drafts: list[Draft]) -> Iterator[Split]:
    return map(analyse, parsed(drafts))


def parsed(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The drafts with the words of their sentences, in order, sharing the parser's batches."""
    found = parsing.parse(piece for draft in drafts for piece, _ in draft.pieces)
    for draft in drafts:
        for _, indices in draft.pieces:
            _place(draft, indices, [w for words in next(found) for w in words])
        yield draft


def _place(draft: Draft, indices: list[int], words: list[Word]) -> None:
    """Give each sentence of a piece its words."""
    position = 0
    for index in indices:
        sent = draft.sentences[index]
        while position < len(words) and words[position].start < sent.end:
            sent.words.append(words[position])
            position += 1
        repair(sent.words)


def analyse(draft: Draft) -> Split:
    """Sentences, claims and attributions of a text whose sentences have their words."""
    document = Document(draft.text, draft.sentences, quotations(draft.text, draft.paragraphs))
    _attach_quotes(document)
    sayings = find_sayings(document)
    register = Register([s.words for s in document.sentences])
    register.complete(draft.title)
    memory = Memory(register, draft.text)
    by_sentence: dict[int, list[Saying]] = {}
    for saying in sayings:
        by_sentence.setdefault(saying.sentence, []).append(saying)
    sentences: list[Sentence] = []
    claims: list[Claim] = []
    for sent in document.sentences:
        memory.read(sent)
        for saying in by_sentence.get(sent.index, []):
            saying.speaker = speaker_name(saying, sent, memory, register.mentions[sent.index])
    memory = Memory(register, draft.text, memory)
    covering = _covering(document, sayings)
    checkworthiness.read(sent.words for sent in document.sentences)
    for sent in document.sentences:
        memory.read(sent)
        memory.hear(covering.get(sent.index), sent)
        overall = checkworthiness.assess(sent.words, draft.weights)
        checkable = overall.checkable >= CHECKABLE_FROM
        sentences.append(Sentence(sent.start, sent.end, round(overall.worth, 4), checkable))
        if not checkable and draft.granularity == "claim":
            continue
        writer = Writer(sent, memory, register.mentions[sent.index], draft.published_at)
        sentence_sayings = [saying for saying in by_sentence.get(sent.index, []) if not saying.denied]
        for saying in sentence_sayings:
            saying.fused = saying.fused or (saying.base in DENIES and not saying.quoted)  # what is denied is not said
        for unit in Splitter(sent, sentence_sayings, besides=draft.granularity == "claim").units_of():
            if unit.saying is None:
                unit.saying = covering.get(sent.index)
                first = unit.head if unit.head in unit.words else unit.words[0]  # the parse may hang it below a label
                if unit.saying is not None and not unit.saying.covers(first.start):
                    unit.saying = None
            for part in _parts(unit, draft.granularity):
                if (claim := _claim(document, sent, part, writer, draft.weights, overall)) is not None:
                    claims.append(claim)
    return Split(tuple(sentences), tuple(claims), tuple(_attributions(sayings)))


def _parts(unit: Unit, granularity: str) -> list[Unit]:
    return [unit] if granularity == "claim" else atoms(unit, whole=granularity == "fine")


def _attach_quotes(document: Document) -> None:
    position = 0
    quotes = document.quotes
    for sent in document.sentences:
        while position < len(quotes) and quotes[position].end <= sent.start:
            position += 1
        at = position
        while at < len(quotes) and quotes[at].start < sent.end:
            if quotes[at].end > sent.start:
                sent.quotes.append(quotes[at])
            at += 1


def _covering(document: Document, sayings: list[Saying]) -> dict[int, Saying]:
    """For sentences inside a quotation whose cue stands elsewhere: the saying that they belong to."""
    found: dict[int, Saying] = {}
    spans = sorted(
        ((start, end, saying) for saying in sayings if saying.quoted for start, end in saying.contents),
        key=lambda s: s[:2],
    )
    position = 0
    for sent in document.sentences:
        while position < len(spans) and spans[position][1] <= sent.start:
            position += 1
        at = position
        while at < len(spans) and spans[at][0] < sent.end:
            if spans[at][1] > sent.start:
                found.setdefault(sent.index, spans[at][2])
            at += 1
    return found


def _claim(
    document: Document,
    sent: Sent,
    unit: Unit,
    writer: Writer,
    weights: Mapping[str, float],
    overall: checkworthiness.Assessment,
) -> Claim | None:
    words = unit.words
    wording = writer.write(unit)
    start, end = _tight(document.text, words)
    if start >= end or not wording.text:
        return None
    saying = unit.saying
    quoted = saying is not None and saying.quoted and _mostly_quoted(sent, unit)
    attribution = "author" if saying is None else "quoted" if quoted else "reported"
    rating = checkworthiness.assess(words, weights)
    if saying is not None and overall.worth > rating.worth:
        rating = overall  # who says it is part of why it is worth a check, and stands outside the clause
    questions = list(wording.questions)
    if saying is not None and not saying.speaker:
        questions.extend(q for q in saying.open_questions if q not in questions)
    return Claim(
        start=start,
        end=end,
        quote=document.text[start:end],
        statement=wording.text,
        speaker=saying.speaker if saying is not None else "",
        attribution=attribution,
        cue=saying.cue_text if saying is not None else "",
        kinds=kinds_of(words, wording.text, quoted),
        checkworthiness=round(rating.worth, 4),
        reasons=rating.reasons,
        ambiguous=bool(questions),
        open_questions=tuple(questions),
        entities=entities(sent.words, document.text, (start, end)),
        sentence=sent.index,
        measures=rating.measures,
    )


def _mostly_quoted(sent: Sent, unit: Unit) -> bool:
    inside = sum(1 for w in unit.words if any(q.inner[0] <= w.start < q.inner[1] for q in sent.quotes))
    return inside * 2 >= len(unit.words)


def _tight(text: str, words: list[Word]) -> Span:
    """The span of a clause without the punctuation and quotation marks at its edges."""
    start, end = words[0].start, words[-1].end
    while start < end and (text[start] in ',;:—–-"“”’»«' or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in ',;:—–-“«"”' or text[end - 1].isspace()):
        end -= 1
    return start, end


def _attributions(sayings: list[Saying]) -> Iterator[Attribution]:
    rows = [
        Attribution(saying.source_span, saying.cue, content, saying.speaker)
        for saying in sayings
        for content in sorted(set(saying.contents))
    ]
    yield from sorted(rows, key=lambda row: row.content)
