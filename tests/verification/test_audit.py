from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from verification import audit
from verification.models import AuditEntry, AuditHead

pytestmark = pytest.mark.django_db


def write(count: int, note: str = "") -> None:
    person = User.objects.create_user("ada")
    with transaction.atomic():
        audit.append(person, *[audit.Act("moved", "verification", n, claim_id=n, note=note) for n in range(count)])


def test_a_chain_of_acts_verifies() -> None:
    write(5, note="because")
    assert audit.verify() == audit.Verified(5)


def test_rows_cannot_be_changed_or_deleted() -> None:
    write(2)
    for statement in ("UPDATE verification_auditentry SET verb = 'x'", "DELETE FROM verification_auditentry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert audit.verify() == audit.Verified(2)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "undone"),
        ("actor", "user:9"),
        ("data", {"to": "true"}),
        ("note", "no"),
        ("actor_name", "eve"),
        ("salt", "00"),
    ],
)
def test_a_changed_row_is_named(column: str, value: object) -> None:
    write(4, note="because")
    entries = list(AuditEntry.objects.order_by("seq"))
    setattr(entries[2], column, value)
    assert audit.verify(entries).broken_seq == 3


COLUMNS = {
    "at": "'2026-10-06X07:30:00'",
    "actor": "'user:99'",
    "actor_name": "'eve'",
    "verb": "verb || 's'",
    "object_type": "'claim'",
    "object_id": "object_id + 1",
    "claim_id": "claim_id + 1",
    "data": """'{"to": "true"}'""",
    "note": "note || '.'",
    "salt": "'00'",
    "note_digest": "'00'",
    "prev_hash": "hash",
    "hash": "prev_hash",
}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL itself refuses what is no moment")
@pytest.mark.parametrize("column", COLUMNS)
def test_whoever_goes_past_the_guard_is_found_at_the_very_row(column: str) -> None:
    """The walk over what the database holds, as `audit verify` does it, and not over entries made in the test."""
    assert {field.column for field in AuditEntry._meta.fields} - {"seq"} == set(COLUMNS)
    write(4, note="because")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER audit_no_update")
        cursor.execute(f"UPDATE verification_auditentry SET {column} = {COLUMNS[column]} WHERE seq = 3")
    found = audit.verify()
    assert (found.broken_seq, found.rows) == (3, 2)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the triggers are SQLite's")
def test_a_row_put_in_at_the_end_is_found() -> None:
    write(3)
    head = AuditHead.objects.get()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE verification_audithead SET seq = 2, hash = (SELECT hash FROM verification_auditentry WHERE seq = 2)"
        )
    assert audit.verify().broken_seq == 3
    head.save()
    assert audit.verify() == audit.Verified(3)


def test_rows_that_come_during_a_walk_are_no_fault() -> None:
    write(3)
    head = AuditHead.objects.get()
    with transaction.atomic():
        audit.append(None, audit.Act("moved", "verification", 9))
    assert audit.verify(AuditEntry.objects.order_by("seq"), head) == audit.Verified(4)


def test_a_missing_row_is_named_and_a_cut_end_too() -> None:
    write(4)
    entries = list(AuditEntry.objects.order_by("seq"))
    assert audit.verify(entries[:1] + entries[2:]).broken_seq == 2
    assert audit.verify(entries[:3], AuditHead.objects.get()).broken_seq == 4


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the triggers are SQLite's")
def test_a_trail_without_its_head_does_not_hold() -> None:
    write(4)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM verification_audithead")
    with pytest.raises(CommandError) as caught:
        call_command("audit", "verify")
    assert caught.value.returncode == 1


def test_erasing_personal_text_keeps_the_chain() -> None:
    write(3, note="my phone number is 1234")
    person = User.objects.get()
    assert audit.erase_notes(person.pk) == 3
    assert not AuditEntry.objects.exclude(note="").exists()
    assert audit.verify() == audit.Verified(3)


def test_an_act_outside_a_transaction_is_refused(transactional_db: None) -> None:
    with pytest.raises(RuntimeError):
        audit.append(None, audit.Act("moved", "verification", 1))
