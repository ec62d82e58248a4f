"""The bytes that library documents were read from, each once under its hash, as those of fetched pages are.

A file may be gone tomorrow, so that its bytes are kept when it is added and not when it becomes evidence. What is there
already costs one look-up and is not packed again; a document that came without bytes, from a line of JSONL or by an
earlier release, gets those of a file that says the same.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper


@dataclass(frozen=True, slots=True)
class Body:
    """The bytes behind one document, and the address by which that is known."""

    data: bytes
    content_type: str
    canonical: str | None
    captured_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Packed:
    """A body as it is stored."""

    sha256: str
    data: bytes
    size: int
    content_type: str
    captured_at: datetime | None


def packed(connection: BaseDatabaseWrapper, bodies: Mapping[str, Body]) -> dict[str, Packed]:
    """Of the bodies by their document's hash: those that will be kept, packed. No transaction waits for that."""
    if not bodies:
        return {}
    addresses = [body.canonical for body in bodies.values() if body.canonical]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.sha256, d.canonical_url, c.document_id FROM library_document d"  # noqa: S608 - only marks
            " LEFT JOIN library_copy c ON c.document_id = d.id"
            f" WHERE d.sha256 IN ({_marks(bodies)}) OR d.canonical_url IN ({_marks(addresses) or 'NULL'})",
            [*bodies, *addresses],
        )
        known = cursor.fetchall()
    copied = {sha256: copy is not None for sha256, _, copy in known}
    taken = {address for _, address, _ in known if address}
    wanted = {digest: body for digest, body in bodies.items() if not copied.get(digest, body.canonical in taken)}
    return {digest: _packed(body) for digest, body in wanted.items()}


def keep(cursor: CursorWrapper, copies: Mapping[str, Packed], now: Any) -> None:
    """Stores them in the transaction that inserts their documents, for those of these that are there."""
    if not copies:
        return
    stored = {copy.sha256: copy for copy in copies.values()}
    cursor.execute(
        "INSERT INTO verification_snapshot (sha256, body, size, content_type, charset, stored_at)"  # noqa: S608
        f" VALUES {', '.join(['(%s, %s, %s, %s, %s, %s)'] * len(stored))} ON CONFLICT DO NOTHING",
        [value for one in stored.values() for value in (one.sha256, one.data, one.size, one.content_type, "", now)],
    )
    cursor.execute(f"SELECT sha256, id FROM verification_snapshot WHERE sha256 IN ({_marks(stored)})", list(stored))  # noqa: S608
    numbers = dict(cursor.fetchall())
    cursor.execute(f"SELECT sha256, id FROM library_document WHERE sha256 IN ({_marks(copies)})", list(copies))  # noqa: S608
    adapt = cursor.db.ops.adapt_datetimefield_value
    found = [(copies[digest], number) for digest, number in cursor.fetchall()]
    pairs = [(number, numbers[one.sha256], one.captured_at and adapt(one.captured_at)) for one, number in found]
    if pairs:
        cursor.execute(
            "INSERT INTO library_copy (document_id, snapshot_id, captured_at)"  # noqa: S608
            f" VALUES {', '.join(['(%s, %s, %s)'] * len(pairs))} ON CONFLICT DO NOTHING",
            [value for pair in pairs for value in pair],
        )


def _packed(body: Body) -> Packed:
    digest = hashlib.sha256(body.data).hexdigest()
    return Packed(digest, zlib.compress(body.data), len(body.data), body.content_type[:120], body.captured_at)


def _marks(values: Collection[str]) -> str:
    return ", ".join(["%s"] * len(values))
