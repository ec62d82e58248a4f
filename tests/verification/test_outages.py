"""What visitors and programs are told while the database is away or the disk is full: never a 500."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from claims.outages import status_of
from tests.verification import desk
from tests.verification.api.conftest import caller  # noqa: F401

pytestmark = pytest.mark.django_db

AWAY = OperationalError("server closed the connection unexpectedly")
CLOSED = InterfaceError("connection already closed")
FULL = OperationalError("database or disk is full")


@contextmanager
def failing(error: Exception, statements: str) -> Iterator[None]:
    """Every statement that begins so fails like this, as the driver would make it."""

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(statements):
            raise error
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.parametrize(("error", "status"), [(AWAY, 503), (CLOSED, 503), (FULL, 507)])
def test_a_page_says_what_is_the_matter(error: Exception, status: int) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(desk.person("editor"))
    with failing(error, "SELECT"):
        answer = client.get("/queue/")
    assert answer.status_code == status
    assert answer["Retry-After"]
    assert ("No room left" in answer.content.decode()) == (status == 507)


@pytest.mark.parametrize(
    ("error", "status", "code"), [(AWAY, 503, "busy"), (CLOSED, 503, "busy"), (FULL, 507, "disk_full")]
)
def test_the_api_says_so_in_a_problem(caller: Any, error: Exception, status: int, code: str) -> None:  # noqa: F811
    one = caller("submitter")
    with failing(error, "INSERT"):
        answer = one.post("/articles", {"text": "The bridge opened in 2019."})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert one.get("/articles").status_code == 200, "reading works on"
    assert one.post("/articles", {"text": "The bridge opened in 2019."}).status_code == 202, "nothing half-done stays"


def test_an_error_of_our_own_is_still_a_500() -> None:
    client = Client(raise_request_exception=False)
    client.force_login(desk.person("editor"))
    with failing(ValueError("ours"), "SELECT"):
        assert client.get("/queue/").status_code == 500


def test_the_drivers_own_words_are_understood() -> None:
    full = OperationalError("could not extend file")
    full.__cause__ = psycopg.errors.DiskFull("could not extend file")
    assert status_of(full) == 507
    assert status_of(OSError(errno.ENOSPC, "No space left on device")) == 507
    assert status_of(ValueError()) is None
    assert status_of(None) is None
