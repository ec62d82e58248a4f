"""Many at once: a table of addresses and texts, or several files; each line tells what became of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.dateparse import parse_date, parse_datetime

from claims.cleaning import clean_text
from claims.errors import InvalidInput, UserError
from claims.intake.submitting import submit
from claims.models import Article
from claims.roles import Actor

COLUMNS = ("url", "text", "title", "published_at")
MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line or file: its article (perhaps one that was there before), or why there is none."""

    name: str
    article: Article | None = None
    duplicate: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table, as it was written; ``number`` as a spreadsheet counts."""

    number: int
    url: str = ""
    text: str = ""
    title: str = ""
    published_at: str = ""


def submit_files(files: Iterable[tuple[str, bytes]], *, actor: Actor) -> list[Outcome]:
    """Each file as an article of its own; one that is refused stops no other."""
    found = []
    for name, body in files:
        try:
            done = submit(actor=actor, file=body, filename=name)
            found.append(Outcome(name, done.article, done.duplicate))
        except UserError as problem:
            found.append(Outcome(name, why=problem.message))
    return found


def submit_table(body: bytes, *, actor: Actor) -> list[Outcome]:
    """Each line of a CSV file as an article; raises InvalidInput when it is no table of the expected columns."""
    found = []
    for line in lines_of(body):
        name = f"{line.number}: {line.title or line.url or line.text[:60]}"
        try:
            done = submit(
                actor=actor,
                url=line.url,
                text=line.text,
                title=line.title,
                published_at=_moment(line.published_at),
            )
            found.append(Outcome(name, done.article, done.duplicate))
        except UserError as problem:
            found.append(Outcome(name, why=problem.message))
    return found


def lines_of(body: bytes) -> list[Line]:
    """The lines below the heading; comma, semicolon or tab between the cells. Empty lines are passed over."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252", "replace")
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for row in reader:
            rows.append((reader.line_num, row))
            begins = reader.line_num + 1
    except csv.Error as error:
        why = f"The table cannot be read from line {begins} on: {error}."
        if "field limit" in str(error):
            why = (
                f"The table has a cell of more than {csv.field_size_limit():,} characters in what begins on line "
                f"{begins}. Close the quotation mark that stands open there, or hand that text in by itself."
            )
        raise InvalidInput(why, fields={"file": why}) from error
    heading = [name.strip().lower() for name in rows[0][1]] if rows else []
    if not {"url", "text"} & set(heading):
        why = f"The first line must name the columns: {', '.join(COLUMNS)}; url or text is needed."
        raise InvalidInput(why, fields={"file": why})
    found = list(_lines(rows[1:], heading))
    if len(found) > MOST_LINES:
        why = f"The table has {len(found)} lines; at most {MOST_LINES} can be handed in at once. Cut it up."
        raise InvalidInput(why, fields={"file": why})
    return found


def _lines(rows: Iterable[tuple[int, list[str]]], heading: list[str]) -> Iterator[Line]:
    for number, row in rows:
        cells = {name: clean_text(cell).strip() for name, cell in zip(heading, row, strict=False) if name in COLUMNS}
        if any(cells.values()):
            yield Line(number, **cells)


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = parse_datetime(text)
        day = parse_date(text) if moment is None else None
    except ValueError:
        moment = day = None
    if moment is None and day is not None:
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    if moment is None:
        raise InvalidInput(f"“{text[:40]}” is no date. Write it as 2026-05-01 or 2026-05-01T12:00.")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
