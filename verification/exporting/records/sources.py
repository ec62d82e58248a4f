"""Searches, evidence and the stored documents behind it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet

from claims.roles import Actor
from verification.exporting.records.reading import AS_VALUES, Reading, as_text, yes
from verification.exporting.records.verdicts import Record
from verification.models import Document, Evidence, Search
from verification.permissions import is_hidden

EVIDENCE_COLUMNS = (
    "pk",
    "verification__claim_id",
    "stance",
    "score",
    "passage",
    "start",
    "end",
    "document_id",
    "document__url",
    "document__title",
    "document__publisher",
    as_text("document__published_at"),
    as_text("document__fetched_at"),
    "document__snapshot__sha256",
    "provider",
    "origin_id",
    "origin__reason",
    "origin__source_behind_id",
    "origin__source_behind__name",
    as_text("checks"),
    "mark",
    as_text("late"),
    "only_shares",
    as_text("created_at"),
    "verification__state",
    as_text("verification__disputed"),
    "marked_by__username",
)


def snapshot_path(document_id: int) -> str:
    """Where the stored bytes can be had, on this site."""
    return f"/api/v1/documents/{document_id}/snapshot"


def evidence_records(
    evidence: QuerySet[Evidence], viewer: Actor, *, with_claim: bool = False, reading: Reading = AS_VALUES
) -> list[Record]:
    """The records of this evidence, in order, as ``viewer`` may see them; ``with_claim`` says for each which claim it
    is about. Two queries."""
    rows = list(evidence.values_list(*EVIDENCE_COLUMNS))
    origins = {row[15] for row in rows if row[15] is not None}
    sizes: dict[int, int] = {}
    if origins:
        counted = Evidence.objects.filter(origin__in=origins).order_by().values_list("origin_id")
        sizes = dict(counted.annotate(number=Count("document_id", distinct=True)))
    records = [_evidence(row, sizes, viewer, reading) for row in rows]
    if with_claim:
        return [{"claim": str(row[1]), **record} for row, record in zip(rows, records, strict=True)]
    return records


def _evidence(row: tuple[Any, ...], sizes: dict[int, int], viewer: Actor, reading: Reading) -> Record:
    (pk, _, stance, score, passage, start, end, document, url, title, publisher, published_at, fetched_at) = row[:13]
    (sha256, provider, origin, reason, behind, name, checks, mark, late, only_shares, created_at) = row[13:24]
    state, disputed, marked_by = row[24:]
    if mark is not None and is_hidden(state, yes(disputed), marked_by, viewer):
        mark = None
    moment = reading.moment
    return {
        "id": str(pk),
        "stance": stance,
        "score": score,
        "passage": {"text": passage, "start": start, "end": end},
        "document": {
            "id": str(document),
            "url": url,
            "title": title,
            "publisher": publisher,
            "published_at": published_at and moment(published_at),
            "fetched_at": moment(fetched_at),
            "sha256": sha256,
            "snapshot": snapshot_path(document),
        },
        "provider": provider,
        "origin": None if origin is None else {"id": str(origin), "documents": sizes.get(origin, 0), "reason": reason},
        "source_behind": None if behind is None else {"id": str(behind), "name": name},
        "checks": reading.data(checks),
        "mark": mark,
        "late": yes(late),
        "only_shares": only_shares.split(", ") if only_shares else [],
        "created_at": moment(created_at),
    }


def document_record(document: Document) -> Record:
    """One stored source with the text read from it."""
    return {
        "id": str(document.pk),
        "url": document.url,
        "final_url": document.final_url,
        "title": document.title,
        "publisher": document.publisher,
        "authors": document.authors,
        "published_at": document.published_at,
        "fetched_at": document.fetched_at,
        "language": document.language,
        "sha256": document.snapshot.sha256,
        "size": document.snapshot.size,
        "content_type": document.snapshot.content_type,
        "snapshot": snapshot_path(document.pk),
        "text": document.text,
    }


def search_records(searches: QuerySet[Search]) -> list[Record]:
    """The newest search of each provider, by provider. One query."""
    rows = searches.defer("raw").order_by("provider", "generation")
    latest = {search.provider: search for search in rows}
    return [_search(search) for search in latest.values()]


def _search(search: Search) -> Record:
    return {
        "id": str(search.pk),
        "provider": search.provider,
        "generation": search.generation,
        "state": search.state,
        "attempts": search.attempts,
        "error": search.error or None,
        "next_try": search.next_try_at,
        "own_words": search.own_words,
        "queries": search.queries,
        "found": search.found,
        "created_at": search.created_at,
        "updated_at": search.updated_at,
    }
