"""Documents as rows of the library: inserted a batch at a time, each once, with the bytes that they were read from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from claims.cleaning import clean_words
from claims.errors import FetchError
from claims.fetching import canonical_url
from verification.library import copies
from verification.library.copies import Body

BATCH = 500
TEXT_MAX_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class Document:
    """One document as it goes into the library; ``source`` is the file that it came from, ``body`` its bytes there."""

    url: str
    title: str
    text: str
    publisher: str = ""
    published_at: datetime | None = None
    source: str = ""
    body: bytes = b""
    content_type: str = ""
    captured_at: datetime | None = None  # when an archive got these bytes


class Put(NamedTuple):
    """How many documents were new, and of how many known addresses the library has another text."""

    added: int
    changed: int


def add(batch: Iterable[Document], using: str = DEFAULT_DB_ALIAS) -> int:
    """``put_in``, and how many were new."""
    return put_in(batch, using).added


def put_in(batch: Iterable[Document], using: str = DEFAULT_DB_ALIAS) -> Put:
    """Insert documents in one statement. Known ones (address or text) stay as they are.

    A known one without a copy gets its bytes, if they say the same.
    """
    rows: dict[str, list[Any]] = {}
    bodies: dict[str, Body] = {}
    connection = connections[using]
    now = _adapted(connection, datetime.now(UTC))
    changed = 0
    read = [_Read.of(document) for document in batch]
    known = _known(connection, read)
    for one in read:
        if (stands := known.by_address.get(one.canonical or "")) and stands not in (one.digest, one.own_digest):
            changed += 1
        reprint = one.canonical and known.by_text.setdefault(one.digest, one.canonical) not in (one.canonical, None)
        digest = one.own_digest if reprint else one.digest
        if one.document.body:
            bodies.setdefault(digest, one.body)
        rows.setdefault(digest, one.row(digest, now))
    if not rows:
        return Put(0, 0)
    packed = copies.packed(connection, bodies)
    values = [_adapted(connection, value) for row in rows.values() for value in row]
    one_row = "(%s, %s, %s, %s, %s, %s, %s, %s, %s)"
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO library_document"  # noqa: S608 - values are parameters
            " (url, canonical_url, title, text, publisher, published_at, sha256, source, added_at)"
            f" VALUES {', '.join([one_row] * len(rows))} ON CONFLICT DO NOTHING",
            values,
        )
        added = int(max(cursor.rowcount, 0))
        copies.keep(cursor, packed, now)
    return Put(added, changed)


@dataclass(frozen=True, slots=True)
class _Read:
    """A document as its row will hold it; ``own_digest`` is that of a text at this very address."""

    document: Document
    title: str
    text: str
    canonical: str | None
    digest: str
    own_digest: str

    @classmethod
    def of(cls, document: Document) -> _Read:
        text = document.text[:TEXT_MAX_CHARACTERS].replace("\0", "")
        title = clean_words(document.title, max_length=500)
        canonical = canonical_of(document.url)
        said = f"{title}\n{text}".encode("utf-8", "replace")
        own = said + f"\n{canonical}".encode("utf-8", "replace")
        return cls(document, title, text, canonical, hashlib.sha256(said).hexdigest(), hashlib.sha256(own).hexdigest())

    @property
    def body(self) -> Body:
        document = self.document
        return Body(document.body, document.content_type, self.canonical, document.captured_at)

    def row(self, digest: str, now: Any) -> list[Any]:
        document = self.document
        publisher = clean_words(document.publisher, max_length=300)
        about = [document.url[:2000], self.canonical, self.title, self.text, publisher, document.published_at]
        return [*about, digest, clean_words(document.source, max_length=300), now]


class _Known(NamedTuple):
    by_address: dict[str, str]
    by_text: dict[str, str | None]


def _known(connection: BaseDatabaseWrapper, read: list[_Read]) -> _Known:
    """What the library has of these: digests by address, addresses by digest of title and text."""
    addresses = [one.canonical for one in read if one.canonical]
    digests = [one.digest for one in read]
    if not read:
        return _Known({}, {})
    marks = [", ".join(["%s"] * len(values)) or "NULL" for values in (digests, addresses)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sha256, canonical_url FROM library_document"  # noqa: S608 - only marks
            f" WHERE sha256 IN ({marks[0]}) OR canonical_url IN ({marks[1]})",
            [*digests, *addresses],
        )
        found = cursor.fetchall()
    return _Known({address: digest for digest, address in found if address}, dict(found))


def canonical_of(url: str) -> str | None:
    """The address by which the same page is known again; none for files, and for addresses that none can be made of."""
    if not url:
        return None
    try:
        return canonical_url(url)[:2000]
    except FetchError:
        return None


def _adapted(connection: BaseDatabaseWrapper, value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
