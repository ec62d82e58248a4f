"""A text as paragraphs, and paragraphs as pieces small enough for the parser.

Titles, bylines and list items that stand on lines of their own are paragraphs of their own: fed to a parser together
with the next line they glue onto its first sentence. Lines that were only wrapped at a fixed width are joined again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.splitting.shapes import Span

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BLANK_LINE = re.compile(r"(?:\r\n|[\n\r\v\f\x85\u2028])[^\S\n\r]*(?:\r\n|[\n\r\v\f\x85\u2028])|\u2029")
_WRAP_WIDTH = (45, 100)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return (start + left, start + right) if left < right else None


def _wrapped(text: str, first: Span, second: Span) -> bool:
    """Whether ``second`` goes on with the sentence that ``first`` began, on the next line of a wrapped text."""
    width = first[1] - first[0]
    if not _WRAP_WIDTH[0] <= width <= _WRAP_WIDTH[1]:
        return False
    if _BLANK_LINE.search(text, first[1], second[0]):
        return False
    return text[first[1] - 1] not in '.!?:;"”' and text[second[0]].islower()


def paragraphs(text: str) -> Iterator[Span]:
    """Spans of the paragraphs of ``text``, outer white space left out, in order; linear in the length."""
    held: Span | None = None
    last: Span | None = None
    for match in _LINE.finditer(text):
        line = _trimmed(text, match.start(), match.end())
        if line is None:
            continue
        if held is not None and last is not None and _wrapped(text, last, line):
            held = (held[0], line[1])
        else:
            if held is not None:
                yield held
            held = line
        last = line
    if held is not None:
        yield held


def pieces(text: str, span: Span, limit: int) -> Iterator[Span]:
    """``span`` cut into stretches of at most ``limit`` characters, at white space where there is some."""
    start, end = span
    while end - start > limit:
        cut = text.rfind(" ", start + limit // 2, start + limit)
        cut = start + limit if cut < 0 else cut
        piece = _trimmed(text, start, cut)
        if piece is not None:
            yield piece
        start = cut
    piece = _trimmed(text, start, end)
    if piece is not None:
        yield piece
