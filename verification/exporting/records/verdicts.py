"""Verdicts with what they cite and what the second person said."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db.models import QuerySet

from verification.exporting.records.reading import AS_VALUES, Reading, among, as_text, yes
from verification.models import Verdict, VerdictEvidence

Record = dict[str, Any]

COLUMNS = (
    "pk",
    "verification_id",
    "version",
    "kind",
    "rating__slug",
    "rationale",
    "note",
    "reviewer__username",
    as_text("created_at"),
    "second__pk",
    "second__reviewer__username",
    "second__rating__slug",
    as_text("second__agreed"),
    as_text("second__rejected"),
)


def verdict_records(verdicts: QuerySet[Verdict], reading: Reading = AS_VALUES) -> list[tuple[int, Record]]:
    """(verification, record) of each verdict, in the order of the query set. Two queries."""
    return _to_records(list(verdicts.values_list(*COLUMNS)), reading)


def _to_records(rows: Sequence[tuple[Any, ...]], reading: Reading) -> list[tuple[int, Record]]:
    cited: dict[int, list[str]] = {}
    if rows:
        keys = sorted(row[0] for row in rows)
        pairs = VerdictEvidence.objects.filter(among("verdict", keys)).order_by("verdict_id", "position")
        for verdict, evidence in pairs.values_list("verdict_id", "evidence_id"):
            cited.setdefault(verdict, []).append(str(evidence))
    return [(row[1], _record(row, cited.get(row[0], []), reading)) for row in rows]


def latest_verdicts(verifications: Sequence[int], reading: Reading = AS_VALUES) -> dict[int, Record]:
    """The verdict that counts of each verification (their keys rise) that has one, perhaps of others between them."""
    rows = _by_version().filter(among("verification", verifications))
    return dict(_to_records(list(rows), reading))


@cache
def _by_version() -> QuerySet[Any, tuple[Any, ...]]:
    """Made once: to name fourteen columns costs more than to read a hundred rows."""
    return Verdict.objects.order_by("verification_id", "version").values_list(*COLUMNS)


def _record(row: tuple[Any, ...], cited: list[str], reading: Reading) -> Record:
    (pk, _, version, kind, rating, rationale, note, reviewer, created_at, second, by, its_rating, agreed, rejected) = (
        row
    )
    return {
        "id": str(pk),
        "version": version,
        "kind": kind,
        "rating": rating,
        "rationale": rationale,
        "evidence": cited,
        "reviewer": reviewer,
        "second": None
        if second is None
        else {
            "reviewer": by,
            "rating": its_rating or (rating if yes(agreed) else None),
            "agreed": yes(agreed),
            "rejected": yes(rejected),
        },
        "note": note,
        "created_at": reading.moment(created_at),
    }
