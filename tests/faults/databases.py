"""The database under a service that is put to the test, seen from outside: SQLite's file, or PostgreSQL's server."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

SERVER = os.environ.get("FAULTS_POSTGRES") or os.environ.get("DATABASE_URL", "")
WITHOUT_SERVER = "name a PostgreSQL server: FAULTS_POSTGRES=postgres://user@host/postgres"


class Database:
    """Asked directly, beside the service."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder

    @property
    def settings(self) -> dict[str, str]:
        """What a service is told to use it."""
        if not self.url:
            return {}
        return {"DATABASE_URL": self.url, "SECRET_KEY": "for-this-test-run-only-and-long-enough-for-anybody"}

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        if self.url:
            with psycopg.connect(self.url, autocommit=True) as connection:
                return connection.execute(statement).fetchall()  # type: ignore[call-overload, no-any-return]
        place = f"file:{self.folder}/proofdesk.sqlite3?mode=ro"
        with closing(sqlite3.connect(place, uri=True, timeout=30)) as connection:
            return connection.execute(statement).fetchall()

    def one(self, statement: str) -> Any:
        return self.rows(statement)[0][0]

    def may_be_written(self) -> bool:
        """Whether nobody holds SQLite's one write lock just now; PostgreSQL has no such lock."""
        if self.url:
            return True
        with closing(sqlite3.connect(self.folder / "proofdesk.sqlite3", timeout=0, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return False
            connection.execute("ROLLBACK")
            return True

    def cut_connections(self) -> int:
        """Ends every connection to it but ours, as a restart of the server does; how many."""
        cut = """SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid()"""
        return int(self.one(cut))


@contextmanager
def database(kind: str, folder: Path) -> Iterator[Database]:
    """An empty database of this kind; skips where there is no server for it."""
    if kind == "sqlite":
        yield Database("", folder)
        return
    if not SERVER.startswith("postgres"):
        pytest.skip(WITHOUT_SERVER)
    parts = urlsplit(SERVER)
    name = f"proofdesk_faults_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield Database(urlunsplit((parts.scheme, parts.netloc, f"/{name}", parts.query, "")), folder)
    finally:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
