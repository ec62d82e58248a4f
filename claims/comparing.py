"""Two texts compared word by word: what was taken out, what was put in. Pure.

Paragraphs are aligned first and words inside the changed ones, so that a long article costs little (difflib's matcher
grows with the square of what differs).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Longer stretches are shown whole as out and in: a comparison word by word would show nothing but noise, slowly.
MOST_WORDS = 3_000
MOST_PARAGRAPHS = 20_000
_PARAGRAPH = re.compile(r"[^\n]*\n+|[^\n]+")
_PIECE = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text: ``kind`` is "same", "gone" or "new"."""

    kind: str
    text: str


def word_changes(before: str, after: str) -> list[Part]:
    """What leads from ``before`` to ``after``: same and gone parts joined are the one, same and new parts the other."""
    return list(_joined(_words(before, after)))


def text_changes(before: str, after: str) -> list[Part]:
    """The same for whole articles."""
    old, new = _PARAGRAPH.findall(before), _PARAGRAPH.findall(after)
    if len(old) + len(new) > MOST_PARAGRAPHS:
        return list(_joined([Part("gone", before), Part("new", after)] if before != after else [Part("same", after)]))
    parts: list[Part] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            parts.append(Part("same", "".join(new[c:d])))
        else:
            parts.extend(_words("".join(old[a:b]), "".join(new[c:d])))
    return list(_joined(parts))


def _words(before: str, after: str) -> list[Part]:
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    if len(old) + len(new) > MOST_WORDS or not old or not new:
        return [Part("gone", before), Part("new", after)]
    parts: list[Part] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            parts.append(Part("same", "".join(new[c:d])))
        else:
            parts += [Part("gone", "".join(old[a:b])), Part("new", "".join(new[c:d]))]
    return parts


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    """Neighbours of one kind as one part, what is gone before what is new. A blank between two exchanged words belongs
    to both sides, so that a sentence written anew reads as one out and one in, not as words by turns.
    """
    gone = new = blank = ""
    same = ""
    for part in parts:
        if not part.text:
            continue
        if part.kind == "same":
            if gone and new and not blank and part.text.isspace() and "\n" not in part.text:
                blank = part.text
                continue
            yield from _changed(gone, new)
            same += blank + part.text
            gone = new = blank = ""
            continue
        if same:
            yield Part("same", same)
            same = ""
        gone += blank + (part.text if part.kind == "gone" else "")
        new += blank + (part.text if part.kind == "new" else "")
        blank = ""
    yield from _changed(gone, new)
    if same + blank:
        yield Part("same", same + blank)


def _changed(gone: str, new: str) -> Iterator[Part]:
    if gone:
        yield Part("gone", gone)
    if new:
        yield Part("new", new)
