"""Dates in the reader's own zone: the page's script says which it is, in a cookie; without it the desk's own holds."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

COOKIE = "zone"  # written by static/proofdesk.js
LONGEST = 64


class ReaderZone:
    """Every moment of the page is written in the zone that the reader's browser named."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = known_zone(request.COOKIES.get(COOKIE, "")[:LONGEST])
        if zone is None:
            return self.get_response(request)
        with timezone.override(zone):
            return self.get_response(request)


@lru_cache(maxsize=512)
def known_zone(name: str) -> zoneinfo.ZoneInfo | None:
    """The zone of that name; None for anything else, since whoever asks writes the cookie."""
    if not name or name.startswith((".", "/")) or ".." in name:
        return None
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None
