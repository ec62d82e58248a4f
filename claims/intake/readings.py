"""Tips read: what a worker does with a claim that came without an article.

The same reading as an article's, of the words as they came in; they stay as they were typed. Some are read together,
since the parser takes half the time for each then. All may run twice: the second run finds the lease taken or the
fence closed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from typing import Any, TypeAlias

from django.db import transaction
from django.db.models import Q, QuerySet

from claims import leases
from claims.clock import now
from claims.doorbell import READ, ring_on_commit
from claims.heartbeat import LEASE_SECONDS, heartbeat
from claims.intake.poison import swallow
from claims.intake.weights import own_weights
from claims.models import Claim, ClaimEdit, ReadingState, TipReading
from claims.signals import tips_read
from claims.splitting import SPLITTER_VERSION, SplitInput, Statement, read_statements

log = logging.getLogger(__name__)

AT_ONCE = 32
AT_ONCE_CHARACTERS = 20_000
TOO_COMPLEX = "The statement is too large or too deeply nested to be read."

WAITING = Q(state=ReadingState.QUEUED)
RUNNING = Q(state=ReadingState.RUNNING)

_Taken: TypeAlias = tuple[TipReading, str]  # with the token of its lease


def owe_reading(claim: Claim) -> None:
    """Notes, in the transaction that makes the tip, that it is to be read, and rings for it."""
    TipReading.objects.create(claim=claim, rung_at=now())
    ring_on_commit(READ, claim.pk)


def due_readings() -> QuerySet[TipReading]:
    """Readings that some worker owes."""
    return TipReading.objects.filter(leases.is_due(WAITING, RUNNING))


def suspect_readings() -> QuerySet[TipReading]:
    """Those of them that have cost workers and are read in a process of their own."""
    return due_readings().filter(leases.lost(RUNNING, leases.SUSPECT_AFTER))


def read_tips(claim_id: int, *, alone: bool = False) -> None:
    """Reads the tip and others that wait, in three steps; only it when it is ``alone``.

    1. Take the leases; another worker's are left alone.
    2. Read the statements, with no transaction open.
    3. Write what was found, where the lease still is ours.
    4. End the leases, and tell who ranks claims. Not together with the writing: whoever edits a claim takes its
       verification and then the claim, so that taking them the other way round could block both for ever.
    """
    taken = _take(claim_id, alone=alone)
    if not taken:
        return
    weights = own_weights()
    try:
        with ExitStack() as held:
            for reading, token in taken:
                held.enter_context(heartbeat.holding(reading, token))
            for reading, _ in taken:
                swallow(reading.claim.quote)
            found = list(read_statements(_input(reading.claim, weights) for reading, _ in taken))
    except (MemoryError, RecursionError):
        if len(taken) > 1:
            raise  # whose fault it was shows when each is read by itself
        _give_up(*taken[0])
        return
    _write(taken, found)
    with transaction.atomic():
        done = {"losses": 0, "splitter_version": SPLITTER_VERSION}
        ours = [reading for reading, token in taken if _finish(reading, token, ReadingState.DONE, **done)]
        if ours:
            tips_read.send(sender=Claim, keys=[reading.claim_id for reading in ours])


def let_go_of_reading(claim_id: int) -> None:
    """Ends the lease of a process that is known to be dead: nobody need wait for it to run out."""
    TipReading.objects.filter(RUNNING, claim=claim_id).update(lease_until=leases.from_now(-1))


def quarantine_readings() -> int:
    """Gives up the readings that have cost too many workers their life; returns how many. The tips stay as they are."""
    lost = leases.QUARANTINED_AFTER
    given_up = due_readings().filter(leases.lost(RUNNING, lost))
    keys = list(given_up.values_list("claim_id", flat=True))
    if not keys:
        return 0
    error = f"Reading this statement ended {lost} workers, so it was put aside unread."
    number = given_up.filter(claim__in=keys).update(
        state=ReadingState.FAILED, error=error, lease_token="", lease_until=None, losses=lost
    )
    log.error("the readings of tips %s were given up after %s lost workers each", keys, lost)
    return number


def _take(claim_id: int, *, alone: bool) -> list[_Taken]:
    """The readings with their leases: the one asked for, and others that wait, as many as are worth doing together."""
    due = leases.is_due(WAITING, RUNNING)
    if not alone:
        due &= ~leases.lost(RUNNING, leases.SUSPECT_AFTER)
    rows = TipReading.objects.filter(due).select_related("claim")
    wanted = list(rows.filter(claim=claim_id))
    if not alone:
        wanted += rows.exclude(claim=claim_id).order_by("pk")[: AT_ONCE - len(wanted)]
    taken: list[_Taken] = []
    characters = 0
    with transaction.atomic():
        for reading in wanted:
            characters += len(reading.claim.quote)
            if taken and characters > AT_ONCE_CHARACTERS:
                break
            row = TipReading.objects.filter(pk=reading.pk)
            token = leases.take(row, due, RUNNING, seconds=LEASE_SECONDS, state=ReadingState.RUNNING)
            if token is not None:
                taken.append((reading, token))
    return taken


def _input(claim: Claim, weights: dict[str, float]) -> SplitInput:
    return SplitInput(claim.quote, published_at=claim.published_at, weights=weights)


def _give_up(reading: TipReading, token: str) -> None:
    _finish(reading, token, ReadingState.FAILED, error=TOO_COMPLEX)


def _finish(reading: TipReading, token: str, state: ReadingState, **changes: Any) -> bool:
    row = TipReading.objects.filter(RUNNING, pk=reading.pk)
    return leases.finish(row, token, state=state, read_at=now(), attempts=0, **changes)


def _write(taken: Sequence[_Taken], found: Sequence[Statement]) -> None:
    """What was found, but for what a person has set meanwhile."""
    tokens = [token for _, token in taken]
    with transaction.atomic():
        ours = set(TipReading.objects.filter(lease_token__in=tokens).values_list("claim_id", flat=True))
        read = [(reading.claim_id, read) for (reading, _), read in zip(taken, found, strict=True)]
        locked = Claim.objects.select_for_update().filter(pk__in=ours).order_by("pk")
        by_hand = _edited(locked.values_list("pk", flat=True))
        for pk, statement in read:
            if pk in ours:
                Claim.objects.filter(pk=pk).update(**_columns(statement, keep_kinds=(pk, "kinds") in by_hand))


def _columns(found: Statement, *, keep_kinds: bool) -> dict[str, Any]:
    return {
        "checkworthiness": found.checkworthiness,
        "reasons": [{"feature": reason.feature, "weight": reason.weight} for reason in found.reasons],
        "measures": dict(found.measures),
        "ambiguous": found.ambiguous,
        "open_questions": list(found.open_questions),
        "entities": [{"text": e.text, "type": e.type, "start": e.start, "end": e.end} for e in found.entities],
        "proposal": {"kinds": list(found.kinds)},
        "updated_at": now(),
        **({} if keep_kinds else {"kinds": list(found.kinds)}),
    }


def _edited(claims: Iterable[int]) -> set[tuple[int, str]]:
    """Which fields of which claims a person has changed."""
    edits = ClaimEdit.objects.filter(claim__in=list(claims)).values_list("claim_id", "after")
    return {(claim, name) for claim, after in edits for name in after}
