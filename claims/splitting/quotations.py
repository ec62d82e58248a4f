"""Stretches between quotation marks: curly, straight, wrongly directed and unclosed ones.

One pass over each paragraph; every mark is read as opening or closing by what stands beside it, not by its shape,
because newsrooms mix ``”like this,“`` with “this”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from claims.splitting.shapes import Span

_DOUBLE = re.compile("[\"“”„«»]|''|``|’’|‘‘")
_SINGLE_OPEN = re.compile(r"(?:(?<=[\s(\[—–])|(?<![\s\S]))[‘'](?=[\w“\"])")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?;:…])[’'](?![\w])")
_OPENS_AFTER = frozenset(" \t\xa0([{—–-:/\n")
# Beyond this many marks in one paragraph nobody quotes anybody: it is noise, and is read as plain text.
_MOST_MARKS = 400


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation: ``start``/``end`` with its marks, ``inner`` without; ``closed`` is False when no mark ends it."""

    start: int
    end: int
    inner: Span
    closed: bool
    paragraph: int
    single: bool = False


def _opens(text: str, at: int, width: int, start: int, end: int) -> bool | None:
    """True for an opening mark, False for a closing one, None where its neighbours do not tell."""
    before = text[at - 1] if at > start else " "
    after = text[at + width] if at + width < end else " "
    free_before, free_after = before in _OPENS_AFTER, after.isspace() or after in ".,;:!?)]}—–"
    if free_before and not free_after:
        return True
    if free_after and not free_before:
        return False
    return None


def _doubles(text: str, span: Span, number: int) -> list[Quotation]:
    start, end = span
    marks = list(_DOUBLE.finditer(text, start, end))
    if not marks or len(marks) > _MOST_MARKS:
        return []
    found: list[Quotation] = []
    opened: re.Match[str] | None = None
    for mark in marks:
        opens = _opens(text, mark.start(), len(mark.group()), start, end)
        if opens is None:
            opens = opened is None if mark.group() not in "“”" else mark.group() == "“"
        if opened is None:
            if opens:
                opened = mark
            continue
        if opens and mark.group() == "“":
            # A second opening curly mark: the first quotation was never closed, or this is a quotation inside it.
            if _looks_unclosed(text, opened.end(), mark.start()):
                found.append(_quotation(opened, mark.start(), (opened.end(), mark.start()), False, number))
                opened = mark
            continue
        if opens and text[mark.start() - 1 : mark.start()].isspace() and mark.group() == '"':
            opened = mark if _looks_unclosed(text, opened.end(), mark.start()) else opened
            continue
        found.append(_quotation(opened, mark.end(), (opened.end(), mark.start()), True, number))
        opened = None
    if opened is not None and end - opened.end() > 2:
        found.append(_quotation(opened, end, (opened.end(), end), False, number))
    return found


def _looks_unclosed(text: str, start: int, end: int) -> bool:
    return text[start:end].rstrip()[-1:] in ".!?"


def _quotation(mark: re.Match[str], end: int, inner: Span, closed: bool, number: int) -> Quotation:
    return Quotation(mark.start(), end, inner, closed, number)


def _singles(text: str, span: Span, number: int, doubles: list[Quotation]) -> list[Quotation]:
    """Single-mark quotations outside double ones; an apostrophe is never taken for an opening mark."""
    start, end = span
    found: list[Quotation] = []
    at = start
    budget = _MOST_MARKS
    while budget and (opening := _SINGLE_OPEN.search(text, at, end)):
        budget -= 1
        at = opening.end()
        if any(q.start <= opening.start() < q.end for q in doubles):
            continue
        close = _SINGLE_CLOSE.search(text, opening.end(), min(end, opening.end() + 1500))
        if close is None:
            continue
        if opening.group() == "'" and text[opening.end() : opening.end() + 3].rstrip("s").isdigit():
            continue
        found.append(Quotation(opening.start(), close.end(), (opening.end(), close.start()), True, number, single=True))
        at = close.end()
    return found


def quotations(text: str, paragraphs: Iterable[Span]) -> list[Quotation]:
    """All quotations in the order of the text; none reaches beyond its paragraph."""
    found: list[Quotation] = []
    for number, span in enumerate(paragraphs):
        doubles = _doubles(text, span, number)
        singles = _singles(text, span, number, doubles)
        found.extend(sorted(doubles + singles, key=lambda q: q.start) if singles else doubles)
    return found
