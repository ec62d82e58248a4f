"""What two texts share, word for word and in subject.

Word-for-word likeness is measured on runs of four stems, as exact sets: a claim has tens of documents, for which exact
sets (sorted 64-bit hashes) cost less than MinHash sketches of the same precision. Furniture of the page and quoted
matter are taken out first, because two reporters who quote one statement have not copied from each other.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from verification.wording import content_stems, stems

RUN = 4
Hashes = NDArray[np.uint64]
_PRIME = np.uint64(1_099_511_628_211)
_QUOTED = re.compile(
    r"“[^”\n]{3,1500}”|\"[^\"\n]{3,1500}\"|«[^»\n]{3,1500}»|^\s*>.*$|"
    # British papers quote with single marks; an apostrophe has a letter on both sides.
    r"(?<![\w’])‘[^‘\n]{12,1500}?’(?!\w)|(?<![\w'])'(?=\w)[^\n]{12,1500}?(?<=[\w.,!?…])'(?!\w)",
    re.MULTILINE,
)
# From such a line on, a page speaks about itself: the publisher, its newsletter, its rights.
_ABOUT_ITSELF = re.compile(
    r"^\s*(?:about (?:the )?(?:author|company|us|[A-Z][\w&.]+(?: [A-Z][\w&.]+){0,4})\s*:?\s*$|media contacts?\b|"
    r"press contacts?\b|for (?:more|further) information\b|forward-looking statements?\b|note to editors\b)",
    re.IGNORECASE | re.MULTILINE,
)
_FURNITURE = re.compile(
    r"©|\(c\) ?\d{4}|copyright|all rights reserved|subscribe|newsletter|sign up|sign in|log in|follow us|"
    r"read more|read also|related (?:stories|articles)|click here|terms of (?:use|service)|privacy policy|"
    r"cookies|share this|advertisement|download (?:the|our) app|may not be (?:published|reproduced)|"
    r"may receive (?:a )?commission|support (?:our|independent) journalism|contributed to this report",
    re.IGNORECASE,
)
FURNITURE_LINE = 260


@lru_cache(maxsize=65_536)
def _code(stem: str) -> int:
    return zlib.crc32(stem.encode()) * 2_654_435_761 % 2**61


@dataclass(frozen=True, slots=True)
class Likeness:
    """How many runs two texts share, and which share of the shorter one that is (0–1)."""

    runs: int
    share: float


def own_text(text: str) -> str:
    """The text without page furniture and without what stands in quotation marks."""
    tail = _ABOUT_ITSELF.search(text, len(text) // 2)
    body = text[: tail.start()] if tail else text
    lines = [line for line in body.split("\n") if not (len(line) <= FURNITURE_LINE and _FURNITURE.search(line))]
    return _QUOTED.sub(" ¶ ", "\n".join(lines))


def quoted_text(text: str) -> str:
    """Only what stands in quotation marks, one piece a line."""
    return "\n".join(match.group() for match in _QUOTED.finditer(text))


def runs(text: str, size: int = RUN) -> Hashes:
    """Sorted, distinct hashes of every run of ``size`` words."""
    codes = np.array([_code(stem) for stem in stems(text)], dtype=np.uint64)
    if len(codes) < size:
        return np.empty(0, dtype=np.uint64)
    total = np.zeros(len(codes) - size + 1, dtype=np.uint64)
    for i in range(size):
        total = total * _PRIME + codes[i : i + len(total)]
    return np.unique(total)


def likeness(a: Hashes, b: Hashes) -> Likeness:
    """What two sets of runs have in common."""
    shorter = min(len(a), len(b))
    if not shorter:
        return Likeness(0, 0.0)
    shared = len(np.intersect1d(a, b, assume_unique=True))
    return Likeness(shared, shared / shorter)


def subject(text: str) -> Counter[str]:
    """How often each meaningful stem stands in the text."""
    return Counter(content_stems(text))


def subject_likeness(a: Counter[str], b: Counter[str]) -> float:
    """Cosine over square roots of the counts (0–1): near 0.4 and up for two reports of one event."""
    if not a or not b:
        return 0.0
    if len(a) > len(b):
        a, b = b, a
    shared = sum(math.sqrt(count * b[stem]) for stem, count in a.items() if stem in b)
    return shared / math.sqrt(a.total() * b.total())
