"""What the two database engines find for some words, each with a rough score of its own.

Any of the words is enough for a match; documents with more of the words, and with the rarer ones, come first. Both
engines visit every match to rank it, so a query of common words would read the whole library. Words are therefore taken
rarest first, as long as together they match at most ``MATCHES_RANKED`` documents; where even the rarest has more, a
document must have several of them.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

MATCHES_RANKED = 2_000
# Words in more documents than this are all "common"; counting further would cost more than it tells.
_COUNTED = 6_000
# Counts from here on are remembered for a while; smaller ones are cheap, and a word's first documents must be seen.
_COMMON, _REMEMBERED_SECONDS, _REMEMBERED_WORDS = 500, 600.0, 50_000
# How many common words a document must have where a query has no others.
_TOGETHER = 3


def candidates(
    connection: BaseDatabaseWrapper, known: Sequence[str], counts: Mapping[str, int], total: int, limit: int
) -> list[tuple[int, float]]:
    """Id and score of the best ``limit`` of ``total`` documents that have any of the words (see this file's head)."""
    for match in _narrower(known, counts):
        if connection.vendor == "postgresql":
            found = _search_postgresql(connection, match, _rarities(match, counts, total), limit)
        else:
            found = _search_sqlite(connection, match, limit)
        if found:
            return found
    return []


def _phrase(word: str) -> str:
    """One word as an FTS5 string: quoted, so that no character of it can be syntax."""
    return '"' + word.replace('"', '""') + '"'


def document_counts(connection: BaseDatabaseWrapper, asked: Sequence[str]) -> dict[str, int]:
    """In how many documents each word stands, counted up to ``_COUNTED``; of common words what was true lately."""
    counts = {word: count for word in asked if (count := _common.get((connection.alias, word)))}
    rest = [word for word in asked if word not in counts]
    if not rest:
        return counts
    postgresql = connection.vendor == "postgresql"
    one = (
        "(SELECT count(*) FROM (SELECT 1 FROM library_document WHERE search @@ plainto_tsquery('english', %s)"
        " LIMIT %s) c)"
        if postgresql
        else "(SELECT count(*) FROM (SELECT 1 FROM library_fts WHERE library_fts MATCH %s LIMIT %s))"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join([one] * len(rest)),
            [value for word in rest for value in (word if postgresql else _phrase(word), _COUNTED)],
        )
        found = dict(zip(rest, map(int, cursor.fetchone()), strict=True))
    for word, count in found.items():
        if count >= _COMMON:
            _common.put((connection.alias, word), count)
    return counts | found


class _Lately:
    """Counts of common words, forgotten after a while: counting those is most of what a search costs."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[float, int]] = {}

    def get(self, word: tuple[str, str]) -> int:
        at, count = self._known.get(word, (0.0, 0))
        return count if time.monotonic() - at < _REMEMBERED_SECONDS else 0

    def put(self, word: tuple[str, str], count: int) -> None:
        if len(self._known) >= _REMEMBERED_WORDS:
            self._known.clear()
        self._known[word] = (time.monotonic(), count)

    def clear(self) -> None:
        self._known.clear()


_common = _Lately()


def forget_counts() -> None:
    """Counts every word anew."""
    _common.clear()


@dataclass(frozen=True, slots=True)
class _Match:
    """Words of which a document must have any, or all."""

    words: tuple[str, ...]
    every: bool = False


def _narrower(known: Sequence[str], counts: Mapping[str, int]) -> list[_Match]:
    """What to ask the engine, in turn until something is found."""
    rarest = sorted(known, key=lambda word: counts[word])
    if counts[rarest[0]] > MATCHES_RANKED:
        return [_Match(tuple(rarest[:n]), every=True) for n in range(min(_TOGETHER, len(rarest)), 0, -1)]
    chosen: list[str] = []
    matches = 0
    for word in rarest:
        matches += counts[word]
        if chosen and matches > MATCHES_RANKED:
            break
        chosen.append(word)
    return [_Match(tuple(chosen))]


def _rarities(match: _Match, counts: Mapping[str, int], total: int) -> list[float]:
    return [math.log(1 + (max(total, counts[w]) - counts[w] + 0.5) / (counts[w] + 0.5)) for w in match.words]


def _search_sqlite(connection: BaseDatabaseWrapper, match: _Match, limit: int) -> list[tuple[int, float]]:
    """FTS5's own bm25, a word in the title counting for three in the text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rowid, -bm25(library_fts, 3.0, 1.0) AS score FROM library_fts WHERE library_fts MATCH %s"
            " ORDER BY score DESC, rowid LIMIT %s",
            [(" AND " if match.every else " OR ").join(map(_phrase, match.words)), limit],
        )
        return [(int(number), float(score)) for number, score in cursor.fetchall()]


def _search_postgresql(
    connection: BaseDatabaseWrapper, match: _Match, rarities: Sequence[float], limit: int
) -> list[tuple[int, float]]:
    """Each word counts by its rarity, which PostgreSQL's own ranks do not know; among equals the newer come first.

    One index look-up a word: ranking by the ``tsvector`` itself would unpack it for every match, at a hundred times the
    cost.
    """
    values: list[Any] = []
    if match.every:
        together = " && ".join(["plainto_tsquery('english', %s)"] * len(match.words))
        # The limit is on matches: those of three common words together may still be a tenth of the library.
        matched = f"SELECT id, 1 AS score FROM library_document WHERE search @@ ({together}) LIMIT {MATCHES_RANKED}"  # noqa: S608
        values += match.words
    else:
        one = "SELECT id, %s::float8 AS score FROM library_document WHERE search @@ plainto_tsquery('english', %s)"
        matched = " UNION ALL ".join([one] * len(match.words))
        for word, rarity in zip(match.words, rarities, strict=True):
            values += [rarity, word]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH matched AS MATERIALIZED ({matched})"  # noqa: S608 - words are parameters
            " SELECT id, sum(score) AS score FROM matched GROUP BY id ORDER BY 2 DESC, 1 DESC LIMIT %s",
            [*values, limit],
        )
        return [(int(number), float(score)) for number, score in cursor.fetchall()]


@contextmanager
def index_only(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Keeps PostgreSQL, for what is asked inside, to the index; a common word makes it read and unpack the whole table.

    Nor are its helper processes worth their start: that alone takes ten times as long as the look-ups.
    """
    if connection.vendor != "postgresql":
        yield
        return
    ours = (("enable_seqscan", "off"), ("max_parallel_workers_per_gather", "0"))
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"current_setting('{name}')" for name, _ in ours))
        before = cursor.fetchone()
        setting = "SELECT " + ", ".join(["set_config(%s, %s, true)"] * len(ours))
        cursor.execute(setting, [value for pair in ours for value in pair])
        yield
        cursor.execute(setting, [part for (name, _), value in zip(ours, before, strict=True) for part in (name, value)])


def highest_id(connection: BaseDatabaseWrapper) -> int:
    """Near enough the number of documents, and free."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM library_document")
        return int(cursor.fetchone()[0])
