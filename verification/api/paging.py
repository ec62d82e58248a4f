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
    if cursor is None:
        ranges = [Q()]
    else:
        tag, places = _open(cursor, orders)
        fields = _fields(rows, orders[tag])
        ranges = _after(orders[tag], [_read(place, field) for place, field in zip(places, fields, strict=True)])
    ordering = orders[tag]
    rows = rows.order_by(*ordering)
    names = [name.removeprefix("-") for name in ordering]
    found: list[tuple[Any, ...]] = []
    for within in ranges:
        if len(found) <= limit:
            found += rows.filter(within).values_list(*names)[: limit + 1 - len(found)]
    following = _close(tag, found[limit - 1]) if len(found) > limit else None
    rows = rows.filter(**{f"{names[-1]}__in": [place[-1] for place in found[:limit]]})
    if following is not None and not ordering[0].startswith("-"):
        # A row that is changed between this question and the next has its new place behind the cursor, and would come
        # twice.
        rows = rows.filter(**{f"{names[0]}__lte": found[limit - 1][0]})
    return rows, following


def slice_of(items: Sequence[Any], request: HttpRequest) -> tuple[Sequence[Any], str | None]:
    """One page of a short list that only ever grows at its end."""
    limit, cursor = limit_of(request), request.GET.get("cursor")
    start = 0 if cursor is None else min(_open(cursor, BY_ROW)[1][0], len(items))
    end = start + limit
    return items[start:end], _close("k", (end,)) if end < len(items) else None


def _after(ordering: Sequence[str], values: Sequence[Any]) -> list[Q]:
    """The rows behind ``values``, as ranges that an index finds at once, in order.

    First those that are equal but for the last column: in one range with the others, a walk through ten thousand rows
    of one rank would read all that lie before the cursor, for every page.
    """
    ranges = []
    for depth in reversed(range(len(ordering))):
        name, falling = ordering[depth].removeprefix("-"), ordering[depth].startswith("-")
        equal = {column.removeprefix("-"): value for column, value in zip(ordering[:depth], values, strict=False)}
        ranges.append(Q(**equal, **{f"{name}__{'lt' if falling else 'gt'}": values[depth]}))
    return ranges


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
