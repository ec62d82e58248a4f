"""Many new rows at the price of few.

``bulk_create`` makes an object a row and asks every column of every one of them; where thousands of rows come in, that
is nine tenths of the work. Here a row is only what differs from row to row; all else is the model's default, once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import BinaryField, DateTimeField, Field, JSONField, Model

# Kinds whose values a database takes in a form of its own; texts, numbers and keys it takes as they are.
OF_ITS_OWN = (BinaryField, DateTimeField, JSONField)


def insert_rows(model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Writes new rows. ``names`` are the attributes (``article_id``, not ``article``) that ``rows`` give values for."""
    if not rows:
        return
    database = connections[DEFAULT_DB_ALIAS]
    given = dict(zip(names, zip(*rows, strict=True), strict=True))
    fields = [field for field in model._meta.concrete_fields if field.attname in given or not field.primary_key]
    blank = model()
    columns: list[Sequence[Any]] = []
    for field in fields:
        if field.attname in given:
            columns.append(_column(field, given[field.attname], database))
        else:
            columns.append([field.get_db_prep_save(field.pre_save(blank, add=True), database)] * len(rows))
    quoted = database.ops.quote_name
    places = ", ".join(quoted(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quoted(model._meta.db_table)} ({places}) VALUES ({marks})"  # noqa: S608
    with database.cursor() as cursor:
        cursor.executemany(statement, list(zip(*columns, strict=True)))


def _column(field: Field[Any, Any], values: Sequence[Any], database: Any) -> Sequence[Any]:
    """The values as the database takes them; one that comes many times in a row is made ready once."""
    if not isinstance(field, OF_ITS_OWN):
        return values
    prepare: Callable[[Any, Any], Any] = field.get_db_prep_save
    ready, last, made = [], object(), None
    for value in values:
        if value is not last:
            last, made = value, prepare(value, database)
        ready.append(made)
    return ready


def reserve_ids(model: type[Model], number: int) -> list[int]:
    """Keys for so many new rows of ``model``, never used before. Only inside the transaction that writes them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [connection.ops.quote_name(table), number])
            return [key for (key,) in cursor.fetchall()]
        # SQLite has one writer at a time, and it is this transaction.
        name = connection.ops.quote_name(table)
        cursor.execute(
            f"SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = %s), 0),"  # noqa: S608
            f" coalesce((SELECT max(id) FROM {name}), 0))",
            [table],
        )
        last: int = cursor.fetchone()[0]
    return list(range(last + 1, last + 1 + number))
