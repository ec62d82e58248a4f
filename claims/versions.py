"""The number by which a stale write is told from a fresh one.

A claim's ``version`` grows with everything that changes what the desk says of it: an edit of its words, a verdict, a
second review, a correction, a retraction. Being taken, given back or published, and new evidence, leave it alone.
"""

from __future__ import annotations

from django.db.models import F

from claims.clock import now
from claims.models import Claim


def next_version(claim: Claim, *, seen: int | None = None) -> bool:
    """Raises the claim's version by one; False, and nothing written, when it is no longer the one that was ``seen``."""
    rows = Claim.objects.filter(pk=claim.pk)
    if seen is not None:
        rows = rows.filter(version=seen)
    if not rows.update(version=F("version") + 1, updated_at=now()):
        return False
    claim.refresh_from_db(fields=["version", "updated_at"])
    return True
