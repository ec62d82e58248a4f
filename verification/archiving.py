"""A copy of every source page in a public archive, for readers who need not trust ours (Save Page Now of a Wayback).

Switched on by WAYBACK, since the archive then learns which pages the desk reads. A capture is a row that is owed: it is
ordered, asked about with growing pauses for a day at most, and ends with the copy's address or with the reason why not.
Shapes and refusals: docs/providers.md.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import orjson
from django.conf import settings
from django.db.models import Q, QuerySet

from claims import leases
from claims.errors import FetchError
from claims.fetching import fetch
from claims.heartbeat import LEASE_SECONDS
from verification.models import Capture, CaptureState, Document
from verification.providers.base import ANSWER_MAX_BYTES, setting, user_agent

WAITING = Q(state__in=[CaptureState.QUEUED, CaptureState.WAITING])
RUNNING = Q(state=CaptureState.RUNNING)
# A capture takes minutes, and may be hours in a line.
PAUSES = (120.0, 180.0, 300.0, 900.0, 3600.0, 3600.0, 14_400.0, 21_600.0, 43_200.0)
# What the archive says when it is only busy; every other error is its last word.
_BUSY = ("gateway", "timeout", "service-unavailable", "too-many-requests", "user-session-limit", "time-limit", "celery")
_DAY = 86_400.0
_WHY = {
    "blocked": "The archive may not copy this site.",
    "no-access": "The page is not open to the archive.",
    "not-found": "The archive did not find the page.",
    "invalid": "The archive could not make sense of the address.",
    "too-many-daily-captures": "The archive has copied this page often enough today.",
}


class _Refused(Exception):
    """The archive will not; ``again`` is the seconds after which asking pays, None for never."""

    def __init__(self, message: str, again: float | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.again = again


def order(document: Document) -> None:
    """Notes that the archive is owed a question about this page; nothing where that is switched off."""
    if settings.WAYBACK and document.final_url.startswith(("http://", "https://")):
        Capture.objects.get_or_create(document=document)


def due() -> QuerySet[Capture]:
    """Captures to be ordered or asked about."""
    return Capture.objects.filter(leases.is_due(WAITING, RUNNING)) if settings.WAYBACK else Capture.objects.none()


def work(capture_id: int) -> None:
    """One question to the archive: order the copy, or ask how far it is. May be called twice."""
    rows = Capture.objects.filter(pk=capture_id)
    token = leases.take(
        rows, leases.is_due(WAITING, RUNNING), RUNNING, seconds=LEASE_SECONDS, state=CaptureState.RUNNING
    )
    if token is None:
        return
    capture = Capture.objects.select_related("document").get(pk=capture_id)
    changes: dict[str, Any]
    try:
        changes = _ask_how_far(capture) if capture.job else _order(capture.document)
    except _Refused as refusal:
        tries_left = capture.attempts < len(PAUSES)
        again = None if refusal.again is None or not tries_left else refusal.again
        changes = {"state": CaptureState.FAILED if again is None else CaptureState.WAITING, "error": refusal.message}
        if again is not None:
            changes["next_try_at"] = leases.from_now(again)
    changes.setdefault("next_try_at", None)
    leases.finish(rows.filter(state=CaptureState.RUNNING), token, **changes)


def _order(document: Document) -> dict[str, Any]:
    form = {"url": document.final_url, "skip_first_archive": "1", "if_not_archived_within": "24h"}
    told = _call("/save", urlencode(form).encode())
    job = told.get("job_id")
    if not isinstance(job, str) or not job:
        raise _refusal(told)
    return {"state": CaptureState.WAITING, "job": job[:120], "error": "", "next_try_at": leases.from_now(PAUSES[0])}


def _ask_how_far(capture: Capture) -> dict[str, Any]:
    told = _call(f"/save/status/{quote(capture.job, safe='')}")
    moment = told.get("timestamp")
    if told.get("status") == "success" and isinstance(moment, str) and moment.isdecimal():
        address = f"{setting('WAYBACK_URL')}/web/{moment}/{told.get('original_url') or capture.document.final_url}"
        return {"state": CaptureState.DONE, "url": address[:2300], "error": ""}
    if told.get("status") == "pending":
        if capture.attempts >= len(PAUSES):
            raise _Refused("The archive had not made its copy after a day.")
        pause = PAUSES[min(capture.attempts, len(PAUSES)) - 1]
        return {"state": CaptureState.WAITING, "error": "", "next_try_at": leases.from_now(pause)}
    raise _refusal(told)


def _call(path: str, form: bytes | None = None) -> dict[str, Any]:
    headers = {"Accept": "application/json", "User-Agent": user_agent()}
    if key := setting("WAYBACK_KEY"):
        headers["Authorization"] = f"LOW {key}"
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        got = fetch(
            f"{setting('WAYBACK_URL')}{path}",
            method="GET" if form is None else "POST",
            data=form,
            headers=headers,
            max_bytes=ANSWER_MAX_BYTES,
        )
    except FetchError as error:
        if error.status in (401, 403):
            raise _Refused("The archive did not accept WAYBACK_KEY.") from None
        again = error.retry_after or PAUSES[2] if error.retryable else None
        raise _Refused(f"The archive could not be asked: {error.message}", again) from error
    try:
        told = orjson.loads(got.body)
    except orjson.JSONDecodeError:
        told = None
    if not isinstance(told, dict):  # overloaded, it answers with a page for people
        raise _Refused("The archive is overloaded.", PAUSES[2])
    return told


def _refusal(told: dict[str, Any]) -> _Refused:
    kind = str(told.get("status_ext") or "").removeprefix("error:")
    if "too-many-daily-captures" in kind:
        return _Refused(_WHY["too-many-daily-captures"], _DAY)
    if any(word in kind for word in _BUSY):
        return _Refused("The archive is busy.", PAUSES[3])
    why = next((sentence for word, sentence in _WHY.items() if kind.startswith(word)), "")
    return _Refused(why or f"The archive could not copy the page ({kind or 'no reason given'}).")
