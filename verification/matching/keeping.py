"""What later claims are compared with: our own claims, and the reviews that others published."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import transaction

from claims.meaning import available
from claims.models import Claim
from verification.library.claimreview import Review
from verification.matching.memory import MODEL, give_vectors
from verification.models import EarlierClaim

_AT_ONCE = 500


def remember_claims(claims: Iterable[Claim]) -> None:
    """Each claim becomes an earlier one for every claim after it; one that is there already stays as it is."""
    rows = [
        EarlierClaim(
            claim=claim,
            key=hashlib.sha256(f"claim:{claim.pk}".encode()).hexdigest(),
            statement=claim.statement,
            speaker=claim.speaker,
            said_at=claim.published_at,
        )
        for claim in claims
    ]
    EarlierClaim.objects.bulk_create(rows, ignore_conflicts=True)


def remember_reviews(reviews: Iterable[Review]) -> int:
    """Keeps reviews of others; the number that are new. Those that this desk published itself are known already."""
    own = f"{settings.SITE_URL}/checks/"
    rows = {key_of(review): review for review in reviews if not review.url.startswith(own)}
    with transaction.atomic():
        known = set(EarlierClaim.objects.filter(key__in=rows).values_list("key", flat=True))
        made = EarlierClaim.objects.bulk_create(
            [_row(key, review) for key, review in rows.items() if key not in known], ignore_conflicts=True
        )
    return len(made)


def renew_reviews(reviews: Iterable[Review]) -> int:
    """Gives known reviews of others the rating and reasons that their publisher gives them now; how many differed."""
    rows = {key_of(review): review for review in reviews}
    changed = []
    with transaction.atomic():
        for known in EarlierClaim.objects.filter(key__in=rows, claim__isnull=True):
            review = rows[known.key]
            now = (review.rating[:200], review.explanation, review.published_at or known.published_at)
            if (known.rating, known.explanation, known.published_at) != now and now[0]:
                known.rating, known.explanation, known.published_at = now
                changed.append(known)
        EarlierClaim.objects.bulk_update(changed, ["rating", "explanation", "published_at"])
    return len(changed)


def key_of(review: Review) -> str:
    """One review of one claim is one row, however often its feed is read; a changed rating is the same row."""
    return hashlib.sha256(f"{review.url}\n{review.claim}".encode()).hexdigest()


def _row(key: str, review: Review) -> EarlierClaim:
    return EarlierClaim(
        key=key,
        statement=review.claim,
        title=review.title[:500],
        speaker=review.speaker[:300],
        said_at=review.said_at,
        rating=review.rating[:200],
        explanation=review.explanation,
        publisher=review.publisher[:300],
        url=review.url[:2000],
        published_at=review.published_at,
        language=review.language[:12],
        source=review.source[:300],
    )


def make_vectors(on_progress: Callable[[int], object] | None = None) -> int:
    """Makes the vectors that are missing; how many. May be stopped and called again; 0 where there is no model."""
    missing = EarlierClaim.objects.exclude(model=MODEL).order_by("pk")
    if not missing.exists() or not available():
        return 0
    made = last = 0
    while rows := list(missing.filter(pk__gt=last).only("pk", "statement", "title")[:_AT_ONCE]):
        for row in rows:
            give_vectors(row)
            made, last = made + 1, row.pk
            if on_progress:
                on_progress(1)
    return made
