"""An article's text cut into paragraphs and pieces, so that every claim can be marked where it stands.

Claims may overlap, nest and cross paragraphs. Each piece is covered by the same claims from end to end; it is shown as
the claim in focus if that covers it, else as the shortest one, since that is the one that would be hidden otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Placed:
    """A claim's place in the text, with what its mark shows."""

    id: int
    start: int
    end: int
    state: str
    statement: str


@dataclass(frozen=True, slots=True)
class Piece:
    """``text`` begins at ``start``; ``shown`` is the claim it is marked as, ``others`` the further ones that cover it.

    ``anchors`` are the claims whose first character is here.
    """

    text: str
    start: int
    shown: Placed | None
    others: tuple[Placed, ...]
    anchors: tuple[int, ...]
    strong: bool


class InPlace(NamedTuple):
    """A claim's words and what stands around them in their paragraph."""

    before: str
    words: str
    after: str


def in_place(text: str, start: int, end: int, room: int = 240) -> InPlace | None:
    """The words at ``text[start:end]`` in their paragraph, of which ``room`` characters on each side; cut at blanks.

    None for a place outside the text.
    """
    if not 0 <= start < end <= len(text):
        return None
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    before, after = text[first:start], text[end : last if last >= 0 else len(text)]
    if len(before) > room:
        before = "… " + before[-room:].partition(" ")[2]
    if len(after) > room:
        after = after[:room].rpartition(" ")[0] + " …"
    return InPlace(before.lstrip(), text[start:end], after.rstrip())


def paragraphs(text: str, claims: Sequence[Placed], focus: int | None = None) -> list[list[Piece]]:
    """The text line by line, each line as its pieces in order; empty lines are dropped."""
    inside = sorted((c for c in claims if 0 <= c.start < c.end <= len(text)), key=lambda c: (c.start, c.end))
    cuts = sorted({place for claim in inside for place in (claim.start, claim.end)})
    found: list[list[Piece]] = []
    active: list[Placed] = []
    waiting = 0  # claims before this one have begun
    cut = 0
    anchored: set[int] = set()
    for line in _LINE.finditer(text):
        pieces: list[Piece] = []
        at = line.start()
        while at < line.end():
            while cut < len(cuts) and cuts[cut] <= at:
                cut += 1
            stop = min(cuts[cut] if cut < len(cuts) else line.end(), line.end())
            while waiting < len(inside) and inside[waiting].start <= at:
                active.append(inside[waiting])
                waiting += 1
            active = [claim for claim in active if claim.end > at]
            anchors = tuple(claim.id for claim in active if claim.id not in anchored)
            anchored.update(anchors)
            pieces.append(_piece(text[at:stop], at, active, anchors, focus))
            at = stop
        if any(piece.text.strip() for piece in pieces):
            found.append(pieces)
    return found


def _piece(words: str, at: int, active: Sequence[Placed], anchors: tuple[int, ...], focus: int | None) -> Piece:
    if not active:
        return Piece(words, at, None, (), anchors, strong=False)
    shown = min(active, key=lambda claim: (claim.id != focus, claim.end - claim.start, claim.id))
    others = tuple(claim for claim in active if claim is not shown)
    return Piece(words, at, shown, others, anchors, strong=shown.id == focus)
