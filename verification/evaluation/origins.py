"""``origins*``: pairs of pages, are they one origin, or do they rest on one source behind?

A row names two pages: ids of `extract_scrapinghub` (the folder beside its own), ids of `stance_fnc1` bodies, or objects
with the text itself. The product asks for origins only among documents of one claim; here two pages count as such when
they speak of one event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from claims.errors import ExtractionError, InvalidInput
from claims.extraction import from_html
from claims.fetching import site_of
from verification.evaluation.rows import Row, read_rows
from verification.independence import Source, one_origin, prepare, sources_behind
from verification.independence.behind import SAME_SUBJECT
from verification.independence.pairs import event_likeness


class Origins:
    """Predicts ``{"a", "b", "same_origin", "shared_source", "reason"}``."""

    key = "a"

    def covers(self, name: str) -> bool:
        return name == "origins"

    def predict(self, rows: Iterable[Row], path: Path) -> Iterator[Row]:
        pages = _Pages(path)
        for row in rows:
            a, b = pages.source(row["a"], 1), pages.source(row["b"], 2)
            reason, behind = judged(a, b)
            yield {
                "a": row["a"],
                "b": row["b"],
                "same_origin": int(bool(reason)),
                "shared_source": behind,
                "reason": reason,
            }

    def figures(self, gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, float]:
        pairs = list(zip(gold, predicted, strict=True))
        origin = [(bool(g["same_origin"]), bool(p["same_origin"])) for g, p in pairs]
        either = [(_either(g), _either(p)) for g, p in pairs]
        return {**_figures("same_origin", origin), **_figures("same_origin_or_shared_source", either)}


def judged(a: Source, b: Source) -> tuple[str, str | None]:
    """The reason why two pages are one origin (empty if not), and the name of the source behind them (None if none)."""
    one, other = prepare(a), prepare(b)
    if event_likeness(one, other) < SAME_SUBJECT:
        return "", None
    reason = one_origin(one, other)
    behind = [] if reason else sources_behind([[a.id], [b.id]], [a, b])
    return reason, behind[0].name if behind else None


class _Pages:
    """The texts that rows name, read when the first of their kind is asked for."""

    def __init__(self, path: Path) -> None:
        self._data = path.resolve().parent.parent
        self._read: dict[str, dict[Any, Row]] = {}

    def source(self, named: Any, number: int) -> Source:
        if isinstance(named, Mapping):
            return Source(
                number,
                named.get("url", ""),
                named.get("site", ""),
                named.get("title", ""),
                named["text"],
                named.get("publisher", ""),
            )
        if isinstance(named, int):
            return Source(number, "", "", "", self._row("stance_fnc1", "_bodies", "body_id", named)["body"])
        row = self._row("extract_scrapinghub", "", "id", named)
        try:
            page = from_html(row["html"], url=row.get("url") or "")
        except ExtractionError:
            return Source(number, row.get("url") or "", row.get("domain") or "", "", row.get("body") or "")
        site = site_of(row.get("url") or "") or row.get("domain") or ""
        return Source(number, row.get("url") or "", site, page.title, page.text, page.publisher)

    def _row(self, folder: str, ending: str, key: str, wanted: Any) -> Row:
        rows = self._read.get(folder)
        if rows is None:
            paths = sorted((self._data / folder).glob(f"*{ending}.jsonl*"))
            rows = self._read[folder] = {row[key]: row for path in paths for row in read_rows(path, key)}
        if wanted not in rows:
            raise InvalidInput(f"The page {wanted} is not in {self._data / folder}.")
        return rows[wanted]


def _either(row: Row) -> bool:
    return bool(row["same_origin"] or row["shared_source"])


def _figures(name: str, pairs: Sequence[tuple[bool, bool]]) -> dict[str, float]:
    right = sum(g and p for g, p in pairs)
    truth, said = sum(g for g, _ in pairs), sum(p for _, p in pairs)
    return {
        f"{name}_f1": 2 * right / (truth + said) if truth + said else 1.0,
        f"{name}_precision": right / said if said else 1.0,
        f"{name}_recall": right / truth if truth else 1.0,
    }
