"""What an error of the database or of the disk means for whoever asked: come back in a moment, or there is no room."""

from __future__ import annotations

import errno

from django.db import InterfaceError, OperationalError

BUSY, FULL = 503, 507
_DISK_FULL = "53100"  # PostgreSQL's disk_full


def status_of(error: BaseException | None) -> int | None:
    """503 when the database is away or busy, 507 when a disk is full; None for every other error."""
    seen = 0
    while error is not None and seen < 10:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return FULL
        if isinstance(error, OperationalError | InterfaceError):
            cause = error.__cause__
            full = getattr(cause, "sqlstate", None) == _DISK_FULL or "disk is full" in str(error)
            return FULL if full else BUSY
        error, seen = error.__cause__ or error.__context__, seen + 1
    return None
