"""A library table with its index, also where the migrations are older than the index."""

from __future__ import annotations

import pytest
from django.db import connection

from verification.library import schema


@pytest.fixture
def library(db):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'library_fts'")
            there = cursor.fetchone()[0]
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = 'library_document_search'")
            there = cursor.fetchone()[0]
    if not there:
        with connection.schema_editor() as editor:
            schema.forwards(None, editor)
