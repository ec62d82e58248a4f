"""The full-text index beside the table ``library_document``; run by a migration through ``RunPython``.

SQLite: an FTS5 table without content of its own, kept in step by triggers. PostgreSQL: a generated ``tsvector`` column
with a GIN index. Both live in the same transaction as the rows, so that the index can never disagree with them.

SQLite drops a table's triggers when a later migration rebuilds it (AlterField does): such a migration must call
``forwards`` again after the change.
"""

from __future__ import annotations

from typing import Any

# PostgreSQL refuses a tsvector over 1 MB; what stands so far down in a document is found by no reader either.
INDEXED_CHARACTERS = 300_000

_SQLITE = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS library_fts USING fts5(
        title, text, content='library_document', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2')""",
    "DROP TRIGGER IF EXISTS library_fts_added",
    "DROP TRIGGER IF EXISTS library_fts_removed",
    "DROP TRIGGER IF EXISTS library_fts_changed",
    """CREATE TRIGGER library_fts_added AFTER INSERT ON library_document BEGIN
        INSERT INTO library_fts(rowid, title, text) VALUES (new.id, new.title, new.text); END""",
    """CREATE TRIGGER library_fts_removed AFTER DELETE ON library_document BEGIN
        INSERT INTO library_fts(library_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text); END""",
    """CREATE TRIGGER library_fts_changed AFTER UPDATE OF title, text ON library_document BEGIN
        INSERT INTO library_fts(library_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
        INSERT INTO library_fts(rowid, title, text) VALUES (new.id, new.title, new.text); END""",
    "INSERT INTO library_fts(library_fts) VALUES ('rebuild')",
)
_SQLITE_BACK = (
    "DROP TRIGGER IF EXISTS library_fts_added",
    "DROP TRIGGER IF EXISTS library_fts_removed",
    "DROP TRIGGER IF EXISTS library_fts_changed",
    "DROP TABLE IF EXISTS library_fts",
)
_POSTGRESQL = (
    f"""ALTER TABLE library_document ADD COLUMN IF NOT EXISTS search tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', coalesce(title, '')), 'A') ||
        setweight(to_tsvector('english', left(coalesce(text, ''), {INDEXED_CHARACTERS})), 'B')) STORED""",
    "CREATE INDEX IF NOT EXISTS library_document_search ON library_document USING gin (search)",
)
_POSTGRESQL_BACK = (
    "DROP INDEX IF EXISTS library_document_search",
    "ALTER TABLE library_document DROP COLUMN IF EXISTS search",
)


def forwards(apps: Any, schema_editor: Any) -> None:
    """Make the index for the database at hand; safe to run again."""
    _run(schema_editor, _POSTGRESQL if schema_editor.connection.vendor == "postgresql" else _SQLITE)


def backwards(apps: Any, schema_editor: Any) -> None:
    """Take the index away; the documents stay."""
    _run(schema_editor, _POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else _SQLITE_BACK)


def _run(schema_editor: Any, statements: tuple[str, ...]) -> None:
    for statement in statements:
        schema_editor.execute(statement)
