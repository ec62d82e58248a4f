"""How a record's moments and JSON columns are read from the text that the database keeps them as.

The ORM's own conversion costs more than all the rest of a record, so that columns come as text and are converted here:
to values for whoever looks into a record, or only so far as orjson needs to write it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from django.db.models import Q, TextField
from django.db.models.functions import Cast


@dataclass(frozen=True, slots=True)
class Reading:
    """What a moment's text and a JSON column's text become."""

    moment: Callable[[str], Any]
    data: Callable[[str], Any]


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def iso(text: str) -> str:
    """A moment's text as the database keeps it, in ISO 8601."""
    if len(text) in (19, 26):  # SQLite: UTC, with or without microseconds
        return f"{text[:10]}T{text[11:]}+00:00"
    return _moment(text).isoformat()


AS_VALUES = Reading(_moment, orjson.loads)
# For orjson alone: JSON goes out as it stands, and OPT_NAIVE_UTC writes moments without a zone as the UTC they are in.
TO_WRITE = Reading(datetime.fromisoformat, orjson.Fragment)
# Lines of a table show few of the JSON columns: they stay text until then (verification.exporting.tables), and moments
# until they are written (verification.exporting.cells).
TO_TABULATE = Reading(str, str)
OPTIONS = orjson.OPT_NAIVE_UTC


def as_text(name: str) -> Cast:
    """A moment, a JSON column, or a yes or no as text."""
    return Cast(name, TextField())


def yes(text: str | None) -> bool:
    """A yes or no that came as text; SQLite's and PostgreSQL's words for it."""
    return text in _YES


_YES = ("1", "true")


def among(name: str, keys: Sequence[int]) -> Q:
    """Rows whose ``name`` is one of ``keys``, which rise; for keys that lie close, perhaps some between them too.

    A list of a thousand numbers costs Django more than the rows that it asks for.
    """
    if keys and keys[-1] - keys[0] < 2 * len(keys):
        return Q(**{f"{name}__gte": keys[0], f"{name}__lte": keys[-1]})
    return Q(**{f"{name}__in": keys})
