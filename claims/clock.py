"""What time it is: the real one, or the fixed one of a test (``PROOFDESK_NOW``, refused outside tests)."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    if settings.PROOFDESK_NOW:
        fixed = datetime.fromisoformat(settings.PROOFDESK_NOW)
        return fixed if fixed.tzinfo else fixed.replace(tzinfo=UTC)
    return timezone.now()
