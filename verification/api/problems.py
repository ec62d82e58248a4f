"""Errors as RFC 9457 problem+json: a title, the status, a sentence that says what to do, and the fields at fault."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from claims import outages
from claims.errors import Conflict, InvalidInput, NotAllowed, UserError

log = logging.getLogger(__name__)

TYPE = "application/problem+json"
BUSY = "The database is busy or away; nothing was written. Try again in a moment."
FULL = "The desk's disk is full; nothing was written. It goes on by itself once there is room."


class Problem(Exception):
    """An answer that is an error; raised anywhere below the API's door."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        code: str,
        fields: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.code = status, detail, code
        self.fields, self.headers = dict(fields or {}), dict(headers or {})


def not_found(what: str = "address") -> Problem:
    """404: there is no such thing, or it is not for whoever asks."""
    return Problem(404, f"There is no such {what}.", code="not_found")


def body_of(problem: Problem) -> dict[str, Any]:
    """The problem as the object that is sent."""
    body: dict[str, Any] = {
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
    }
    if problem.fields:
        body["errors"] = [{"field": field, "message": message} for field, message in problem.fields.items()]
    return body


def answer(problem: Problem) -> HttpResponse:
    """The problem as a response."""
    return HttpResponse(
        orjson.dumps(body_of(problem)), status=problem.status, content_type=TYPE, headers=problem.headers
    )


def from_user_error(error: UserError) -> Problem:
    """Our own errors of users, as HTTP sees them."""
    if isinstance(error, NotAllowed):
        return Problem(403, error.message, code=error.code)
    if isinstance(error, Conflict):
        return Problem(409, error.message, code=error.code)
    fields = error.fields if isinstance(error, InvalidInput) else {}
    status = 413 if error.code == "too_large" else 422
    return Problem(status, error.message, code=error.code, fields=fields)


def from_validation(error: ValidationError) -> Problem:
    """What pydantic found: each field by its path in the body, and what is wrong with it."""
    fields = {}
    for item in error.errors:
        path = [str(part) for part in item.get("loc", ()) if part not in ("body", "payload")]
        fields[".".join(path)[:200] or "body"] = sentence(item)
    names = ", ".join(list(fields)[:5])
    return Problem(422, f"The body does not fit; see {names}.", code="invalid", fields=fields)


def sentence(item: Mapping[str, Any]) -> str:
    """One of pydantic's findings as a sentence that says what to do."""
    told = _SENTENCES.get(str(item.get("type")))
    if told is not None:
        return told.format(**item.get("ctx", {})).replace("' or '", ", ").replace("', '", ", ").replace("'", "")
    return str(item.get("msg", "It is not valid.")).removeprefix("Value error, ").rstrip(".") + "."


_SENTENCES = {
    "missing": "It is missing.",
    "extra_forbidden": "There is no such field.",
    "string_type": "It must be text.",
    "int_type": "It must be a whole number.",
    "float_type": "It must be a number.",
    "bool_type": "It must be true or false.",
    "list_type": "It must be a list.",
    "dict_type": "It must be a JSON object.",
    "model_type": "It must be a JSON object.",
    "model_attributes_type": "It must be a JSON object.",
    "literal_error": "It must be one of {expected}.",
    "string_too_short": "It must have at least {min_length} character(s).",
    "string_too_long": "It may have at most {max_length} characters.",
    "too_short": "It must name at least {min_length}.",
    "too_long": "It may name at most {max_length}.",
    "greater_than_equal": "It must be {ge} or more.",
    "less_than_equal": "It must be {le} or less.",
}


def install(api: NinjaAPI) -> None:
    """Makes every error that leaves the API a problem."""

    def on_problem(request: HttpRequest, error: Any) -> HttpResponse:
        return answer(error)

    def on_user_error(request: HttpRequest, error: Any) -> HttpResponse:
        return answer(from_user_error(error))

    def on_validation(request: HttpRequest, error: Any) -> HttpResponse:
        return answer(from_validation(error))

    def on_http_error(request: HttpRequest, error: Any) -> HttpResponse:
        return answer(Problem(error.status_code, str(error), code="http"))

    def on_too_big(request: HttpRequest, error: Any) -> HttpResponse:
        return answer(too_large())

    def on_suspicious(request: HttpRequest, error: Any) -> HttpResponse:
        return answer(Problem(400, "The request has too many fields, or is otherwise malformed.", code="malformed"))

    def on_busy(request: HttpRequest, error: Any) -> HttpResponse:
        log.warning("database unavailable: %s", error)
        return outage(outages.status_of(error) or outages.BUSY)

    def on_anything(request: HttpRequest, error: Any) -> HttpResponse:
        if status := outages.status_of(error):
            log.warning("cannot work: %s", error)
            return outage(status)
        log.error("unexpected error in %s %s", request.method, request.path, exc_info=error)
        detail = "Something went wrong here, not with your request. It is in the log; please tell whoever runs this."
        return answer(Problem(500, detail, code="internal"))

    api.add_exception_handler(Problem, on_problem)
    api.add_exception_handler(UserError, on_user_error)
    api.add_exception_handler(ValidationError, on_validation)
    api.add_exception_handler(HttpError, on_http_error)
    api.add_exception_handler(RequestDataTooBig, on_too_big)
    api.add_exception_handler(SuspiciousOperation, on_suspicious)
    api.add_exception_handler(OperationalError, on_busy)
    api.add_exception_handler(InterfaceError, on_busy)
    api.add_exception_handler(Exception, on_anything)


def too_large() -> Problem:
    """413, with the limit."""
    return Problem(413, "The body is too large. Cut it into smaller ones.", code="too_large")


def outage(status: int) -> HttpResponse:
    """503 for a database that is away, 507 for a disk that is full; either says when to come back."""
    return answer(outage_problem(status))


def outage_problem(status: int) -> Problem:
    """The same, not yet an answer."""
    if status == outages.FULL:
        return Problem(status, FULL, code="disk_full", headers={"Retry-After": "30"})
    return Problem(status, BUSY, code="busy", headers={"Retry-After": "2"})
