"""What library documents mean, kept as vectors beside them: made when there is time, used when they are there.

A document's title and its first passages each have a vector of 384 whole numbers (that of ``claims.meaning``, its
largest number made 127; its length says nothing). Before those stand their signs, one bit a number: to find the
nearest passages of the whole library, the signs are compared first (Hamming distance, in memory, 48 bytes a passage),
and only the best few hundred by the numbers. Method: sign quantisation with rescoring, Yamada et al. 2021.

Documents get their vectors in the order of their ids, so that "which are still without" is one look at the end of the
table, and so that a process that has read the signs up to some id has only the later ones to read.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from claims import meaning
from claims.meaning import DIMENSIONS
from claims.meaning.model import WEIGHTS_SHA256
from verification.wording import sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

MODEL = WEIGHTS_SHA256[:16]
PASSAGES = 3
PASSAGE_CHARACTERS = 420
BATCH = 20
# How old a process's view of the signs may be, and when it is read anew from the start.
FRESH_SECONDS, WHOLE_SECONDS = 5.0, 900.0
_SIGNS, _NUMBERS = DIMENSIONS // 8, DIMENSIONS
_PASSAGE = _SIGNS + _NUMBERS
_LAST = "SELECT coalesce(max(document_id), 0) FROM library_vectors WHERE model = %s"


def passages(title: str, text: str) -> list[str]:
    """The pieces of a document that get a vector: whole sentences from its beginning, the first with the title."""
    pieces: list[str] = []
    current = title.strip() + ". " if title.strip() else ""
    head = text[: PASSAGES * PASSAGE_CHARACTERS * 2]
    for start, end in sentences(head):
        sentence = " ".join(head[start:end].split())[:PASSAGE_CHARACTERS]
        if current and len(current) + len(sentence) > PASSAGE_CHARACTERS:
            pieces.append(current.strip())
            current = ""
            if len(pieces) == PASSAGES:
                return pieces
        current += sentence + " "
    return [*pieces, current.strip()] if current.strip() else pieces


def embed_pending(limit: int = BATCH, using: str = DEFAULT_DB_ALIAS, *, seconds: float = 0.0) -> int:
    """Makes vectors for the next ``limit`` documents that have none; the number of them, 0 where all have.

    With ``seconds`` it goes no further than that, but for one document. Raises MeaningUnavailableError.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [MODEL])
        last = cursor.fetchone()[0]
        cursor.execute("SELECT id, title, text FROM library_document WHERE id > %s ORDER BY id LIMIT %s", [last, limit])
        rows = cursor.fetchall()
    begin = time.monotonic()
    made: list[Any] = []
    for number, title, text in rows:
        made += [number, MODEL, packed(passages(title or "", text or ""))]
        if seconds and time.monotonic() - begin > seconds:
            break
    if made:
        with transaction.atomic(using=using), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO library_vectors (document_id, model, vectors) VALUES "  # noqa: S608 - marks only
                + ", ".join(["(%s, %s, %s)"] * (len(made) // 3))
                + " ON CONFLICT (document_id) DO UPDATE SET model = excluded.model, vectors = excluded.vectors",
                made,
            )
    return len(made) // 3


def pending(using: str = DEFAULT_DB_ALIAS) -> int:
    """How many documents have no vectors yet."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM library_document WHERE id > (" + _LAST + ")", [MODEL])  # noqa: S608
        return int(cursor.fetchone()[0])


def is_pending(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether any document has no vectors yet."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT 1 FROM library_document WHERE id > (" + _LAST + ") LIMIT 1", [MODEL])  # noqa: S608
        return cursor.fetchone() is not None


def packed(pieces: Sequence[str]) -> bytes:
    """Signs and numbers of each piece, all signs first."""
    if not pieces:
        return b""
    vectors = meaning.embed(pieces)
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-12)
    numbers = np.rint(vectors / largest * 127).astype(np.int8)
    return bytes(np.packbits(vectors > 0, axis=1).tobytes()) + bytes(numbers.tobytes())


class Nearest:
    """The signs of a whole library in memory, and the documents whose passages they are. One a process and database."""

    def __init__(self, using: str) -> None:
        self._using = using
        self._lock = threading.Lock()
        self._ids: NDArray[np.int64] = np.zeros(0, np.int64)
        # A row for each eight bytes of signs: going through them row by row takes a sixth of the time.
        self._signs: NDArray[np.uint64] = np.zeros((_SIGNS // 8, 0), np.uint64)
        self._looked = self._read_whole = float("-inf")

    def to(self, question: NDArray[np.float32], limit: int) -> list[int]:
        """The documents whose best passage has most signs in common with the question, best first; at most limit."""
        ids, signs = self._current()
        if not len(ids):
            return []
        apart = np.zeros(len(ids), np.uint16)
        for word, asked in zip(signs, np.packbits(question > 0).view(np.uint64), strict=True):
            apart += np.bitwise_count(word ^ asked)
        wanted = min(len(ids), limit * PASSAGES)
        farthest = np.searchsorted(np.bincount(apart).cumsum(), wanted)
        best = np.flatnonzero(apart <= farthest)
        order = best[np.lexsort((ids[best], apart[best]))][:wanted]
        return list(dict.fromkeys(ids[order].tolist()))[:limit]

    def _current(self) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        with self._lock:
            moment = time.monotonic()
            if moment - self._read_whole > WHOLE_SECONDS:
                self._ids, self._signs = self._ids[:0], self._signs[:, :0]
                self._read_whole = moment
                self._looked = float("-inf")
            if moment - self._looked > FRESH_SECONDS:
                self._read_on()
                self._looked = moment
            return self._ids, self._signs

    def _read_on(self) -> None:
        last = int(self._ids[-1]) if len(self._ids) else 0
        with connections[self._using].cursor() as cursor:
            cursor.execute(
                "SELECT document_id, substr(vectors, 1, length(vectors) / %s * %s) FROM library_vectors"
                " WHERE document_id > %s AND model = %s ORDER BY document_id",
                [_PASSAGE, _SIGNS, last, MODEL],
            )
            ids: list[int] = []
            blobs: list[bytes] = []
            for number, blob in cursor.fetchall():
                ids += [number] * (len(blob) // _SIGNS)
                blobs.append(bytes(blob))
        if ids:
            signs = np.ascontiguousarray(np.frombuffer(b"".join(blobs), np.uint64).reshape(-1, _SIGNS // 8).T)
            self._ids = np.concatenate([self._ids, np.array(ids, np.int64)])
            self._signs = np.concatenate([self._signs, signs], axis=1)


_nearest: dict[str, Nearest] = {}
_lock = threading.Lock()


def nearest(question: NDArray[np.float32], limit: int, using: str = DEFAULT_DB_ALIAS) -> list[int]:
    """Ids of the documents that lie nearest to the question's vector by a coarse measure, best first."""
    with _lock:
        known = _nearest.setdefault(using, Nearest(using))
    return known.to(question, limit)


def forget(using: str = DEFAULT_DB_ALIAS) -> None:
    """Reads the signs anew at the next question."""
    with _lock:
        _nearest.pop(using, None)


def any_there(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether any document has vectors: where none has, a query needs none."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT 1 FROM library_vectors WHERE model = %s LIMIT 1", [MODEL])
        return cursor.fetchone() is not None


def closeness(
    question: NDArray[np.float32], documents: Iterable[int], using: str = DEFAULT_DB_ALIAS
) -> dict[int, float]:
    """The cosine of the question with the nearest passage of each document that has vectors."""
    wanted = list(documents)
    if not wanted:
        return {}
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT document_id, vectors FROM library_vectors WHERE model = %s"  # noqa: S608 - marks only
            f" AND document_id IN ({', '.join(['%s'] * len(wanted))})",
            [MODEL, *wanted],
        )
        rows = cursor.fetchall()
    found: dict[int, float] = {}
    for number, blob in rows:
        count = len(blob) // _PASSAGE
        if count:
            numbers = np.frombuffer(bytes(blob), np.int8, offset=count * _SIGNS).reshape(count, _NUMBERS)
            vectors = numbers.astype(np.float32)
            cosines = vectors @ question / np.maximum(np.linalg.norm(vectors, axis=1), 1e-12)
            found[number] = float(cosines.max())
    return found
