"""Tags with thousands of attributes are taken out before parsing: the parser compares each attribute with all others.

One pass over the source. Ordinary tags are recognised by one cheap pattern; only what does not look ordinary (very
long, or with brackets inside quotation marks) is walked through attribute by attribute, as a browser would.
"""

from __future__ import annotations

import re

MAX_ATTRIBUTES = 500

_TAG = re.compile(r"<[a-zA-Z](?:[^<>]{0,2000}>)?")
_NEXT = re.compile(r"[>\"']")


def without_monster_tags(source: str) -> str:
    """``source`` without start tags of more than ``MAX_ATTRIBUTES`` attributes; in time linear in its length."""
    pieces: list[str] = []
    kept_to = at = 0
    while found := _TAG.search(source, at):
        tag = found[0]
        if tag[-1] == ">" and tag.count('"') % 2 == 0 and tag.count("'") % 2 == 0:
            at = found.end()
            continue
        end, attributes = _walk(source, found.start() + 2)
        if attributes > MAX_ATTRIBUTES:
            pieces.append(source[kept_to : found.start()])
            kept_to = end
        at = end
    return "".join([*pieces, source[kept_to:]]) if pieces else source


def _walk(source: str, at: int) -> tuple[int, int]:
    """Where the tag that is open at ``at`` ends, and how many attributes it has."""
    attributes = 0
    start = at
    while found := _NEXT.search(source, at):
        if found[0] == ">":
            return found.end(), attributes + _names(source, start, found.start())
        if source[start : found.start()].rstrip()[-1:] != "=":
            at = found.end()  # a quotation mark that opens nothing is part of a name
            if at - start > 100_000:
                attributes += _names(source, start, at)
                start = at
            continue
        attributes += _names(source, start, found.start())
        closed = source.find(found[0], found.end())
        if closed < 0:
            break
        start = at = closed + 1
    return len(source), attributes + _names(source, start, len(source))


def _names(source: str, start: int, end: int) -> int:
    return len(source[start:end].split(None, MAX_ATTRIBUTES + 1))
