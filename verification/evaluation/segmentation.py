"""``sentseg_*``: where sentences end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from claims.splitting import segment
from verification.evaluation.overlap import f1
from verification.evaluation.rows import Row


class Segmentation:
    """Predicts ``{"id", "sentences"}``; boundaries are compared with white space removed, the last one left out."""

    def covers(self, name: str) -> bool:
        return name.startswith("sentseg_")

    def predict(self, rows: Iterable[Row], path: Path) -> Iterator[Row]:
        for row in rows:
            text = row["text"]
            yield {"id": row["id"], "sentences": [text[start:end] for start, end in segment(text)]}

    def figures(self, gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, float]:
        found = _figures(gold, predicted)
        news = [(g, p) for g, p in zip(gold, predicted, strict=True) if g.get("genre") == "news"]
        if news and len(news) < len(gold):
            of_news = _figures([g for g, _ in news], [p for _, p in news])
            found.update({f"{name} (news)": value for name, value in of_news.items()})
        return found


def _ends(sentences: Sequence[str]) -> list[int]:
    lengths = ["".join(sentence.split()) for sentence in sentences]
    return list(accumulate(len(text) for text in lengths if text))


def _figures(gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, float]:
    hits = wanted = given = right = 0
    for row, answer in zip(gold, predicted, strict=True):
        a, b = _ends(row["sentences"]), _ends(answer["sentences"])
        right += a == b
        inner, proposed = set(a[:-1]), set(b) - set(a[-1:])
        hits += len(inner & proposed)
        wanted += len(inner)
        given += len(proposed)
    return {
        "boundary_precision": hits / given if given else 1.0,
        "boundary_recall": hits / wanted if wanted else 1.0,
        "boundary_f1": f1(hits, wanted, given),
        "texts_all_right": right / max(1, len(gold)),
    }
