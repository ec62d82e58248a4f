"""Claims: what was said, and how far the desk is with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet, Value

from claims.roles import Actor
from verification.exporting.addresses import public_url
from verification.exporting.records.reading import AS_VALUES, TO_TABULATE, Reading, among, as_text, yes
from verification.exporting.records.verdicts import Record, latest_verdicts
from verification.gathering.grouping import corroboration
from verification.models import Assignment, Search, Verification
from verification.permissions import is_hidden

COLUMNS = (
    "pk",
    "claim_id",
    as_text("corroboration"),
    "claim__article_id",
    "claim__article__title",
    "claim__article__url",
    "state",
    "reason",
    as_text("disputed"),
    "duplicate_of_id",
    "priority",
    "slug",
    as_text("published_at"),
    as_text("updated_at"),
    "claim__version",
    as_text("claim__created_at"),
    as_text("claim__published_at"),
    "claim__start",
    "claim__end",
    "claim__quote",
    "claim__statement",
    "claim__speaker",
    "claim__attribution",
    "claim__cue",
    as_text("claim__kinds"),
    "claim__checkworthiness",
    as_text("claim__reasons"),
    as_text("claim__ambiguous"),
    as_text("claim__open_questions"),
    as_text("claim__entities"),
    "claim__url",
)
EMPTY = ("", "{}", "null")
# No table shows these, and they are a fifth of what there is to read: their columns come empty.
NOT_TABULATED = (as_text("claim__reasons"), as_text("claim__open_questions"), as_text("claim__entities"))
TABULATED = tuple(Value("") if column in NOT_TABULATED else column for column in COLUMNS)


def claim_records(rows: QuerySet[Verification], viewer: Actor, reading: Reading = AS_VALUES) -> list[Record]:
    """The records of these verifications' claims, as ``viewer`` may see them. Five queries at most."""
    return to_records(list(with_columns(rows, reading)), viewer, reading)


def with_columns(rows: QuerySet[Verification], reading: Reading = AS_VALUES) -> QuerySet[Any, tuple[Any, ...]]:
    """Rows of COLUMNS; the first is the verification's key. To be narrowed further: naming the columns is dear."""
    return rows.values_list(*(TABULATED if reading is TO_TABULATE else COLUMNS))


def claim_record(verification: Verification, viewer: Actor) -> Record:
    """The record of one claim, as it is now."""
    return claim_records(Verification.objects.filter(pk=verification.pk), viewer)[0]


def to_records(rows: Sequence[Sequence[Any]], viewer: Actor, reading: Reading = AS_VALUES) -> list[Record]:
    """Records from rows of COLUMNS."""
    keys = sorted(row[0] for row in rows)
    verdicts = latest_verdicts(keys, reading)
    holders = _holders(keys)
    counted = _counted([row[0] for row in rows if row[2] in EMPTY])
    return [_record(row, verdicts.get(row[0]), holders.get(row[0]), counted, viewer, reading) for row in rows]


def _record(
    row: Sequence[Any],
    verdict: Record | None,
    holder: str | None,
    counted: dict[int, Record],
    viewer: Actor,
    reading: Reading,
) -> Record:
    (pk, claim_id, counts, article_id, title, url, state, reason, disputed, merged_into, priority, slug) = row[:12]
    (published_at, updated_at, version, created_at, said_at, start, end, quote, statement, speaker) = row[12:22]
    (attribution, cue, kinds, checkworthiness, reasons, ambiguous, questions, entities, seen_at) = row[22:]
    moment, data, is_disputed = reading.moment, reading.data, yes(disputed)
    if verdict is not None and is_hidden(state, is_disputed, verdict["reviewer"], viewer):
        verdict = None
    return {
        "id": str(claim_id),
        "article": None if article_id is None else {"id": str(article_id), "title": title, "url": url},
        "start": start,
        "end": end,
        "quote": quote,
        "statement": statement,
        "speaker": speaker,
        "attribution": attribution,
        "cue": cue,
        "kinds": data(kinds),
        "checkworthiness": checkworthiness,
        "reasons": data(reasons),
        "ambiguous": yes(ambiguous),
        "open_questions": data(questions),
        "entities": data(entities),
        "url": seen_at,
        "said_at": said_at and moment(said_at),
        "state": state,
        "state_reason": reason,
        "disputed": is_disputed,
        "duplicate_of": None if merged_into is None else str(merged_into),
        "priority": priority,
        "assignee": holder,
        "corroboration": counted[pk] if pk in counted else data(counts),
        "verdict": verdict,
        "public_url": public_url(state, slug),
        "published_at": published_at and moment(published_at),
        "version": version,
        "created_at": moment(created_at),
        "updated_at": moment(updated_at),
    }


def _holders(keys: list[int]) -> dict[int, str]:
    held = Assignment.objects.filter(among("verification", keys), ended_at__isnull=True)
    return dict(held.values_list("verification_id", "reviewer__username")) if keys else {}


def _counted(keys: list[int]) -> dict[int, Record]:
    """The corroboration of claims that nothing was found for yet: zeros, and who is still to be asked."""
    searches: dict[int, list[Search]] = {key: [] for key in keys}
    if keys:
        for search in Search.objects.filter(verification__in=keys).defer("raw"):
            searches[search.verification_id].append(search)
    return {key: corroboration([], asked) for key, asked in searches.items()}
