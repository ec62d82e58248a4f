"""``decomp_*``: a passage as the list of claims that people wrote for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from claims.splitting import SplitInput, pipe
from verification.evaluation.overlap import assignment, f1, shared
from verification.evaluation.rows import Row

_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "by",
        "with",
        "and",
        "or",
        "that",
        "is",
        "was",
        "were",
        "are",
        "be",
        "been",
        "as",
        "it",
        "its",
    ]
)
_MATCH = 0.8


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Predicts ``{"id", "claims": [statement]}``.

    The sets differ in how fine their claims are: FActScore's take every circumstance by itself (``atomic``), those of
    Factcheck-Bench leave it with its clause (``fine``).
    """

    name: str
    granularity: str

    def covers(self, name: str) -> bool:
        return name.startswith(self.name)

    def predict(self, rows: Iterable[Row], path: Path) -> Iterator[Row]:
        taken = list(rows)
        texts = (
            SplitInput(row.get("text") or row.get("response") or "", granularity=self.granularity) for row in taken
        )
        for row, found in zip(taken, pipe(texts), strict=True):
            yield {"id": row["id"], "claims": [claim.statement for claim in found.claims]}

    def figures(self, gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, float]:
        soft = hard = 0.0
        wanted = given = 0
        for row, answer in zip(gold, predicted, strict=True):
            a, b = _bags(_gold_claims(row)), _bags(answer["claims"])
            values = [[shared(x, y) for y in b] for x in a]
            matched = [values[i][j] for i, j in assignment(values)]
            soft += sum(matched)
            hard += sum(value >= _MATCH for value in matched)
            wanted += len(a)
            given += len(b)
        return {
            "gold_claims": wanted,
            "pred_claims": given,
            "soft_precision": soft / max(1, given),
            "soft_recall": soft / max(1, wanted),
            "soft_f1": f1(soft, wanted, given),
            f"match_f1@{_MATCH}": f1(hard, wanted, given),
        }


def _gold_claims(row: Row) -> list[str]:
    if "claims" in row:
        return list(row["claims"])
    return [claim for sentence in row["sentences"] for claim in sentence["claims"]]


def _bags(claims: Sequence[str]) -> list[Counter[str]]:
    return [Counter(w for w in re.findall(r"\w+", c.lower()) if w not in _STOP) for c in claims if c.strip()]
