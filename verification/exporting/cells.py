"""Lines of a CSV file that spreadsheets open without running anything. RFC 4180: every cell quoted, CRLF at line ends.

A cell that a spreadsheet would take for a formula gets a leading apostrophe: one that begins, after blanks that cannot
be seen, with = + - @, TAB or a line end, or their full-width forms; the same after line ends inside a cell. NDJSON,
JSON and Parquet stay exact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

import orjson

from verification.exporting.records.reading import iso
from verification.exporting.tables import CODE, LIST, MOMENT, NUMBER, TEXT, WHOLE, YES_NO

_BLANKS = " \u00a0\u00ad\u1680\u180e\u202f\u205f\u2060\u3000\ufeff\u2028\u2029" + "".join(
    map(chr, range(0x2000, 0x2010))
)
_SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
_BLANK, _SIGN = f"[{re.escape(_BLANKS)}]*", f"[{re.escape(_SIGNS)}]"
_START = re.compile(f"\\A(?={_BLANK}(?:{_SIGN}|[\t\r\n]))")
_INSIDE = re.compile(f"(\r\n|\r|\n)(?=[\t]*{_BLANK}{_SIGN})")
# What a text must begin with to need a closer look; one with a line end inside does, too.
_SUSPECT = frozenset(_BLANKS + _SIGNS + "\t\r\n")
# Stand between cells and lines until quotation marks are doubled; a page that holds one takes the longer way.
_CELL, _LINE = "\x1f", "\x1e"
_FIRST = itemgetter(slice(0, 1))


def lines(kinds: Iterable[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """These lines of columns of these kinds (verification.exporting.tables), each with its line end.

    Lists are joined with "; ", moments are ISO 8601, None is empty. Works column by column: most need nothing done.
    """
    columns = [_COLUMN[kind](values) for kind, values in zip(kinds, zip(*rows, strict=True), strict=True)]
    return _joined(list(zip(*columns, strict=True))).encode()


def head(names: Iterable[str]) -> bytes:
    """The first line."""
    return _joined([tuple(names)]).encode()


def _joined(rows: list[tuple[str, ...]]) -> str:
    page = _LINE.join(map(_CELL.join, rows))
    if page.count(_CELL) != len(rows) * (len(rows[0]) - 1) or page.count(_LINE) != len(rows) - 1:
        return "".join([",".join([f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row]) + "\r\n" for row in rows])
    return '"' + page.replace('"', '""').replace(_CELL, '","').replace(_LINE, '"\r\n"') + '"\r\n'


def _texts(values: Sequence[str | None]) -> Sequence[str]:
    texts = _codes(values)
    page = "\n".join(texts)
    if page.count("\n") == len(texts) - 1 and "\r" not in page and _SUSPECT.isdisjoint(map(_FIRST, texts)):
        return texts
    return list(map(_guarded, texts))


def _lists(values: Sequence[list[str] | None]) -> Sequence[str]:
    return _texts(["; ".join(value) if value else "" for value in values])


def _codes(values: Sequence[str | None]) -> Sequence[str]:
    return [value or "" for value in values] if None in values else values  # type: ignore[return-value]


def _numbers(values: Sequence[float | None]) -> Sequence[str]:
    written = orjson.dumps(values)[1:-1].decode()
    return (written.replace("null", "") if None in values else written).split(",")


def _answers(values: Sequence[bool]) -> Sequence[str]:
    return ["true" if value else "false" for value in values]


def _moments(values: Sequence[datetime | str | None]) -> Sequence[str]:
    if not any(values):
        return [""] * len(values)
    return [value.isoformat() if isinstance(value, datetime) else iso(value) if value else "" for value in values]


_COLUMN: dict[str, Callable[[Any], Sequence[str]]] = {
    TEXT: _texts,
    CODE: _codes,
    NUMBER: _numbers,
    WHOLE: _numbers,
    YES_NO: _answers,
    MOMENT: _moments,
    LIST: _lists,
}


def _guarded(text: str) -> str:
    return _INSIDE.sub(r"\1'", _START.sub("'", text))
