"""A POST with an Idempotency-Key happens once.

1. The row (owner, key) is written first, by itself: whoever comes second sees it.
2. The work, and the answer kept for replays, are one transaction. A process that dies leaves the row without answer.
3. A row without answer is “still running” (409) for RUNNING seconds, then the next to ask takes it over; the one who
   was only slow finds that its row is no longer its own, and its work is undone.

Only success is kept: after an error the same key may try again. Kept for 24 hours.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from claims.clock import now
from claims.errors import UserError
from verification.api.problems import Problem, answer, from_user_error
from verification.models import IdempotencyKey

KEPT = timedelta(hours=24)
RUNNING = timedelta(seconds=30)
KEY = re.compile(r"[!-~]{1,200}")

View = Callable[..., HttpResponseBase]


def once(view: View) -> View:
    """The view, run at most once a key; without a key, run as it is."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = request.headers.get("Idempotency-Key")
        person: User | None = getattr(request, "actor", None)
        if key is None or person is None:
            return view(request, *args, **kwargs)
        if not KEY.fullmatch(key):
            why = "1 to 200 printable ASCII characters without blanks."
            raise Problem(422, f"The Idempotency-Key must be {why}", code="invalid", fields={"Idempotency-Key": why})
        row, replay = _claim(person, key, _digest(request))
        if replay is not None:
            return replay
        return _run(row, lambda: view(request, *args, **kwargs))

    # ninja reads the types of the parameters; as strings they mean nothing in this module.
    wrapped.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
    return wrapped


def _run(row: IdempotencyKey, work: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    mine = IdempotencyKey.objects.filter(pk=row.pk, created_at=row.created_at, status=0)
    with transaction.atomic():
        response: HttpResponseBase
        try:
            response = work()
        except UserError as error:
            response = answer(from_user_error(error))
        except Problem as problem:
            response = answer(problem)
        if not isinstance(response, HttpResponse) or response.status_code >= 300:
            mine.delete()
        elif not mine.update(**_kept(response)):
            raise _running()
    return response


def _kept(response: HttpResponse) -> dict[str, int | str]:
    location = response.get("Location", "")
    return {"status": response.status_code, "body": response.content.decode(), "location": location}


def _claim(person: User, key: str, digest: str) -> tuple[IdempotencyKey, HttpResponse | None]:
    """The row to work under, or the answer to replay."""
    started = now()
    try:
        with transaction.atomic():
            row = IdempotencyKey.objects.create(owner=person, key=key, request_sha256=digest)
            return row, None
    except IntegrityError:
        row = IdempotencyKey.objects.filter(owner=person, key=key).first() or IdempotencyKey()
    if row.pk is None:
        raise _running()
    if row.status and row.created_at < started - KEPT:
        return _take_over(row, digest, started), None
    if row.request_sha256 != digest:
        raise Problem(
            422,
            "This Idempotency-Key was used for another request. Use a new one for a new request.",
            code="key_reused",
            fields={"Idempotency-Key": "Already used for another request."},
        )
    if row.status == 0:
        if row.created_at > started - RUNNING:
            raise _running()
        return _take_over(row, digest, started), None
    replay = HttpResponse(row.body, status=row.status, content_type="application/json")
    replay["Idempotent-Replayed"] = "true"
    if row.location:
        replay["Location"] = row.location
    return row, replay


def _take_over(row: IdempotencyKey, digest: str, started: datetime) -> IdempotencyKey:
    taken = IdempotencyKey.objects.filter(pk=row.pk, created_at=row.created_at, status=row.status)
    if not taken.update(created_at=started, status=0, body="", location="", request_sha256=digest):
        raise _running()
    row.created_at, row.status = started, 0
    return row


def _running() -> Problem:
    return Problem(
        409, "The first request with this key is still running.", code="running", headers={"Retry-After": "2"}
    )


def _digest(request: HttpRequest) -> str:
    head = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(head + request.body).hexdigest()
