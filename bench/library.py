"""The local library at size: how fast documents go in, and how long a search takes.

    bench/library.py --documents 100000                              SQLite, in a database of its own
    DATABASE_URL=postgres://… bench/library.py --documents 100000    PostgreSQL, in a test database beside the named one

The texts are made up: 60,000 words as unevenly used as those of English (Zipf), 120 to 500 a document. The queries are
sentences of the documents with every third word another common one. ``--vectors`` gives every document three vectors
that mean nothing, so that the search by meaning has its full work too (with the model: add what one query costs there).
Prints one table; exit code 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import bisect
import itertools
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "for-this-bench-only")

import django  # noqa: E402 - after the path and the settings are named

django.setup()

import numpy as np  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from claims.meaning import DIMENSIONS  # noqa: E402
from verification.library import index, storing, vectors  # noqa: E402
from verification.wording import STOP_WORDS  # noqa: E402

WORDS = 60_000
ONSETS = ("b", "br", "c", "d", "dr", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v")
RIMES = ("a", "ane", "ar", "el", "en", "er", "ick", "ill", "o", "old", "on", "or", "u", "und")
GOALS = {"documents a second": 500.0, "p95 ms": 50.0}


def vocabulary() -> list[str]:
    """Function words first, then names made of two to three syllables, each once."""
    syllables = [onset + rime for onset in ONSETS for rime in RIMES]
    made = ("".join(parts) for size in (2, 3) for parts in itertools.product(syllables, repeat=size))
    common = sorted(word for word in STOP_WORDS if "'" not in word)
    plain = list(itertools.islice(made, WORDS))
    random.Random(7).shuffle(plain)
    return [*common, *plain]


def drawer(chance: random.Random) -> Callable[[], str]:
    """Draws words, the n-th as often as 1/n."""
    words = vocabulary()
    upto = list(itertools.accumulate(1 / (n + 2) for n in range(len(words))))
    return lambda: words[bisect.bisect(upto, chance.random() * upto[-1])]


def documents(count: int, chance: random.Random, draw: Callable[[], str]) -> Iterator[storing.Document]:
    """Made-up pages of sentences of 8 to 24 words."""
    for number in range(count):
        left, sentences = chance.randint(120, 500), []
        while left > 0:
            size = chance.randint(8, 24)
            sentences.append(" ".join(draw() for _ in range(size)).capitalize() + ".")
            left -= size
        yield storing.Document(f"https://bench.example/{number}", sentences[0][:90], " ".join(sentences), "Bench")


def give_vectors(count: int) -> None:
    """Three random vectors a document, straight into the table."""
    chance = np.random.default_rng(7)
    for first in range(1, count + 1, 2000):
        with transaction.atomic(), connection.cursor() as cursor:
            numbers = range(first, min(first + 2000, count + 1))
            rows = chance.integers(-127, 128, (len(numbers), vectors.PASSAGES, DIMENSIONS), dtype=np.int8)
            cursor.executemany(
                "INSERT INTO library_vectors (document_id, model, vectors) VALUES (%s, %s, %s)",
                [
                    (number, vectors.MODEL, np.packbits(row > 0, axis=1).tobytes() + row.tobytes())
                    for number, row in zip(numbers, rows, strict=True)
                ],
            )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--vectors", action="store_true")
    options = parser.parse_args()
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        figures = measure(options.documents, options.queries, options.vectors)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    missed = False
    for figure, value in figures.items():
        goal = GOALS.get(figure)
        met = goal is None or (value >= goal if figure == "documents a second" else value <= goal)
        missed = missed or not met
        print(f"{connection.vendor:12} {figure:24} {value:10.1f} {'' if goal is None else f'goal {goal:g}'}")
    return int(missed)


def measure(count: int, queries: int, with_vectors: bool) -> dict[str, float]:
    """Load, then search one query after another."""
    chance = random.Random(11)
    draw = drawer(chance)
    asked: list[str] = []
    spent = 0.0
    made = documents(count, chance, draw)
    while batch := list(itertools.islice(made, storing.BATCH)):
        asked += [sentence for document in batch[:5] for sentence in document.text.split(". ")[3:4]]
        begin = time.perf_counter()
        storing.add(batch)
        spent += time.perf_counter() - begin
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE library_document")  # what autovacuum does within a minute
    if with_vectors:
        give_vectors(count)
    times: list[float] = []
    for query in chance.sample(asked, min(queries, len(asked))):
        words = [draw() if n % 3 == 2 else word for n, word in enumerate(query.split())]
        begin = time.perf_counter()
        if with_vectors:
            question = np.asarray([chance.gauss(0, 1) for _ in range(DIMENSIONS)], np.float32)
            vectors.closeness(question, vectors.nearest(question, index.CANDIDATES))
        index.search(" ".join(words), by_meaning=False)
        times.append(1000 * (time.perf_counter() - begin))
    times.sort()
    return {
        "documents": float(count),
        "documents a second": count / spent,
        "p50 ms": statistics.median(times),
        "p95 ms": times[int(0.95 * len(times))],
        "worst ms": times[-1],
    }


if __name__ == "__main__":
    sys.exit(main())
