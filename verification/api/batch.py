"""What becomes of the lines of a batch: read one by one, handed in together, answered in their order."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from django.conf import settings
from django.contrib.auth.models import User
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from pydantic import ValidationError

from claims import intake, outages
from claims.cleaning import refuse_unclean
from claims.errors import UserError
from claims.intake import Came
from claims.models import Article
from verification.api import shapes
from verification.api.arriving import Line, groups
from verification.api.door import actor
from verification.api.problems import Problem, body_of, from_user_error, outage_problem, sentence
from verification.api.reading import parse_json
from verification.exporting.records import article_records
from verification.exporting.records.reading import OPTIONS
from verification.exporting.records.verdicts import Record
from verification.permissions import require

log = logging.getLogger(__name__)
AS_LINE = OPTIONS | orjson.OPT_APPEND_NEWLINE
GIVEN = ("text", "html", "url", "title", "published_at", "clean")


def answers(request: HttpRequest) -> Iterator[bytes]:
    """One answer a line of the body, as soon as the line has arrived."""
    for lines in groups(request, settings.ARTICLE_MAX_BYTES * 3):
        yield b"".join([orjson.dumps(row, option=AS_LINE) for row in _rows(lines, actor(request))])


def _rows(lines: Sequence[Line], person: User) -> Iterator[dict[str, Any]]:
    read = [_read(line) for line in lines]
    good = [payload for _, payload in read if isinstance(payload, shapes.BatchLine)]
    came = _hand_in(good, person)
    records = _records(came)
    outcomes = iter(came)
    for line, (ref, payload) in zip(lines, read, strict=True):
        outcome = payload if isinstance(payload, Problem) else next(outcomes)
        if isinstance(outcome, Came) and outcome.error is not None:
            outcome = from_user_error(outcome.error)
        if isinstance(outcome, Problem):
            yield {"ref": ref, "line": line.number, **body_of(outcome), "error": outcome.detail}
        else:
            status = 200 if outcome.duplicate else 202
            yield {"ref": ref, "status": status, **records[outcome.article_id], "duplicate": outcome.duplicate}


def _read(line: Line) -> tuple[str | int | None, shapes.BatchLine | Problem]:
    """The line's own id, and what it holds or why it cannot be used."""
    ref: Any = None
    try:
        if line.data is None:
            raise Problem(413, "The line is too long.", code="too_large")
        data = parse_json(line.data, clean=False)
        ref = data.get("id") if isinstance(data, dict) else None
        refuse_unclean(data, field="line")
        return ref, shapes.BatchLine.model_validate(data)
    except ValidationError as error:
        fields = {".".join(str(part) for part in item["loc"]) or "line": sentence(item) for item in error.errors()}
        problem = Problem(422, "The line does not fit.", code="invalid", fields=fields)
    except UserError as error:
        problem = from_user_error(error)
    except Problem as error:
        problem = error
    return ref if isinstance(ref, str | int) else None, problem


def _hand_in(payloads: Sequence[shapes.BatchLine], person: User) -> list[Came | Problem]:
    """What became of each. A database that is away, or a role that was taken away, is told line by line."""
    handed = [{name: getattr(payload, name) for name in GIVEN} for payload in payloads]
    problem: Problem
    try:
        person.refresh_from_db()  # a batch may run for hours, a role be taken away meanwhile
        require(person, "submit")
        return [*intake.submit_many(handed, actor=person)]
    except UserError as error:
        problem = from_user_error(error)
    except (OperationalError, InterfaceError, OSError) as error:
        log.warning("a batch could not be written: %s", error)
        problem = outage_problem(outages.status_of(error) or outages.BUSY)
    return [problem] * len(payloads)


def _records(came: Sequence[Came | Problem]) -> dict[int, Record]:
    keys = {item.article_id for item in came if isinstance(item, Came) and item.error is None}
    found = article_records(Article.objects.filter(pk__in=keys), raw=True) if keys else []
    return {int(record["id"]): record for record in found}
