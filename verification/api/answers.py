"""Answers: JSON written once by orjson, with an ETag where one object is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

from verification.api.reading import JSON
from verification.exporting.records.reading import OPTIONS


def answer(data: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """``data`` as JSON. Never kept by caches on the way: what one may see depends on who asks."""
    response = HttpResponse(
        orjson.dumps(data, option=OPTIONS), status=status, content_type=JSON, headers=dict(headers or {})
    )
    response["Cache-Control"] = "private, no-cache"
    return response


def nothing() -> HttpResponse:
    """204."""
    response = HttpResponse(status=204)
    del response["Content-Type"]
    return response


def items(records: Sequence[Any], following: str | None) -> HttpResponse:
    """One page of a list."""
    return answer({"items": records, "next": following})


def one(request: HttpRequest, record: Any) -> HttpResponse:
    """One object with its ETag; 304 when the asker has it already."""
    response = answer(record)
    tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    known = [part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")]
    if tag in known or "*" in known:
        response = HttpResponse(status=304)
        del response["Content-Type"]
        response["Cache-Control"] = "private, no-cache"
    response["ETag"] = tag
    return response
