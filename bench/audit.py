"""How long the walk of the audit chain takes, and that one changed byte anywhere is named at its row.

    .venv/bin/python bench/audit.py [ROWS]          default 100000; the promise is 1000000 in under 10 s

Makes a desk of its own in a temporary folder. Prints one table.
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
folder = tempfile.TemporaryDirectory(prefix="audit-")
os.environ |= {
    "DATA_DIR": folder.name,
    "DATABASE_URL": "",
    "REDIS_URL": "",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from verification import audit  # noqa: E402

BATCH = 5000
COLUMNS = ("actor", "actor_name", "verb", "object_id", "claim_id", "data", "note", "salt", "prev_hash", "hash", "at")


def fill(rows: int) -> None:
    """Acts such as a desk makes: four by the machine to one by a person, with a note; in large batches, to be quick."""
    person = User.objects.create_user("ada")
    moved = {"from": "gathering", "to": "open"}
    for start in range(0, rows, BATCH):
        by_machine = range(start, start + BATCH * 4 // 5)
        by_person = range(by_machine.stop, start + BATCH)
        with transaction.atomic():
            audit.append(None, *[audit.Act("moved", "verification", n, claim_id=n, data=moved) for n in by_machine])
            noted = [audit.Act("noted", "verification", n, claim_id=n, note=f"Call number {n}.") for n in by_person]
            audit.append(person, *noted)


def tamper(seq: int, column: str) -> Callable[[], None]:
    """Changes one byte past all guards, as somebody with the file in hand could; returns what puts it back."""
    connection.close()
    with sqlite3.connect(Path(folder.name) / "proofdesk.sqlite3") as database:
        triggers = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        select = f"SELECT {column} FROM verification_auditentry WHERE seq = ?"
        old = database.execute(select, (seq,)).fetchone()[0]
        update = f"UPDATE verification_auditentry SET {column} = ? WHERE seq = ?"
        database.execute(update, (changed(old), seq))
    database.close()

    def restore() -> None:
        connection.close()
        with sqlite3.connect(Path(folder.name) / "proofdesk.sqlite3") as database:
            database.execute(update, (old, seq))
            for _, sql in triggers:
                database.execute(sql)
        database.close()

    return restore


def changed(value: object) -> object:
    """The value with one byte (or one count) different."""
    if isinstance(value, int):
        return value + 1
    if value == "{}":  # the column takes JSON only
        return "[]"
    text = str(value or "x ")
    at = next((i for i, letter in enumerate(text) if letter.isalnum()), 0)
    return text[:at] + ("1" if text[at] != "1" else "2") + text[at + 1 :]


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    call_command("migrate", verbosity=0)
    fill(rows)
    began, cpu = time.perf_counter(), time.process_time()
    held = audit.verify()
    print(f"{'rows':>10} {'s':>7} {'CPU s':>7}  outcome")
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(f"{held.rows:>10} {took:>7.2f} {cpu:>7.2f}  {held.why or 'holds'}")
    for column in COLUMNS if rows <= 20_000 else random.sample(COLUMNS, 2):
        last = random.randrange(1, rows // BATCH + 1) * BATCH
        seq = last - random.randrange(BATCH // 5)  # a row with a person's name and note
        restore = tamper(seq, column)
        found = audit.verify()
        named = "named" if found.broken_seq == seq else f"NOT NAMED: {found}"
        print(f"{'':>10} {'':>7} {'':>7}  one byte of {column}, row {seq}: {named} ({found.why})")
        restore()


if __name__ == "__main__":
    main()
