"""Earlier checks that a claim was found to repeat, with what was said of them then."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q

from claims.roles import Actor
from verification.exporting.addresses import public_url
from verification.exporting.records.verdicts import Record
from verification.models import EarlierClaim, Rating, SeenBefore, State, Verdict, Verification
from verification.permissions import is_hidden

_RATED = (State.SECOND_REVIEW, State.DECIDED, State.PUBLISHED, State.CORRECTING, State.RETRACTED)


def seen_before_records(verification: Verification, viewer: Actor) -> list[Record]:
    """What was offered for the claim, likeliest first; ratings of our own as they stand now. Three queries."""
    offers = list(
        SeenBefore.objects.filter(verification=verification)
        .select_related("earlier__claim__article", "answered_by")
        .defer("earlier__vectors")
    )
    claims = [offer.earlier.claim_id for offer in offers if offer.earlier.claim_id is not None]
    checks = _checks(claims)
    verdicts = _verdicts([check.pk for check in checks.values() if check.state in _RATED])
    return [_record(offer, checks, verdicts, viewer) for offer in offers]


def _checks(claims: list[int]) -> dict[int, Verification]:
    """The verification of each claim that counts: the current, else the latest."""
    if not claims:
        return {}
    rows = Verification.objects.filter(claim__in=claims).order_by("is_current", "number")
    return {row.claim_id: row for row in rows}


def _verdicts(checks: list[int]) -> dict[int, Verdict]:
    """What the desk says: of a check that is or was public what its page shows, of others the latest verdict."""
    if not checks:
        return {}
    public = Q(verification__published_version__isnull=True) | Q(version=F("verification__published_version"))
    rows = Verdict.objects.filter(public, verification__in=checks).select_related("rating", "reviewer")
    return {row.verification_id: row for row in rows.order_by("verification_id", "version")}


def _record(
    offer: SeenBefore, checks: dict[int, Verification], verdicts: dict[int, Verdict], viewer: Actor
) -> dict[str, Any]:
    earlier = offer.earlier
    return {
        "id": str(offer.pk),
        "likely": offer.score,
        "sure": offer.sure,
        "reasons": offer.reasons,
        "answer": offer.answer,
        "answered_by": offer.answered_by.get_username() if offer.answered_by else None,
        "answered_at": offer.answered_at,
        "statement": earlier.claim.statement if earlier.claim else earlier.statement,
        "speaker": earlier.speaker,
        "said_at": earlier.said_at,
        **(_elsewhere(earlier) if earlier.claim_id is None else _ours(checks.get(earlier.claim_id), verdicts, viewer)),
    }


def _elsewhere(earlier: EarlierClaim) -> dict[str, Any]:
    return {
        "claim": None,
        "state": None,
        "rating": earlier.rating or None,
        "by": earlier.publisher,
        "title": earlier.title,
        "url": earlier.url,
        "checked_at": earlier.published_at,
    }


def _ours(check: Verification | None, verdicts: dict[int, Verdict], viewer: Actor) -> dict[str, Any]:
    verdict = verdicts.get(check.pk) if check else None
    if verdict and check and is_hidden(check.state, check.disputed, verdict.reviewer.get_username(), viewer):
        verdict = None
    rating: Rating | None = verdict.rating if verdict else None
    return {
        "claim": str(check.claim_id) if check else None,
        "state": check.state if check else None,
        "rating": rating.label if rating else None,
        "by": verdict.reviewer.get_username() if verdict else None,
        "title": "",
        "url": public_url(check.state, check.slug) if check else None,
        "checked_at": verdict.created_at if verdict else None,
    }
