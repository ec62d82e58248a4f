"""The database's own guard of the audit trail: rows are only ever added; only name, note and salt may be emptied.

Run by a migration. Application code that goes round verification.audit is stopped here, whoever wrote it.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

_SQLITE = [
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON verification_auditentry
       BEGIN SELECT RAISE(ABORT, 'audit rows are only ever added'); END""",
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON verification_auditentry
       WHEN NOT (NEW.note = '' AND NEW.salt = '' AND NEW.actor_name = '' AND NEW.seq = OLD.seq
                 AND NEW.at = OLD.at
                 AND NEW.actor = OLD.actor AND NEW.verb = OLD.verb AND NEW.object_type = OLD.object_type
                 AND NEW.object_id = OLD.object_id AND NEW.claim_id IS OLD.claim_id AND NEW.data = OLD.data
                 AND NEW.note_digest = OLD.note_digest AND NEW.prev_hash = OLD.prev_hash AND NEW.hash = OLD.hash)
       BEGIN SELECT RAISE(ABORT, 'audit rows are only ever added'); END""",
]
_SQLITE_BACK = ["DROP TRIGGER audit_no_delete", "DROP TRIGGER audit_no_update"]
_POSTGRESQL = [
    """CREATE FUNCTION audit_guard() RETURNS trigger AS $$
       BEGIN
         IF TG_OP = 'UPDATE' AND NEW.note = '' AND NEW.salt = '' AND NEW.actor_name = ''
            AND NEW.seq = OLD.seq AND NEW.at = OLD.at AND NEW.actor = OLD.actor AND NEW.verb = OLD.verb
            AND NEW.object_type = OLD.object_type AND NEW.object_id = OLD.object_id
            AND NEW.claim_id IS NOT DISTINCT FROM OLD.claim_id
            AND NEW.data = OLD.data AND NEW.note_digest = OLD.note_digest
            AND NEW.prev_hash = OLD.prev_hash AND NEW.hash = OLD.hash THEN
           RETURN NEW;
         END IF;
         RAISE EXCEPTION 'audit rows are only ever added';
       END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER audit_guard BEFORE UPDATE OR DELETE ON verification_auditentry
       FOR EACH ROW EXECUTE FUNCTION audit_guard()""",
]
_POSTGRESQL_BACK = ["DROP TRIGGER audit_guard ON verification_auditentry", "DROP FUNCTION audit_guard()"]


def forwards(apps: Any, schema_editor: Any) -> None:
    """Puts the guard up."""
    for statement in _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL:
        schema_editor.execute(statement)


def backwards(apps: Any, schema_editor: Any) -> None:
    """Takes the guard away; the rows stay."""
    for statement in _SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL_BACK:
        schema_editor.execute(statement)


def is_up() -> bool:
    """Whether the guard stands in the database at hand."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_no_%'")
        else:
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'audit_guard'")
        return bool(cursor.fetchone()[0])
