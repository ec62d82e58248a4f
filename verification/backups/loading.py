"""The database from an archive, whole or not at all, into a desk that holds nothing yet."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction
from django.db.models import Field, Model, sql

from claims.errors import InvalidInput
from claims.fetching import is_web_address
from claims.models import Article, Claim
from verification import audit
from verification.backups.tables import GROUPS, MANIFEST, NO_PASSWORD, PEOPLE, VERSION, columns, read, tables
from verification.models import AuditEntry, Document

CHUNK = 500
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded: rows in all, and how many acts of the trail held."""

    rows: int
    trail: int


def load_archive(path: Path, *, with_secrets: bool, on_rows: Callable[[int], object] | None = None) -> Loaded:
    """Loads everything in the archive at ``path``, with its ids. ``with_secrets`` wants a backup.

    Raises InvalidInput for a file that is no archive or was changed, and for a desk that is not empty; nothing is
    written then.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive, with_secrets)
            _must_be_empty()
            for label, told in manifest["tables"].items():
                _must_be_whole(archive, label, told["sha256"])
            with transaction.atomic():
                rows = _load(archive, manifest, on_rows)
                trail = audit.verify()
                if trail.broken_seq is not None:
                    raise InvalidInput(f"The archive's trail is broken at row {trail.broken_seq}: {trail.why}.")
    except (zipfile.BadZipFile, KeyError, orjson.JSONDecodeError, ValidationError) as error:
        raise InvalidInput(f"{path.name} is no archive that can be read: {error}.") from error
    except DatabaseError as error:
        raise InvalidInput(f"The rows of {path.name} do not fit together: {error}. Nothing was loaded.") from error
    return Loaded(rows, trail.rows)


def _manifest(archive: zipfile.ZipFile, with_secrets: bool) -> dict[str, Any]:
    manifest: dict[str, Any] = orjson.loads(archive.read(MANIFEST))
    if manifest.get("proofdesk_archive") != VERSION:
        raise InvalidInput("This archive was made by another version of Proofdesk. Load it with that one.")
    if with_secrets and not manifest["secrets"]:
        raise InvalidInput("This is an export, without passwords and tokens. Load it with `manage.py import`.")
    known = {model._meta.label for model in tables(secrets=True)}
    if unknown := set(manifest["tables"]) - known:
        raise InvalidInput(f"This archive has tables that this version does not know: {', '.join(sorted(unknown))}.")
    return manifest


def _must_be_empty() -> None:
    for model, what in ((User, "people"), (Article, "articles"), (Claim, "claims"), (Document, "documents")):
        if number := model._base_manager.count():
            raise InvalidInput(
                f"This desk is not empty: it holds {number} {what}. Load the archive into a new one (another DATA_DIR)."
            )
    if AuditEntry.objects.exists():
        raise InvalidInput("This desk is not empty: it has a trail already. Load the archive into a new one.")


def _must_be_whole(archive: zipfile.ZipFile, label: str, sha256: str) -> None:
    digest = hashlib.sha256()
    with archive.open(f"{label}.ndjson") as part:
        while piece := part.read(1 << 20):
            digest.update(piece)
    if digest.hexdigest() != sha256:
        raise InvalidInput(f"The archive was changed: {label} is not what its manifest says. Nothing was loaded.")


def _load(archive: zipfile.ZipFile, manifest: dict[str, Any], on_rows: Callable[[int], object] | None) -> int:
    """Every table's rows as they were. Keys refer forwards too: the database checks them all at the end."""
    total = 0
    models = [model for model in tables(secrets=True) if model._meta.label in manifest["tables"]]
    for model in models:
        model._base_manager.all()._raw_delete(DEFAULT_DB_ALIAS)  # the rows that every desk starts with
        with archive.open(f"{model._meta.label}.ndjson") as part:
            lines = (orjson.loads(line) for line in part)
            while batch := list(islice(lines, CHUNK)):
                _insert(model, batch)
                total += len(batch)
                if on_rows:
                    on_rows(len(batch))
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    return total


def _insert(model: type[Model], batch: list[Row]) -> None:
    groups = [(row["id"], row.pop(GROUPS)) for row in batch] if model._meta.label == PEOPLE else []
    fields = [field for field in columns(model, secrets=True) if field.attname in batch[0]]
    if unknown := set(batch[0]) - {field.attname for field in fields}:
        raise InvalidInput(f"This archive has columns that this version does not know: {', '.join(sorted(unknown))}.")
    _must_be_of_the_web(model, fields, batch)
    made = [model(**{field.attname: read(field, row[field.attname]) for field in fields}) for row in batch]
    if model._meta.label == PEOPLE and "password" not in batch[0]:
        for person in made:
            person.password = NO_PASSWORD  # type: ignore[attr-defined]
    # Raw, as Django's own fixtures are: moments that a save would set anew stay what they were.
    every = list(model._meta.local_concrete_fields)
    size = connection.ops.bulk_batch_size(every, made)
    for some in _pieces(made, size):
        query = sql.InsertQuery(model)
        query.insert_values(every, some, raw=True)
        query.get_compiler(using=DEFAULT_DB_ALIAS).execute_sql()
    _join_groups(groups)


def _must_be_of_the_web(model: type[Model], fields: list[Field[Any, Any]], batch: list[Row]) -> None:
    """The desk itself takes in no other addresses; who changed an archive could make links of them."""
    names = [field.attname for field in fields if field.attname.endswith("url")]
    for row in batch:
        for name in names:
            if row[name] and not is_web_address(row[name]):
                raise InvalidInput(
                    f"Row {row['id']} of {model._meta.label} in the archive has an address that is not http or https: "
                    f"{name} is “{row[name][:60]}”. Nothing was loaded."
                )


def _join_groups(groups: list[tuple[int, list[str]]]) -> None:
    known = dict(Group.objects.values_list("name", "pk"))
    through = User.groups.through
    through.objects.bulk_create(
        through(user_id=person, group_id=known[name]) for person, names in groups for name in names
    )


def _pieces(made: list[Any], size: int) -> Iterator[list[Any]]:
    for start in range(0, len(made), size):
        yield made[start : start + size]
