"""A claim is compared with the earlier ones; the nearest are offered to whoever reviews it.

An offer is a row that a person answers. Nothing is merged here, and an offer once answered stays as it was answered,
however often the claim is compared again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from claims.clock import now
from verification.checks import checks_for
from verification.matching.keeping import remember_claims
from verification.matching.likeness import CONFIRM, SUGGEST, Alike
from verification.matching.memory import MODEL, memory
from verification.models import Answered, EarlierClaim, SeenBefore, State, Verification

OFFERED = 3
# More than are offered: copies of this very article, and claims that came later, are among the nearest.
_LOOKED_AT = 40
_COMPARED_AGAIN = 2_000
_COLUMNS = ("claim_id", "statement", "title")


@dataclass(frozen=True, slots=True)
class _Found:
    earlier: EarlierClaim
    alike: Alike


def offer_if_never(verification: Verification) -> bool:
    """Compares a claim that never was; cheap for one that was. True if this call compared it."""
    if EarlierClaim.objects.filter(claim=verification.claim_id, compared_at__isnull=False).exists():
        return False
    _compare(verification)
    return True


def offer(verification_id: int) -> int:
    """Compares the claim of a verification with all earlier ones and writes what to offer; how many are offered."""
    return _compare(Verification.objects.select_related("claim").get(pk=verification_id))


def _compare(verification: Verification) -> int:
    """One comparison.

    1. Read the claim, and what this process does not know yet of the earlier ones.
    2. Compare, with no transaction open.
    3. Write the offers and the claim's own vector in one transaction.
    """
    claim = verification.claim
    own = EarlierClaim.objects.filter(claim=claim)
    if not own.exists():
        remember_claims([claim])
    nearest, vector = memory.nearest(claim.statement, _LOOKED_AT)
    alike = {key: found for key, found in nearest if found.score >= SUGGEST}
    found = _may_be_offered(verification, alike)[:OFFERED]
    with transaction.atomic():
        own.update(compared_at=now())
        if vector:
            own.filter(statement=claim.statement).exclude(model=MODEL).update(vectors=vector, model=MODEL)
        _write(verification, found)
    return len(found)


def _may_be_offered(verification: Verification, alike: dict[int, Alike]) -> list[_Found]:
    """Best first, without this claim, others of its article, what came later and what was withdrawn."""
    claim = verification.claim
    if not alike:
        return []
    rows = EarlierClaim.objects.filter(pk__in=alike).only(*_COLUMNS)
    mine = Q(claim=claim) | Q(claim__pk__gt=claim.pk)
    if claim.article_id is not None:
        mine |= Q(claim__article=claim.article_id)
    near = list(rows.exclude(mine))
    stand = _where_they_stand(near)
    by_key: dict[int, _Found] = {}
    for row in near:
        stands = stand.get(row.pk)
        if stands is None or stands.claim_id == claim.pk:
            continue
        known = by_key.get(stands.pk)
        if known is None or known.alike.score < alike[row.pk].score:
            by_key[stands.pk] = _Found(stands, alike[row.pk])
    return sorted(by_key.values(), key=lambda one: (-one.alike.score, one.earlier.pk))


def _where_they_stand(rows: Sequence[EarlierClaim]) -> dict[int, EarlierClaim]:
    """For each row itself; for a claim that was merged, the one it was merged into; a withdrawn check is left out."""
    own = [row.claim_id for row in rows if row.claim_id is not None]
    latest: dict[int, Verification] = {}
    columns = ("claim_id", "state", "duplicate_of_id")
    for verification in Verification.objects.filter(claim__in=own).only(*columns).order_by("is_current", "number"):
        latest[verification.claim_id] = verification
    merged = {one.duplicate_of_id for one in latest.values() if one.state == State.DUPLICATE}
    into = {row.claim_id: row for row in EarlierClaim.objects.filter(claim__in=merged - {None}).only(*_COLUMNS)}
    stand: dict[int, EarlierClaim] = {}
    for row in rows:
        known = latest.get(row.claim_id) if row.claim_id is not None else None
        if row.claim_id is None:
            stand[row.pk] = row
        elif known is not None and known.state == State.DUPLICATE and known.duplicate_of_id is not None:
            if known.duplicate_of_id in into:
                stand[row.pk] = into[known.duplicate_of_id]
        elif known is not None and known.state != State.RETRACTED:
            stand[row.pk] = row
    return stand


def _write(verification: Verification, found: Iterable[_Found]) -> None:
    statement = verification.claim.statement
    rows = [_row(verification, statement, one) for one in found]
    unanswered(verification).exclude(earlier__in=[row.earlier_id for row in rows]).delete()
    SeenBefore.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["verification", "earlier"],
        update_fields=["score", "sure", "reasons"],
    )


def _row(verification: Verification, statement: str, found: _Found) -> SeenBefore:
    reasons, against = _reasons(statement, found)
    return SeenBefore(
        verification=verification,
        earlier=found.earlier,
        score=round(found.alike.score, 3),
        sure=found.alike.score >= CONFIRM and not against,
        reasons=reasons,
    )


def _reasons(statement: str, found: _Found) -> tuple[list[dict[str, object]], bool]:
    """What the score is made of, then what the two say differently; and whether anything differs at all."""
    alike = found.alike
    parts = (("same_wording", alike.wording), ("same_meaning", alike.meaning), ("same_as_headline", alike.headline))
    reasons: list[dict[str, object]] = [
        {"feature": name, "weight": round(value, 2)}
        for name, value in parts
        if value is not None and (name != "same_as_headline" or found.earlier.title)
    ]
    differ = [
        check
        for check in checks_for(statement, "", found.earlier.statement)
        if not check.agrees and check.kind in ("number", "date", "negation", "name")
    ]
    reasons += [{"feature": f"{one.kind}_differs", "claim": one.claim, "earlier": one.source} for one in differ]
    return reasons, bool(differ)


def offer_to_open() -> int:
    """Compares the claims that wait for a person again, after reviews came in; how many of them have an offer now."""
    waiting = Verification.objects.filter(is_current=True, state__in=[State.OPEN, State.IN_REVIEW])
    keys = waiting.order_by("-priority", "id").values_list("pk", flat=True)[:_COMPARED_AGAIN]
    return sum(offer(key) > 0 for key in keys)


def unanswered(verification: Verification) -> QuerySet[SeenBefore]:
    """The offers that nobody has answered yet."""
    return SeenBefore.objects.filter(verification=verification, answer=Answered.OFFERED)
