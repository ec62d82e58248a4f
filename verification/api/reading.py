"""What a request holds, read strictly: query parameters that exist, JSON that every database takes.

Order of refusal: 401, 403 (verification.api.door), then 413, 415, 400 and 422 here.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import unquote_to_bytes

import orjson
from django.conf import settings
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from ninja.parser import Parser
from pydantic import BeforeValidator, Field

from claims.cleaning import refuse_unclean
from claims.errors import InvalidInput
from verification.api.problems import Problem, too_large

JSON = "application/json"
NDJSON = "application/x-ndjson"


def check_query(request: HttpRequest, known: Collection[str]) -> None:
    """422 for a parameter that does not exist, comes twice or holds what cannot be stored."""
    wrong = {}
    if not _is_utf8(unquote_to_bytes(request.META.get("QUERY_STRING", ""))):
        why = "The query is not UTF-8. Encode its values as UTF-8."
        raise Problem(422, why, code="invalid", fields={"query": why})
    for name, values in request.GET.lists():
        if name not in known:
            wrong[name] = "There is no such parameter."
        elif len(values) > 1:
            wrong[name] = "Give it once."
        elif not values[0]:
            wrong[name] = "Give it a value, or leave it out."
        else:
            refuse_unclean(values[0], field=name)
    if wrong:
        names = ", ".join(name.encode("utf-8", "replace").decode()[:60] for name in list(wrong)[:5])
        cleaned = {name.encode("utf-8", "replace").decode(): why for name, why in wrong.items()}
        raise Problem(422, f"The parameters cannot be used: {names}.", code="invalid", fields=cleaned)


def read_json(request: HttpRequest, *, needed: bool = False) -> Any:
    """The body as JSON data; a Problem of 413, 415, 400 or 422. None when there is no body and none is ``needed``."""
    body = _body(request)
    if not body and needed:
        raise Problem(400, f"The body is empty. Send a JSON object as {JSON}.", code="malformed")
    if not body:
        return None
    refuse_coded(request)
    charset = (request.content_params or {}).get("charset", "utf-8").lower().replace("-", "")
    if request.content_type != JSON or charset not in ("utf8", "usascii"):
        given = request.headers.get("Content-Type", "")[:80]
        raise Problem(415, f"Send the body as {JSON} in UTF-8, not as “{given}”.", code="media_type")
    data = parse_json(body)
    if data is None:  # not the same as no body at all, which some calls take
        why = "It must be a JSON object."
        raise Problem(422, "The body is null. Send a JSON object.", code="invalid", fields={"body": why})
    return data


def refuse_coded(request: HttpRequest) -> None:
    """415 for a body that is packed: it is read as it comes."""
    coding = request.headers.get("Content-Encoding", "")
    if any(part.strip().lower() not in ("", "identity") for part in coding.split(",")):
        why = f"Send the body as it is, without Content-Encoding, not as “{coding[:80]}”."
        raise Problem(415, why, code="content_encoding", headers={"Accept-Encoding": "identity"})


def stream_of(request: HttpRequest) -> Any:
    """The body as a stream, whether it came with its length or in chunks, which Django knows nothing of."""
    if _in_chunks(request) and not hasattr(request, "_body"):
        return request.META["wsgi.input"]
    return request


def _body(request: HttpRequest) -> bytes:
    """The whole body, no longer than the limit."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if _in_chunks(request) and not hasattr(request, "_body"):
        request._body = request.META["wsgi.input"].read(most + 1)
        if len(request.body) > most:
            raise too_large()
    if _length(request) > most:
        raise too_large()
    return request.body


def _in_chunks(request: HttpRequest) -> bool:
    coded = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
    return coded and bool(request.META.get("wsgi.input_terminated"))


def parse_json(body: bytes, *, clean: bool = True) -> Any:
    """JSON data in UTF-8 without half surrogate pairs and, if ``clean``, without NUL; a Problem otherwise."""
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        if "surrogate" in str(error) and _is_json(body):
            raise InvalidInput(
                "The text contains half a surrogate pair, which cannot be stored. Remove it and send it again.",
                code="unclean_text",
                fields={"body": "Contains half a surrogate pair."},
            ) from error
        raise Problem(400, f"The body is not JSON: {error}.", code="malformed") from error
    if clean:
        refuse_unclean(data, field="body")
    return data


class ReadBefore(Parser):
    """Gives ninja the body that the door has read."""

    def parse_body(self, request: HttpRequest) -> Any:
        return getattr(request, "data_read", None)


def moment(value: Any) -> Any:
    """A moment from its ISO 8601 text; without a zone it is UTC."""
    if value is None:
        return None
    parsed = None
    if isinstance(value, str):
        try:
            parsed = parse_datetime(value)
        except ValueError:
            parsed = None
    if parsed is None:
        raise ValueError("It must be a moment such as 2026-05-01T12:00:00Z.")
    try:
        return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except OverflowError as error:
        raise ValueError("It must be a moment of the years 1 to 9999.") from error


Moment = Annotated[datetime, BeforeValidator(moment), Field(json_schema_extra={"format": "date-time"})]


def _length(request: HttpRequest) -> int:
    value = request.headers.get("Content-Length") or "0"
    return int(value) if value.isdecimal() else 0


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True
