"""What blind second review keeps from whoever looks through the admin: an editor there may be the second reviewer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from claims.roles import Actor
from verification.models import State, Verification

RUNNING = {"state": State.SECOND_REVIEW, "disputed": False}
TELLING = ("verdict_given", "evidence_marked")


def seen_by(rows: QuerySet[Any], viewer: Actor, author: str) -> QuerySet[Any]:
    """Rows of verifications, without what somebody else (named by the column ``author``) gave in a blind one."""
    if not settings.BLIND_SECOND_REVIEW:
        return rows
    blind = Q(verification__state=RUNNING["state"], verification__disputed=False, **{f"{author}__isnull": False})
    return rows.exclude(blind & ~Q(**{author: viewer}))


def acts_seen_by(rows: QuerySet[Any], viewer: Any) -> QuerySet[Any]:
    """Rows of the trail, without those that tell what a reviewer of a blind one gave or marked."""
    if not settings.BLIND_SECOND_REVIEW:
        return rows
    claims = Verification.objects.filter(is_current=True, **RUNNING).values("claim_id")
    return rows.exclude(Q(claim_id__in=claims, verb__in=TELLING) & ~Q(actor=f"user:{viewer.pk}"))
