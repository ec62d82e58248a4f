"""Where a check stands in public."""

from __future__ import annotations

from django.conf import settings

from verification.models import State

ON_THE_SITE = frozenset((State.PUBLISHED.value, State.CORRECTING.value, State.RETRACTED.value))


def public_url(state: str, slug: str | None) -> str | None:
    """The absolute address of the public page; None when there is none. A retracted check keeps its page."""
    if state not in ON_THE_SITE or not slug:
        return None
    return f"{settings.SITE_URL}/checks/{slug}/"
