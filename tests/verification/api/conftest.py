from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from django.contrib.auth.models import User
from django.test import Client

from claims.roles import at_least
from tests.verification import desk
from verification.permissions import SCOPE_ROLE, SCOPES
from verification.tokens import create_token

ROLES = ("submitter", "reviewer", "editor", "admin")


class Caller:
    """A program with a token of one person, speaking JSON."""

    def __init__(self, person: User, scopes: list[str]) -> None:
        self.person = person
        self.secret = create_token(person, scopes=scopes)[1]
        self.client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {self.secret}"})

    def get(self, path: str, **query: Any) -> Any:
        headers = query.pop("headers", None)
        return self.client.get(f"/api/v1{path}", query, headers=headers)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        return self.client.generic(
            method,
            f"/api/v1{path}",
            b"" if body is None else orjson.dumps(body),
            content_type="application/json",
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)


@pytest.fixture
def caller(db: None) -> Callable[..., Caller]:
    """``caller("reviewer")``: a program with all scopes of that role, or the named ones."""

    def make(role: str, scopes: list[str] | None = None, person: User | None = None) -> Caller:
        allowed = [scope for scope in SCOPES if at_least(role, SCOPE_ROLE[scope])]
        return Caller(person or desk.person(role), allowed if scopes is None else scopes)

    return make
