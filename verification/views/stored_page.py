"""The stored page itself, harmless: its own words, headings, lists and tables, with the passage marked.

Nothing of the page is trusted. Only elements named here stay what they are, all others become plain ones, and no
attribute stays but those for reading direction and for the shape of tables. What runs, loads or asks is emptied.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from claims.extraction.charset import decode
from claims.sniffing import HTML, sniff
from verification.documents import stored_bytes
from verification.models import Document
from verification.wording import words_of

Span = tuple[int, int]

_KEPT = words_of(
    "html body p div section article main header footer aside nav h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead "
    "tbody tfoot tr td th caption blockquote pre code em strong b i u sub sup small br hr figure figcaption q cite"
)
_EMPTIED = words_of(
    "head script style noscript template iframe frame frameset object embed applet svg math canvas audio video "
    "input button select textarea option link meta base dialog"
)
_ATTRIBUTES = frozenset(("dir", "lang", "colspan", "rowspan"))
# What the reading of a page leaves out within its words.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
# What it puts between them: lines, the dash before an item of a list, the strokes between cells.
_ADDED = re.compile(r"\n\s*(?:[-•*]\s+)?|\s*\|\s*")
_CONTEXT = 40
_BEFORE = 200
_STYLE = (
    "body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 serif;overflow-wrap:anywhere}"
    "table{border-collapse:collapse}td,th{border:1px solid #999;padding:.2rem .5rem}mark{background:#ffe58a;color:#000}"
)
# The policy lets this one style in and no other, by its hash.
OWN_STYLE = f"'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"


def page_of(document: Document, start: int, end: int) -> tuple[str, bool] | None:
    """The page that a document was read from, as ``stored_page`` shows it with ``[start, end)`` of the text marked.

    None if it was not read from a page. Raises CopyDamaged.
    """
    body = stored_bytes(document.snapshot)
    if sniff(body, document.snapshot.content_type) != HTML:
        return None
    before = document.text[max(start - _BEFORE, 0) : start]
    return stored_page(decode(body, document.snapshot.charset), document.text[start:end], before)


def stored_page(page: str, passage: str, before: str = "") -> tuple[str, bool]:
    """A page that may be shown, and whether ``passage`` was found in it; ``before`` are the words that precede it."""
    try:
        root = html.document_fromstring(page or "<p></p>")
    except (etree.ParserError, ValueError):
        root = html.document_fromstring("<p></p>")
    for element in list(root.iter()):
        _make_harmless(element)
    marked = _mark(root, passage, before) if passage.strip() else False
    body = etree.tostring(root, encoding="unicode", method="html")
    return f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style>{body}', marked


def _make_harmless(element: Any) -> None:
    if not isinstance(element.tag, str):  # a comment, or an instruction to a program
        element.text = ""
        return
    instead = element.get("alt", "") if element.tag == "img" else ""
    if element.tag in _EMPTIED:
        element.clear(keep_tail=True)
    if element.tag not in _KEPT:
        element.tag = "span"
    for name in element.attrib:
        if name not in _ATTRIBUTES:
            del element.attrib[name]
    if instead:
        element.text = f"[{instead}]"


def _compact(text: str) -> str:
    return "".join(text.translate(_UNSEEN).split())


def _mark(root: Any, passage: str, before: str) -> bool:
    """Marks the passage piece by piece: a line may be an element of its own, as a cell is, or an item of a list."""
    wanted = [piece for piece in map(_compact, _ADDED.split(f"\n{passage}")) if piece]
    if not wanted:
        return False
    pieces = list(_pieces(root))
    whole = "".join(_compact(text) for _, _, text in pieces)
    spans: list[Span] = []
    at = 0
    if before:
        led = whole.find(_compact(before)[-_CONTEXT:] + wanted[0])
        at = max(led, 0)
    for line in wanted:
        start = whole.find(line, at)
        if start < 0:
            return False
        at = start + len(line)
        spans.append((start, at))
    _wrap(pieces, spans)
    return True


def _pieces(root: Any) -> Iterator[tuple[Any, bool, str]]:
    """Every text in the order of the page: the element, whether it is the text behind it, the words."""
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            if element.text:
                yield element, False, element.text
        elif element.tail and element is not root:
            yield element, True, element.tail


def _wrap(pieces: list[tuple[Any, bool, str]], spans: list[Span]) -> None:
    parts: list[tuple[Any, bool, str, Span]] = []
    at = 0
    for element, behind, text in pieces:
        size = len(_compact(text))
        for start, end in spans:
            if size and start < at + size and at < end:
                inside = _place(text, max(start - at, 0), min(end - at, size))
                parts.append((element, behind, text, inside))
        at += size
    for number, (element, behind, _text, (start, end)) in reversed(list(enumerate(parts))):
        text = element.tail if behind else element.text  # what an earlier mark behind this one has left of it
        mark = html.Element("mark")
        if not number:
            mark.set("id", "passage")
        mark.text, mark.tail = text[start:end], text[end:]
        if behind:
            element.tail = None
            element.addnext(mark)
            element.tail = text[:start]
        else:
            element.text = text[:start]
            element.insert(0, mark)


def _place(text: str, first: int, last: int) -> Span:
    """Where the characters ``first`` to ``last`` of the compact text stand in ``text``."""
    seen = [place for place, character in enumerate(text) if not character.isspace() and ord(character) not in _UNSEEN]
    return seen[first], seen[last - 1] + 1
