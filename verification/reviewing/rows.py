"""The row under every verb: locked before it is looked at, so that two people never act on the same sight of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from claims.cleaning import clean_words, shows_nothing
from claims.clock import now
from claims.errors import InvalidInput
from claims.roles import Actor
from verification import audit
from verification.gathering import recount
from verification.models import Verification

LONGEST_TEXT = 20_000


def locked(verification: Verification) -> Verification:
    """The row as it is now, locked until the transaction ends (on SQLite the transaction itself is the lock)."""
    rows = Verification.objects.select_for_update(of=("self",)).select_related("claim", "claim__article")
    return rows.get(pk=verification.pk)


def record(
    actor: Actor, verb: str, verification: Verification, *, data: Mapping[str, object] | None = None, note: str = ""
) -> None:
    """One audit row on an act that is no change of state; the claim counts as changed."""
    Verification.objects.filter(pk=verification.pk).update(updated_at=now())
    act = audit.Act(verb, "verification", verification.pk, verification.claim_id, data=dict(data or {}), note=note)
    audit.append(actor, act)


def recount_if_blind(verification: Verification) -> None:
    """Counts the corroboration anew where blind second review begins or ends: meanwhile marks do not count."""
    if settings.BLIND_SECOND_REVIEW:
        recount(verification.pk)


def needed(value: str, field: str, why: str) -> str:
    """The cleaned text; InvalidInput saying ``why`` when there is none."""
    value = written(value, field)
    if shows_nothing(value):
        raise InvalidInput(why, fields={field: why})
    return value


def written(value: str, field: str, *, longest: int = LONGEST_TEXT) -> str:
    """The cleaned text, "" allowed and made of what shows nothing; InvalidInput when it is too long."""
    value = "" if shows_nothing(value) else clean_words(value).strip()
    if len(value) > longest:
        why = f"At most {longest} characters; this is {len(value)}."
        raise InvalidInput(f"The text in “{field}” is too long. {why}", fields={field: why})
    return value
