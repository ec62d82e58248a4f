"""The trail of every act: append, verify, erase personal text.

Each row's hash is SHA-256 over the hash before it and the row's own content as canonical JSON (sorted keys, no
spaces, UTF-8). A changed, missing or inserted row breaks the chain at its exact place. People's names and free text
stand beside the chain under a random salt; only their digest is chained, so that they can be erased later.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC
from operator import attrgetter
from typing import Any, NamedTuple

import orjson
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from claims.clock import now
from claims.inserting import insert_rows
from claims.roles import Actor
from verification.models import AuditEntry, AuditHead

START = "0" * 64
CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that happened: ``verb`` in the past tense, the object, and what changed (no free text in ``data``)."""

    verb: str
    object_type: str
    object_id: int
    claim_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    note: str = ""


def nonce() -> dict[str, str]:
    """For acts whose ``data`` is hidden for a while: few enough could be meant to be found by trying their hashes."""
    return {"nonce": secrets.token_hex(16)}


def digest_of(*parts: object) -> str:
    """SHA-256 of what an act rests on, as a row of the trail may hold it: the parts as one canonical JSON list."""
    return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()


def append(actor: Actor, *acts: Act) -> list[AuditEntry]:
    """Adds the acts to the chain. Must run inside the transaction that does what they tell of."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.append() must be called inside the transaction of the act")
    head = AuditHead.objects.select_for_update().get(pk=1)
    name = actor.get_username() if isinstance(actor, User) else ""
    who = f"user:{actor.pk}" if isinstance(actor, User) else "machine"
    at = now()
    entries = []
    for act in acts:
        salt = secrets.token_hex(16) if act.note or name else ""
        entry = AuditEntry(
            seq=head.seq + 1,
            at=at,
            actor=who,
            actor_name=name,
            verb=act.verb,
            object_type=act.object_type,
            object_id=act.object_id,
            claim_id=act.claim_id,
            data=act.data,
            note=act.note,
            salt=salt,
            note_digest=_digest(salt, name, act.note) if salt else "",
            prev_hash=head.hash,
        )
        entry.hash = chain_hash(entry)
        entries.append(entry)
        head.seq, head.hash = entry.seq, entry.hash
    insert_rows(AuditEntry, Row._fields, [_FIELDS(entry) for entry in entries])
    head.save(update_fields=["seq", "hash"])
    return entries


def chain_hash(entry: AuditEntry) -> str:
    """The hash that ``entry`` must carry, from its own content and ``prev_hash``."""
    return _hash(_of_entry(entry))


class Row(NamedTuple):
    """What a walk reads of one row; a million of these cost a third of a million models."""

    seq: int
    at: str  # as the database writes it, or as _of_entry does
    actor: str
    actor_name: str
    verb: str
    object_type: str
    object_id: int
    claim_id: int | None
    data: Any  # JSON text from the database, data from an entry
    note: str
    salt: str
    note_digest: str
    prev_hash: str
    hash: str


_FIELDS = attrgetter(*Row._fields)


def _of_entry(entry: AuditEntry) -> Row:
    at = entry.at.astimezone(UTC).isoformat(sep=" ", timespec="microseconds")
    return Row(*_FIELDS(entry))._replace(at=at)


def _of_trail() -> Iterator[Row]:
    """Every row in order, moment and data still as text: turning a million of them into objects takes longer than all
    the rest of the walk."""
    trail = AuditEntry.objects.order_by("seq").annotate(at_text=Cast("at", TextField()), json=Cast("data", TextField()))
    names = [{"at": "at_text", "data": "json"}.get(name, name) for name in Row._fields]
    return map(Row._make, trail.values_list(*names).iterator(chunk_size=CHUNK))


def _hash(row: Row) -> str:
    # "2026-10-06 07:30:00.5", with or without its zone (UTC): the fraction is written out in full.
    if row.at[10] != " " or row.at[19:20] not in ("", ".", "+"):
        raise ValueError("no moment")
    fraction = row.at[20:].partition("+")[0] if row.at[19:20] == "." else ""
    content = {
        "seq": row.seq,
        "at": f"{row.at[:10]}T{row.at[11:19]}.{fraction:0<6}+00:00",
        "actor": row.actor,
        "verb": row.verb,
        "object": [row.object_type, row.object_id],
        "claim": row.claim_id,
        "data": orjson.loads(row.data) if isinstance(row.data, str) else row.data,
        "note_digest": row.note_digest,
    }
    canonical = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(row.prev_hash.encode("ascii", "replace") + canonical).hexdigest()


@dataclass(frozen=True, slots=True)
class Verified:
    """Outcome of a walk: how many rows held, and the first that did not (``seq`` and why), if any."""

    rows: int
    broken_seq: int | None = None
    why: str = ""


def verify(
    entries: Iterable[AuditEntry] | None = None,
    head: AuditHead | None = None,
    *,
    passed: Callable[[int], object] = lambda rows: None,
) -> Verified:
    """Walks the chain from its start and stops at the first row that does not hold.

    Without ``entries`` it reads the trail as it stands. ``passed`` is told now and then of how many rows held.
    """
    if entries is None:
        head = AuditHead.objects.filter(pk=1).first()
        walk = _of_trail()
    else:
        walk = map(_of_entry, entries)
    rows, previous = 0, START
    for row in walk:
        why = _fault(row, rows + 1, previous)
        if why:
            return Verified(rows, row.seq if row.seq <= rows + 1 else rows + 1, why)
        rows, previous = rows + 1, row.hash
        if head is not None and rows == head.seq and previous != head.hash:
            return Verified(rows - 1, rows, "the chain should end with another row")
        if rows % CHUNK == 0:
            passed(CHUNK)
    if head is not None and rows < head.seq:
        return Verified(rows, rows + 1, f"the chain should end at row {head.seq}, but ends at row {rows}")
    # The desk works on during a walk, so that there may be more rows by now; their end is the head as it is now.
    if head is not None and rows > head.seq and not AuditHead.objects.filter(pk=1, seq__gte=rows).exists():
        return Verified(head.seq, head.seq + 1, "nothing was to follow the end of the chain")
    return Verified(rows)


def verify_rows(entries: Iterable[AuditEntry]) -> Verified:
    """Some rows of a chain, oldest first: each must carry the hash of its content, and follow the one just before it.

    Between rows that are not neighbours nothing can be said without those that lie there.
    """
    rows, last = 0, AuditEntry(seq=0, hash=START)
    for entry in entries:
        if entry.seq <= last.seq:
            return Verified(rows, entry.seq, "it does not come after the row before it")
        follows = last.hash if entry.seq == last.seq + 1 else entry.prev_hash
        why = _fault(_of_entry(entry), entry.seq, follows)
        if why:
            return Verified(rows, entry.seq, why)
        rows, last = rows + 1, entry
    return Verified(rows)


def erase_notes(person_id: int) -> int:
    """Empties the name and the free text that one person left in the trail; the chain still verifies.

    Returns the rows touched. What they did, and when, stays: under their number, without their name.
    """
    theirs = AuditEntry.objects.filter(actor=f"user:{person_id}").exclude(salt="")
    return theirs.update(note="", salt="", actor_name="")


def history(claim_id: int) -> Iterator[AuditEntry]:
    """The acts on one claim, oldest first."""
    return AuditEntry.objects.filter(claim_id=claim_id).order_by("seq").iterator()


def _fault(row: Row, seq: int, previous: str) -> str:
    if row.seq != seq:
        return f"row {seq} is missing"
    if row.prev_hash != previous:
        return "it does not follow the row before it"
    told = row.salt or row.note or row.actor_name  # all three are empty once they have been erased
    if told and _digest(row.salt, row.actor_name, row.note) != row.note_digest:
        return "its name or its note was changed"
    try:
        expected = _hash(row)
    except (ValueError, TypeError, IndexError):  # what stands there is no longer a moment, or no longer JSON
        return "its content was changed"
    if expected != row.hash:
        return "its content was changed"
    return ""


def _digest(salt: str, name: str, note: str) -> str:
    return hashlib.sha256(f"{salt}\n{name}\n{note}".encode()).hexdigest()
