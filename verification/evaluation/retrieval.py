"""Finding documents and sentences: ``retrieval_*`` and ``match_*`` over a library of their own, ``evidence_wice``."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

from claims import meaning
from claims.errors import InvalidInput
from verification.evaluation.rows import Row, read_rows
from verification.library import engines, index, schema, storing, vectors
from verification.models import LibraryDocument, LibraryVectors
from verification.ranking import scores_of

DEPTH = 100
ALIAS = "evaluation"


class Retrieval:
    """Queries against the library's index, which holds nothing but the set's corpus while it is asked."""

    def covers(self, name: str) -> bool:
        return name.startswith(("retrieval_", "match_"))

    def predict(self, rows: Iterable[Row], path: Path) -> Iterator[Row]:
        corpus = beside(path, "corpus")
        with _library() as using:
            ids_of = _fill(using, corpus)
            if meaning.available():
                while vectors.embed_pending(using=using):
                    pass
            for row in rows:
                found = index.search(str(row.get("text") or row.get("claim") or ""), limit=DEPTH, using=using)
                yield {"id": row["id"], "ranked": [number for hit in found for number in ids_of[hit.url]]}

    def figures(self, gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, float]:
        return ranking_figures(
            [({str(i) for i in g["relevant"]}, p["ranked"]) for g, p in zip(gold, predicted, strict=True)]
        )


class EvidenceSentences:
    """WiCE: which sentences of the cited page bear on the claim."""

    def covers(self, name: str) -> bool:
        return name == "evidence_wice"

    def predict(self, rows: Iterable[Row], path: Path) -> Iterator[Row]:
        for row in rows:
            scores = scores_of(row["claim"], row["evidence"])
            yield {"id": row["id"], "ranked": sorted(range(len(scores)), key=lambda i: (-scores[i], i))}

    def figures(self, gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, float]:
        return ranking_figures(
            [
                ({str(i) for one in g["supporting_sentences"] for i in one}, p["ranked"])
                for g, p in zip(gold, predicted, strict=True)
            ]
        )


def beside(path: Path, what: str) -> Path:
    """``dev_corpus.jsonl.gz`` or ``corpus.jsonl.gz`` in the folder of ``dev.jsonl``; InvalidInput if there is none."""
    stem = path.name.split(".")[0]
    for name in (f"{stem}_{what}", what):
        for ending in (".jsonl.gz", ".jsonl"):
            there = path.with_name(name + ending)
            if there.exists():
                return there
    raise InvalidInput(f"Beside {path} there is no {stem}_{what}.jsonl.gz or {what}.jsonl.gz, which this set needs.")


def ranking_figures(pairs: Sequence[tuple[set[str], Sequence[object]]]) -> dict[str, float]:
    """MRR, MAP@5 (divided by min(5, relevant)) and recall@10 over the queries that have anything relevant."""
    reciprocal, precision, recall = [], [], []
    for relevant, ranked in pairs:
        if not relevant:
            continue
        order = list(dict.fromkeys(map(str, ranked)))
        reciprocal.append(next((1 / n for n, found in enumerate(order, 1) if found in relevant), 0.0))
        hits = [n for n, found in enumerate(order[:5], 1) if found in relevant]
        precision.append(sum(i / n for i, n in enumerate(hits, 1)) / min(5, len(relevant)))
        recall.append(len(relevant.intersection(order[:10])) / len(relevant))
    if not reciprocal:
        return {}
    return {
        "mrr": statistics.mean(reciprocal),
        "map_at_5": statistics.mean(precision),
        "recall_at_10": statistics.mean(recall),
    }


@contextmanager
def _library() -> Iterator[str]:
    """An empty library in a database of its own; the desk's is not touched."""
    with tempfile.TemporaryDirectory() as folder:
        connections.databases[ALIAS] = connections.databases["default"] | {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(Path(folder) / "library.sqlite3"),
            "OPTIONS": {},
        }
        try:
            with connections[ALIAS].schema_editor() as editor:
                editor.create_model(LibraryDocument)
                editor.create_model(LibraryVectors)
                schema.forwards(None, editor)
            yield ALIAS
        finally:
            vectors.forget(ALIAS)
            engines.forget_counts()
            connections[ALIAS].close()
            del connections[ALIAS]
            del connections.databases[ALIAS]


def _fill(using: str, corpus: Path) -> dict[str, list[object]]:
    """Load the corpus; address in the library → ids of the set (several, where texts are the same)."""
    ids_of: dict[str, list[object]] = {}
    address_of: dict[tuple[str, str], str] = {}
    batch: list[storing.Document] = []
    for number, row in enumerate(read_rows(corpus)):
        title, text = str(row.get("title") or ""), str(row.get("text") or row.get("claim") or row.get("body") or "")
        address = address_of.setdefault((title, text), f"https://corpus.invalid/{number}")
        ids_of.setdefault(address, []).append(row["id"])
        if len(ids_of[address]) == 1:
            batch.append(storing.Document(address, title, text))
        if len(batch) == storing.BATCH:
            storing.add(batch, using=using)
            batch = []
    storing.add(batch, using=using)
    return ids_of
