"""``claimdet_*``, ``checkworthy_*``, ``subjectivity_*``: single sentences with a yes or no."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from claims.splitting import assess_sentences
from claims.splitting.analysis import CHECKABLE_FROM
from claims.splitting.checkworthiness import WORTH_FROM
from verification.evaluation.overlap import f1
from verification.evaluation.rows import Row


class Worth:
    """Predicts ``{"id", "score", "label"}``: checkable for claim detection, checkworthiness for the others.

    A claim that is worth a check has a score of ``WORTH_FROM`` or more. Subjectivity is the complement of being
    checkable: no model of its own.
    """

    def __init__(self) -> None:
        self.name = ""

    def covers(self, name: str) -> bool:
        self.name = name
        return name.startswith(("claimdet_", "checkworthy_", "subjectivity_"))

    def predict(self, rows: Iterable[Row], path: Path) -> Iterator[Row]:
        taken = list(rows)
        for row, found in zip(taken, assess_sentences(row["text"] for row in taken), strict=True):
            if self.name.startswith("checkworthy_"):
                score, label = found.worth, found.worth >= WORTH_FROM
            elif self.name.startswith("claimdet_"):
                score, label = found.checkable, found.checkable >= CHECKABLE_FROM
            else:
                score, label = 1.0 - found.checkable, found.checkable < CHECKABLE_FROM
            yield {"id": row["id"], "score": round(score, 6), "label": int(label)}

    def figures(self, gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, float]:
        labels = [int(row["label"]) for row in gold]
        answers = [row["label"] for row in predicted]
        scores = [row["score"] for row in predicted]
        hits = sum(a and b for a, b in zip(labels, answers, strict=True))
        misses = sum(not a and not b for a, b in zip(labels, answers, strict=True))
        positive = f1(hits, sum(labels), sum(answers))
        negative = f1(misses, len(labels) - sum(labels), len(answers) - sum(answers))
        found = {
            "precision": hits / max(1, sum(answers)),
            "recall": hits / max(1, sum(labels)),
            "f1": positive,
            "macro_f1": (positive + negative) / 2,
            "accuracy": (hits + misses) / max(1, len(labels)),
            "average_precision": average_precision(labels, scores),
            "calibration_error": calibration_error(labels, scores),
        }
        by_document: dict[str, list[int]] = defaultdict(list)
        for i, row in enumerate(gold):
            by_document[str(row.get("doc", ""))].append(i)
        if len(by_document) > 1:
            parts = [average_precision([labels[i] for i in d], [scores[i] for i in d]) for d in by_document.values()]
            found["map"] = sum(parts) / len(parts)
        return found


def average_precision(labels: Sequence[int], scores: Sequence[float]) -> float:
    """Area under the steps of precision over recall; equal scores count together; 0 without a positive."""
    positives = sum(labels)
    if not positives:
        return 0.0
    groups: dict[float, list[int]] = defaultdict(list)
    for label, score in zip(labels, scores, strict=True):
        groups[score].append(label)
    seen = hits = 0
    total = 0.0
    for score in sorted(groups, reverse=True):
        group = groups[score]
        seen += len(group)
        hits += sum(group)
        total += sum(group) * hits / seen
    return total / positives


def calibration_error(labels: Sequence[int], scores: Sequence[float], bins: int = 10) -> float:
    """Mean distance of score and truth over equally wide bins, weighted by their rows (Guo et al. 2017, ECE)."""
    filled: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for label, score in zip(labels, scores, strict=True):
        filled[min(int(score * bins), bins - 1)].append((label, score))
    apart = (abs(sum(label - score for label, score in rows)) for rows in filled.values())
    return sum(apart) / max(1, len(labels))
