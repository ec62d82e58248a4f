"""Reading labelled rows and writing prediction rows: JSON lines, gzipped where the name says so."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from claims.errors import InvalidInput

Row = dict[str, Any]


def read_rows(path: Path, key: str = "id") -> Iterator[Row]:
    """Rows of a JSON lines file, each with ``key``; raises InvalidInput naming the line that is none."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _row(path, number, line, key)
    except (OSError, UnicodeDecodeError, EOFError) as error:
        raise InvalidInput(
            f"{path} cannot be read as JSON lines: {getattr(error, 'strerror', None) or error}."
        ) from error


def _row(path: Path, number: int, line: str, key: str) -> Row:
    try:
        row = json.loads(line)
    except RecursionError as error:
        raise InvalidInput(f"Line {number} of {path} is too deeply nested.") from error
    except ValueError as error:
        raise InvalidInput(f"Line {number} of {path} is not JSON: {error}.") from error
    if not isinstance(row, dict) or key not in row:
        raise InvalidInput(f"Line {number} of {path} is not an object with an “{key}”.")
    return row


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Write prediction rows; gzipped when the name ends in ``.gz``."""
    try:
        with (
            gzip.open(path, "wt", encoding="utf-8") if path.suffix == ".gz" else path.open("w", encoding="utf-8") as out
        ):
            for row in rows:
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    except OSError as error:
        raise InvalidInput(f"{path} cannot be written: {error.strerror}.") from error
