from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import translation

from claims.roles import give_role
from claims.turns import turns
from verification import guard


@pytest.fixture
def person(db: None) -> Callable[[str, str], User]:
    """Makes a person of a role: ``person("ada", "reviewer")``."""

    def make(name: str, role: str) -> User:
        made = User.objects.create_user(name, password="correct horse battery")
        give_role(made, role)
        return User.objects.get(pk=made.pk)

    return make


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A request leaves its reader's language active in its thread; the next test starts in the default one."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _own_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the turns that another test took, in this process or through a broker that all tests share."""
    monkeypatch.setattr("claims.turns._KEY", f"proofdesk:test:{uuid.uuid4().hex}:{{}}")
    turns._idle_at.clear()


@pytest.fixture(autouse=True)
def _audit_guard(request: pytest.FixtureRequest) -> Iterator[None]:
    """The trail's guard stands during every test, and stands aside when a transactional test's rows are flushed."""
    marker = request.node.get_closest_marker("django_db")
    uses = set(request.fixturenames)
    transactional = bool(marker and marker.kwargs.get("transaction")) or bool(
        uses & {"transactional_db", "live_server"}
    )
    if transactional:
        request.getfixturevalue("transactional_db")
    elif marker or "db" in uses:
        request.getfixturevalue("db")
    else:
        yield
        return
    if not guard.is_up():
        guard.forwards(None, _Editor())
    yield
    if transactional and connection.vendor == "sqlite":
        guard.backwards(None, _Editor())


class _Editor:
    """Executes what a migration would; Django's own schema editor refuses to work inside a test's transaction."""

    connection = connection

    def execute(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)
