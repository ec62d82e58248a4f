"""Search in the local library, by words and by meaning together, on SQLite (FTS5) and PostgreSQL (tsvector) alike.

Candidates are the documents that the engine finds for the words (see ``engines``) and those whose first passages lie
nearest to the query in meaning (see ``vectors``). The best few dozen are then put in order: by all the words (see
``reranking``), as a share of what the best has, and by closeness of meaning. Where the model is away or nothing has
vectors yet, words alone decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from claims import meaning
from verification.library import reranking, vectors
from verification.library.engines import candidates, document_counts, highest_id, index_only
from verification.wording import is_content, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORDS_ASKED = 24
# So many are found by each way, and so many of them are read and put in order.
CANDIDATES, READ = 100, 40
# What the cosine weighs against the share of the best document's words; tuned on four public sets (docs/quality.md).
MEANING_WEIGHT = 2.5
_COLUMNS = "id, url, title, text, publisher, published_at"


@dataclass(frozen=True, slots=True)
class Row:
    """One document of the library.

    ``rank`` grows with the match and compares only within one search. ``words`` is the document's score by words as a
    share of the best one's; ``closeness`` the cosine of its nearest passage with the query, None where it has no
    vectors.
    """

    id: int
    url: str
    title: str
    text: str
    publisher: str
    published_at: datetime | None
    rank: float
    words: float = 0.0
    closeness: float | None = None


@dataclass(frozen=True, slots=True)
class Stats:
    """How much the library holds; ``without_vectors`` counts the documents that are found by their words alone."""

    documents: int
    characters: int
    publishers: int
    newest: datetime | None
    without_vectors: int


def search(
    query: str,
    limit: int = 10,
    exclude_urls: Sequence[str] = (),
    using: str = DEFAULT_DB_ALIAS,
    *,
    by_meaning: bool = True,
) -> list[Row]:
    """The best ``limit`` documents for ``query``; people's input needs no quoting."""
    connection = connections[using]
    asked = _words(query)
    if not asked or limit < 1:
        return []
    wanted = max(CANDIDATES, limit) + len(exclude_urls)
    with index_only(connection):
        total = highest_id(connection)
        counts = document_counts(connection, asked)
        known = [word for word in asked if counts[word]]
        rough = dict(candidates(connection, known, counts, total, wanted)) if known else {}
    question = _vector(query, using) if by_meaning else None
    close: dict[int, float] = {}
    if question is not None:
        near = vectors.nearest(question, wanted, using)
        close = vectors.closeness(question, dict.fromkeys([*rough, *near]), using)
    chosen = _first(rough, close, max(READ, limit) + len(exclude_urls))
    rows = [row for row in _read(connection, chosen) if row[1] not in set(exclude_urls)]
    scores = reranking.scores(known, counts, total, [(row[2] or "", row[3] or "") for row in rows])
    return _ordered(rows, scores, close)[:limit]


def stats(using: str = DEFAULT_DB_ALIAS) -> Stats:
    """Counts over the whole library."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(sum(length(text)), 0), count(DISTINCT publisher), max(published_at)"
            " FROM library_document"
        )
        documents, characters, publishers, newest = cursor.fetchone()
    without = vectors.pending(using)
    return Stats(int(documents), int(characters), int(publishers), _moment(newest), without)


def _words(query: str) -> list[str]:
    """The words to ask for, each once; function words only where the query has nothing else."""
    every = words(query)
    kept = [word for word in every if is_content(word)] or every
    seen: dict[str, str] = {}
    for word in kept:
        seen.setdefault(word.stem, word.form)
    return list(seen.values())[:WORDS_ASKED]


def _vector(query: str, using: str) -> NDArray[np.float32] | None:
    """The query's meaning; None where nothing can be compared with it."""
    if not vectors.any_there(using) or not meaning.available():
        return None
    found: NDArray[np.float32] = meaning.embed([query])[0]
    return found


def _first(rough: Mapping[int, float], close: Mapping[int, float], limit: int) -> list[int]:
    """The documents worth reading, by the engine's own score and closeness."""
    best = max(rough.values(), default=0.0) or 1.0
    usual = _usual(rough, close)
    score = {
        number: rough.get(number, 0.0) / best + MEANING_WEIGHT * close.get(number, usual)
        for number in dict.fromkeys([*rough, *close])
    }
    return sorted(score, key=lambda number: (-score[number], number))[:limit]


def _ordered(rows: Sequence[Sequence[Any]], scores: Sequence[float], close: Mapping[int, float]) -> list[Row]:
    best = max(scores, default=0.0) or 1.0
    usual = _usual(dict(zip((row[0] for row in rows), scores, strict=True)), close)
    found = []
    for row, score in zip(rows, scores, strict=True):
        number, url, title, text, publisher, published_at = row
        rank = score / best + MEANING_WEIGHT * close.get(number, usual)
        found.append(
            Row(
                number,
                url,
                title or "",
                text or "",
                publisher or "",
                _moment(published_at),
                round(rank, 4),
                round(score / best, 4),
                close.get(number),
            )
        )
    return sorted(found, key=lambda row: (-row.rank, row.id))


def _usual(scores: Mapping[int, float], close: Mapping[int, float]) -> float:
    """The closeness that a document without vectors is taken to have: that of the best by words, so that words decide.

    The mean of the first five; 0 where none of the documents found by words has vectors.
    """
    ordered = sorted((n for n in scores if n in close and scores[n] > 0), key=lambda n: -scores[n])
    first = [close[number] for number in ordered[:5]]
    return sum(first) / len(first) if first else 0.0


def _read(connection: BaseDatabaseWrapper, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
    if not numbers:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM library_document"  # noqa: S608 - column names of ours, numbers as parameters
            f" WHERE id IN ({', '.join(['%s'] * len(numbers))})",
            list(numbers),
        )
        return list(cursor.fetchall())


def _moment(value: Any) -> datetime | None:
    """Raw SQL gives naive times in UTC (or their text) on SQLite and aware ones on PostgreSQL."""
    if value is None:
        return None
    parsed = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def handed_in(numbers: Sequence[int]) -> dict[int, str]:
    """Which of these documents are articles that this desk was given to check, by the article's number."""
    if not numbers:
        return {}
    marks = ", ".join(["%s"] * len(numbers))
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(
            f"SELECT id, source FROM library_document WHERE id IN ({marks}) AND source LIKE %s",  # noqa: S608 - only marks
            [*numbers, "article %"],
        )
        return {pk: source.removeprefix("article ") for pk, source in cursor.fetchall()}
