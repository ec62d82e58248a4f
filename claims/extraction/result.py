"""What reading an article gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A piece of ``raw_text`` (code points ``start`` to ``end``) that is not the article's own text, and why not."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """An article's own text and what the page says about it.

    ``text`` is paragraphs joined by blank lines, cleaned: every offset of a sentence or claim counts its code
    points. ``raw_text`` is the readable text before furniture was left out, ``left_out`` the pieces of it that did
    not make it, in order and without overlap. Times are aware; a date without a time is midnight UTC.
    """

    text: str
    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published_at: datetime | None = None
    modified_at: datetime | None = None
    language: str = ""
    canonical_url: str = ""
    raw_text: str = ""
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
