"""Lists by keyset: a page starts right after the row at which the one before ended, whatever was added meanwhile.

A cursor is the place of that row: the letter of its order, then each sort column as 16 hexadecimal digits. Every cursor
of that form is a place, so there is nothing to forge and nothing to look up; what has not that form is refused.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Any, TypeVar

from django.db.models import DateTimeField, Field, FloatField, Model, Q, QuerySet
from django.http import HttpRequest

from claims.errors import InvalidInput

DEFAULT = 50
MOST = 200
LARGEST = 2**63 - 1
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST_MOMENT = (datetime(9999, 12, 30, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)
CURSOR = re.compile(r"([a-z])((?:-[0-9a-f]{16}){1,2})")

M = TypeVar("M", bound=Model)
Orders = Mapping[str, tuple[str, ...]]

BY_ROW: Orders = {"k": ("id",)}
NEWEST: Orders = {"k": ("-id",)}
BY_SCORE: Orders = {"s": ("-score", "id")}


def limit_of(request: HttpRequest) -> int:
    """How many rows are asked for."""
    text = request.GET.get("limit")
    if text is None:
        return DEFAULT
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and 1 <= int(text) <= MOST):
        why = f"It must be a whole number from 1 to {MOST}."
        raise InvalidInput(f"The limit cannot be used. {why}", fields={"limit": why})
    return int(text)


def page(rows: QuerySet[M], orders: Orders, request: HttpRequest, *, tag: str = "") -> tuple[QuerySet[M], str | None]:
    """One page of ``rows`` as a query set, and the cursor of the next page; None on the last.

    ``orders`` names the columns of each order by its letter, "-" for falling, the last of them unique, none null;
    ``tag`` is the order asked for. A cursor goes on in the order that it was made in.
    """
    tag, limit = tag or next(iter(orders)), limit_of(request)
    cursor = request.GET.get("cursor")
    if cursor is not None:
        tag, places = _open(cursor, orders)
        fields = _fields(rows, orders[tag])
        values = [_read(place, field) for place, field in zip(places, fields, strict=True)]
        rows = rows.filter(_after(orders[tag], values))
    ordering = orders[tag]
    rows = rows.order_by(*ordering)
    names = [name.removeprefix("-") for name in ordering]
    ends = list(rows.values_list(*names)[limit - 1 : limit + 1])
    following = _close(tag, ends[0]) if len(ends) == 2 else None
    if following is not None and not ordering[0].startswith("-"):
        # A row that is changed between this question and the next leaves its place to one behind the cursor, which
        # would then come twice.
        rows = rows.filter(**{f"{names[0]}__lte": ends[0][0]})
    return rows[:limit], following


def slice_of(items: Sequence[Any], request: HttpRequest) -> tuple[Sequence[Any], str | None]:
    """One page of a short list that only ever grows at its end."""
    limit, cursor = limit_of(request), request.GET.get("cursor")
    start = 0 if cursor is None else min(_open(cursor, BY_ROW)[1][0], len(items))
    end = start + limit
    return items[start:end], _close("k", (end,)) if end < len(items) else None


def _after(ordering: Sequence[str], values: Sequence[Any]) -> Q:
    """The rows behind ``values``: the first column bounds the range, so that an index can find it."""
    behind = Q()
    for depth in reversed(range(len(ordering))):
        name, falling = ordering[depth].removeprefix("-"), ordering[depth].startswith("-")
        beyond = Q(**{f"{name}__{'lt' if falling else 'gt'}": values[depth]})
        if depth == len(ordering) - 1:
            behind = beyond
        else:
            reach = Q(**{f"{name}__{'lte' if falling else 'gte'}": values[depth]})
            behind = reach & (beyond | behind)
    return behind


def _fields(rows: QuerySet[M], ordering: Sequence[str]) -> list[Any]:
    names = [name.removeprefix("-").removesuffix("_id") or "id" for name in ordering]
    return [rows.model._meta.get_field(name) for name in names]


def _close(tag: str, values: Sequence[Any]) -> str:
    return "-".join([tag, *(f"{_write(value):016x}" for value in values)])


def _open(cursor: str, orders: Orders) -> tuple[str, list[int]]:
    found = CURSOR.fullmatch(cursor)
    places = found[2].split("-")[1:] if found else []
    if found is None or len(places) != len(orders.get(found[1], ())):
        why = "It must be the “next” of the page before."
        raise InvalidInput(f"The cursor cannot be used. {why}", fields={"cursor": why})
    return found[1], [int(place, 16) for place in places]


def _write(value: Any) -> int:
    if isinstance(value, datetime):
        return max(0, (value - EPOCH) // timedelta(microseconds=1))
    if isinstance(value, float):
        return int.from_bytes(struct.pack(">d", value), "big")
    return int(value)


def _read(place: int, field: Field[Any, Any]) -> Any:
    if isinstance(field, DateTimeField):
        return EPOCH + timedelta(microseconds=min(place, LAST_MOMENT))
    if isinstance(field, FloatField):
        value: float = struct.unpack(">d", place.to_bytes(8, "big"))[0]
        return value if isfinite(value) else 0.0
    return min(place, LARGEST)
