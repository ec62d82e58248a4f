"""The archive from the database, as it was at one moment."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, BinaryIO

import orjson
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model

from claims.clock import now
from verification.backups.tables import GROUPS, MANIFEST, PEOPLE, VERSION, columns, tables, written

CHUNK = 500


def write_archive(file: BinaryIO, *, secrets: bool, on_rows: Callable[[int], object] | None = None) -> int:
    """Writes the whole desk to ``file``; returns the number of rows. ``secrets`` adds what opens doors."""
    told: dict[str, dict[str, Any]] = {}
    with _one_moment(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for model in tables(secrets=secrets):
            digest, rows = hashlib.sha256(), 0
            with archive.open(f"{model._meta.label}.ndjson", "w", force_zip64=True) as part:
                every = _lines(model, secrets)
                while lines := list(islice(every, CHUNK)):
                    piece = b"".join(lines)
                    digest.update(piece)
                    part.write(piece)
                    rows += len(lines)
                    if on_rows:
                        on_rows(len(lines))
            told[model._meta.label] = {"rows": rows, "sha256": digest.hexdigest()}
        manifest = {"proofdesk_archive": VERSION, "made_at": now(), "secrets": secrets, "tables": told}
        archive.writestr(MANIFEST, orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
    return sum(table["rows"] for table in told.values())


def _lines(model: type[Model], secrets: bool) -> Iterator[bytes]:
    names = [field.attname for field in columns(model, secrets=secrets)]
    rows = model._base_manager.order_by("pk").values_list(*names)
    groups = _groups() if model._meta.label == PEOPLE else None
    for row in rows.iterator(chunk_size=CHUNK):
        record = {name: written(value) for name, value in zip(names, row, strict=True)}
        if groups is not None:
            record[GROUPS] = groups.get(record["id"], [])
        yield orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


def _groups() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    pairs = User.objects.filter(groups__isnull=False).order_by("pk", "groups__name")
    for person, name in pairs.values_list("pk", "groups__name"):
        found.setdefault(person, []).append(name)
    return found


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction that sees one moment of the database and keeps nobody from writing.

    Django's own would take SQLite's write lock for as long as the archive takes.
    """
    if connection.in_atomic_block:
        raise RuntimeError("an archive is written in a transaction of its own")
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if postgresql else "BEGIN DEFERRED")
        if postgresql:
            cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
