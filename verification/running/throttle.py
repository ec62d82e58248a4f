"""Guessing passwords is slow: at one account from one address, at one account from anywhere, from one address at all.

The first limit is django-axes' own (AXES_FAILURE_LIMIT); the other two are wider, so that nobody is locked out by a
stranger's handful of tries, nor a whole office by its own typing errors. All count failures of the last quarter hour.
"""

from __future__ import annotations

from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username, get_failure_limit
from axes.models import AccessAttempt
from django.db.models import Sum
from django.http import HttpRequest

FAILURES_AN_ACCOUNT = 50
FAILURES_AN_ADDRESS = 100


class LogInThrottle(AxesDatabaseHandler):  # type: ignore[misc]
    """django-axes' handler with the two wider limits."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Recent failures as the first limit counts them; as many as it allows when a wider one is reached."""
        failures = int(super().get_failures(request, credentials))
        recent = AccessAttempt.objects.filter(attempt_time__gte=get_cool_off_threshold(request))
        tried = [(recent.filter(ip_address=request.META.get("REMOTE_ADDR")), FAILURES_AN_ADDRESS)]
        if name := get_client_username(request, credentials):
            tried.append((recent.filter(username=name), FAILURES_AN_ACCOUNT))
        if any((rows.aggregate(all=Sum("failures_since_start"))["all"] or 0) >= limit for rows, limit in tried):
            return max(failures, int(get_failure_limit(request, credentials)))
        return failures
