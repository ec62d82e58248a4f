"""The register of families: which module measures which data set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from verification.evaluation import (
    claims_in_news,
    decomposition,
    extraction,
    matching,
    origins,
    quotations,
    retrieval,
    segmentation,
    stances,
    worth,
)
from verification.evaluation.rows import Row

Figures = dict[str, float]


class Family(Protocol):
    """One kind of task. ``predict`` yields one row for each row it is given, with the same ``id``, in order."""

    def covers(self, name: str) -> bool: ...

    def predict(self, rows: Iterable[Row], path: Path) -> Iterator[Row]: ...

    def figures(self, gold: Sequence[Row], predicted: Sequence[Row]) -> Figures: ...


FAMILIES: tuple[Family, ...] = (
    claims_in_news.ClaimsInNews(),
    worth.Worth(),
    quotations.Quotations(),
    decomposition.Decomposition("decomp_factcheckbench", "fine"),
    decomposition.Decomposition("decomp_", "atomic"),
    segmentation.Segmentation(),
    extraction.Extraction(),
    matching.Matching(),
    retrieval.Retrieval(),
    retrieval.EvidenceSentences(),
    origins.Origins(),
    stances.HeadlineStance(),
    *(stances.Stances(name) for name in stances.WORDS if name != "stance_fnc1"),
)


def family_of(name: str) -> Family | None:
    """The family that measures the data set of this name, None when there is none."""
    return next((family for family in FAMILIES if family.covers(name)), None)
