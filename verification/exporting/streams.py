"""Claims, evidence and the trail as files of any length, in constant memory.

Rows are read by the hundred, each page starting after the last row of the one before, in the order in which the claims
were made: a row comes once, whatever changes meanwhile. ``open_export`` gives HTTP and the command line the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import orjson
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import QuerySet

from claims.errors import InvalidInput
from verification import filtering
from verification.exporting import cells, claimreview, parquet
from verification.exporting.records import audit_record, evidence_records
from verification.exporting.records.claims import to_records, with_columns
from verification.exporting.records.reading import AS_VALUES, OPTIONS, TO_TABULATE, TO_WRITE, Reading
from verification.exporting.records.verdicts import Record
from verification.exporting.tables import TABLES, Table
from verification.filtering import ClaimFilters
from verification.models import AuditEntry, Evidence, Verification

# A line of a table is a tenth of a record: twice as many a page cost less time, and no more memory.
FIRST_PAGE, CHUNK, LINES, CLAIMS_WITH_EVIDENCE = 100, 500, 1000, 200
TYPES = {
    "ndjson": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "parquet": "application/vnd.apache.parquet",
}
ROWS = ("ndjson", "csv", "json", "parquet")
GOES_ON = ("ndjson", "csv", "json")  # a Parquet file ends with what was noted from its start on
READINGS = {"ndjson": TO_WRITE, "json": TO_WRITE, "csv": TO_TABULATE, "parquet": AS_VALUES}

Pages = Iterator[list[Record]]


@dataclass(frozen=True, slots=True)
class Export:
    """A file to be sent: its type, its name, and its bytes as they are made."""

    content_type: str
    filename: str
    pieces: Iterator[bytes]


@dataclass(slots=True)
class Place:
    """How far an export is: the last verification that is in it (0 before the first), and the rows so far."""

    after: int = 0
    rows: int = 0


def open_export(
    kind: str,
    file_format: str,
    filters: ClaimFilters | None = None,
    *,
    viewer: User | None = None,
    place: Place | None = None,
) -> Export:
    """The export of claims, evidence, audit or claimreview in one of its formats. Raises InvalidInput for another.

    ``place`` follows the pieces as they are made. One that is not at the start yields what comes after it: the pieces
    before and these are the same file, for every format of GOES_ON.
    """
    filters, place = filters or ClaimFilters(), place or Place()
    if kind not in (*TABLES, "claimreview"):
        raise InvalidInput("There are exports of claims, evidence, audit and claimreview.", fields={"kind": "Unknown."})
    formats = ("jsonld", "json") if kind == "claimreview" else ROWS
    if file_format not in formats:
        why = f"{kind} can be had as {', '.join(formats)}."
        raise InvalidInput(f"There is no export of {kind} as “{file_format[:40]}”. {why}", fields={"format": why})
    if kind == "claimreview":
        pieces = claimreview.data_feed()
    else:
        pages = _pages(kind, filters, viewer, READINGS[file_format], place)
        pieces = WRITERS[file_format](pages, TABLES[kind], place.rows == 0)
    return Export(TYPES[file_format], f"{kind}.{file_format}", pieces)


def _pages(kind: str, filters: ClaimFilters, viewer: User | None, reading: Reading, place: Place) -> Pages:
    if kind == "claims":
        return claim_pages(filters, viewer, reading, place)
    return evidence_pages(filters, viewer, reading, place) if kind == "evidence" else audit_pages(reading)


def claim_pages(filters: ClaimFilters, viewer: User | None, reading: Reading, place: Place) -> Pages:
    """The records of the claims that match, some hundred at a time."""
    rows = with_columns(_matching(filters, viewer), reading)
    for most in _sizes(LINES if reading is TO_TABULATE else CHUNK):
        found = list(rows.filter(pk__gt=place.after)[:most])
        if not found:
            return
        records = to_records(found, viewer, reading)
        place.after, place.rows = found[-1][0], place.rows + len(records)
        yield records


def evidence_pages(filters: ClaimFilters, viewer: User | None, reading: Reading, place: Place) -> Pages:
    """The records of the evidence on the claims that match, each with its claim."""
    rows = _matching(filters, viewer)
    for most in _sizes(CLAIMS_WITH_EVIDENCE):
        keys = list(rows.filter(pk__gt=place.after).values_list("pk", flat=True)[:most])
        if not keys:
            return
        found = Evidence.objects.filter(verification__in=keys).order_by("verification_id", "pk")
        records = evidence_records(found, viewer, with_claim=True, reading=reading)
        place.after, place.rows = keys[-1], place.rows + len(records)
        if records:
            yield records


def count_rows(kind: str, filters: ClaimFilters, viewer: User | None) -> int:
    """How many rows an export of claims or evidence has now."""
    rows = _matching(filters, viewer)
    if kind == "claims":
        return rows.count()
    return Evidence.objects.filter(verification__in=rows.order_by().values("pk")).count()


def _matching(filters: ClaimFilters, viewer: User | None) -> QuerySet[Verification]:
    current = Verification.objects.filter(is_current=True)
    return filtering.narrowed(current, filters, viewer).order_by("pk")


def audit_pages(reading: Reading) -> Pages:
    """The whole trail, oldest first."""
    after = 0
    while entries := list(AuditEntry.objects.filter(seq__gt=after).order_by("seq")[:CHUNK]):
        yield [audit_record(entry) for entry in entries]
        after = entries[-1].seq


def _sizes(most: int) -> Iterator[int]:
    """A short first page, so that the file begins at once, then pages of ``most`` for as long as there are any.

    SQLite maps its file into memory for speed; a walk over all of it would make this process look as large as the file.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size=0")
    yield FIRST_PAGE
    while True:
        yield most


def _ndjson(pages: Pages, table: Table, begins: bool) -> Iterator[bytes]:
    option = OPTIONS | orjson.OPT_APPEND_NEWLINE
    for records in pages:
        yield b"".join([orjson.dumps(record, option=option) for record in records])


def _json(pages: Pages, table: Table, begins: bool) -> Iterator[bytes]:
    opening = b"[\n" if begins else b",\n"
    for records in pages:
        yield opening + b",\n".join([orjson.dumps(record, option=OPTIONS) for record in records])
        opening = b",\n"
    yield b"\n]\n" if opening == b",\n" else b"[]\n"


def _csv(pages: Pages, table: Table, begins: bool) -> Iterator[bytes]:
    head, kinds = cells.head(table.columns) if begins else b"", table.columns.values()
    for records in pages:
        yield head + cells.lines(kinds, list(map(table.line, records)))
        head = b""
    if head:
        yield head


def _parquet(pages: Pages, table: Table, begins: bool) -> Iterator[bytes]:
    return parquet.write(table, (list(map(table.line, records)) for records in pages))


WRITERS: dict[str, Callable[[Pages, Table, bool], Iterator[bytes]]] = {
    "ndjson": _ndjson,
    "json": _json,
    "csv": _csv,
    "parquet": _parquet,
}
