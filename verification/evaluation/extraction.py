"""``extract_*``: the article's own text out of a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from claims.errors import ExtractionError
from claims.extraction import from_html
from verification.evaluation.overlap import f1
from verification.evaluation.rows import Row

_WIDTH = 4


class Extraction:
    """Predicts ``{"id", "text"}``; a page without an article gives an empty text."""

    def covers(self, name: str) -> bool:
        return name.startswith("extract_")

    def predict(self, rows: Iterable[Row], path: Path) -> Iterator[Row]:
        for row in rows:
            try:
                text = from_html(row["html"], url=row.get("url") or "").text
            except ExtractionError:
                text = ""
            yield {"id": row["id"], "text": text}

    def figures(self, gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, float]:
        texts = [row["text"] for row in predicted]
        found: dict[str, float] = {}
        bodies = [(row["body"], text) for row, text in zip(gold, texts, strict=True) if row.get("body")]
        if bodies:
            found.update(_shingle_figures(bodies))
        snippets = [
            (row, " ".join(text.split()))
            for row, text in zip(gold, texts, strict=True)
            if row.get("with") or row.get("without")
        ]
        if snippets:
            found.update(_snippet_figures(snippets))
        return found


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    grams = (tuple(words[i : i + _WIDTH]) for i in range(max(1, len(words) - _WIDTH + 1)))
    return Counter(gram for gram in grams if gram)


def _shingle_figures(bodies: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Mean precision and mean recall over pages, and their harmonic mean (the scrapinghub benchmark's figure)."""
    precisions, recalls = [], []
    for body, text in bodies:
        wanted, given = _shingles(body), _shingles(text)
        common = (wanted & given).total()
        if given:
            precisions.append(common / given.total())
        if wanted:
            recalls.append(common / wanted.total())
    p = sum(precisions) / max(1, len(precisions))
    r = sum(recalls) / max(1, len(recalls))
    return {
        "shingle_precision": p,
        "shingle_recall": r,
        "shingle_f1": 2 * p * r / (p + r) if p + r else 0.0,
        "empty_outputs": sum(not text.strip() for _, text in bodies),
    }


def _snippet_figures(pages: Sequence[tuple[Row, str]]) -> dict[str, float]:
    held = missed = wrong = 0
    for row, text in pages:
        for snippet in row.get("with", []):
            if " ".join(snippet.split()) in text:
                held += 1
            else:
                missed += 1
        wrong += sum(" ".join(snippet.split()) in text for snippet in row.get("without", []))
    return {
        "snippet_precision": held / max(1, held + wrong),
        "snippet_recall": held / max(1, held + missed),
        "snippet_f1": f1(held, held + missed, held + wrong),
    }
