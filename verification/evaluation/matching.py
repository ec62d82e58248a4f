"""Seen before: ``match_*``, claims against earlier checks of claims, compared by the product's own figure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.conf import settings

from claims.meaning import available, embed
from claims.meaning.model import WEIGHTS_SHA256
from verification.evaluation.retrieval import beside, ranking_figures
from verification.evaluation.rows import Row, read_rows
from verification.matching.likeness import DIMENSIONS, EarlierTexts
from verification.matching.memory import vectors_of

DEPTH = 100


class Matching:
    """Queries against earlier claims with their headlines, as a claim of the desk is compared with what it knows."""

    def covers(self, name: str) -> bool:
        return name.startswith("match_")

    def predict(self, rows: Iterable[Row], path: Path) -> Iterator[Row]:
        there = beside(path, "corpus")
        corpus = list(read_rows(there))
        texts = EarlierTexts()
        for row, vectors in zip(corpus, _vectors(there, corpus), strict=True):
            texts.add(str(row["claim"]), str(row.get("title") or ""), vectors)
        for row in rows:
            claim = str(row["text"])
            vector = embed([claim])[0] if available() else None
            found = texts.nearest(claim, vector, DEPTH)
            yield {"id": row["id"], "ranked": [corpus[alike.number]["id"] for alike in found]}

    def figures(self, gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, float]:
        return ranking_figures(
            [({str(i) for i in g["relevant"]}, p["ranked"]) for g, p in zip(gold, predicted, strict=True)]
        )


def _vectors(there: Path, corpus: Sequence[Row]) -> list[bytes]:
    """The packed vectors of each earlier claim, kept under DATA_DIR as the product keeps them in its table.

    Making them for 20,000 claims takes about ten minutes; without a model they are empty.
    """
    if not available():
        return [b""] * len(corpus)
    mark = hashlib.sha256(WEIGHTS_SHA256.encode() + there.read_bytes()).hexdigest()[:32]
    kept = settings.DATA_DIR / "evaluation" / f"{mark}.vectors"
    size = 2 * DIMENSIONS
    if not kept.exists():
        made = b"".join(
            vectors_of(str(row["claim"]), str(row.get("title") or "") or str(row["claim"])) for row in corpus
        )
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(made)
    whole = kept.read_bytes()
    return [whole[at : at + size] for at in range(0, len(whole), size)]
