"""How likely two claims say the same: their wording and their meaning together, as one calibrated figure.

The figure is a logistic of ``meaning + WORDING x wording + HEADLINE x headline``, all three between 0 and 1:

meaning    cosine of the claim with the earlier claim (sentence embeddings)
headline   cosine of the claim with the headline of the earlier check; where there is none, ``meaning`` again
wording    share of the claim's four-letter pieces, by rarity, that earlier claim and headline have too (BM25)

The two weights were chosen on the dev halves of CheckThat! 2020 (tweets) and 2022 (debates) together; the logistic was
laid through two points of the debates, whose sentences are the nearest to claims: from SUGGEST on 39 of 100 best
offers are the labelled one when half of the claims have one at all, from CONFIRM on 71, and of those that the labels
call wrong four of five say the same when they are read. docs/quality.md has the figures.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from verification.matching.pieces import PieceIndex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from claims.meaning.model import Vectors

    Packed = NDArray[np.int8]

DIMENSIONS = 384
WORDING = 1.4
HEADLINE = 0.5
# Logistic of the sum above, and of ``wording`` alone where a desk runs without embeddings: (slope, middle).
TOGETHER = (3.5, 1.616)
BY_WORDS = (5.6, 0.722)
# From here on an earlier claim is offered as perhaps the same …
SUGGEST = 0.4
# … and from here on as very likely the same, if no number, date or negation speaks against it.
CONFIRM = 0.94
_CHUNK = 1024
_WITH_HEADLINES = 500


@dataclass(frozen=True, slots=True)
class Alike:
    """One earlier text: its number in the order of adding, how likely it says the same, and what that comes from."""

    number: int
    score: float
    wording: float
    meaning: float | None
    headline: float | None


def pack(vectors: Vectors) -> bytes:
    """Unit vectors as int8, each scaled to its own largest value; a quarter of the room, cosines right to 0.005."""
    scale = np.abs(vectors).max(axis=1, keepdims=True)
    packed: Packed = np.rint(vectors * (127 / np.maximum(scale, 1e-9))).astype(np.int8)
    return packed.tobytes()


class EarlierTexts:
    """Earlier claims with their headlines, ready to be compared with. Texts are only added; vectors may come later."""

    def __init__(self) -> None:
        self._pieces = PieceIndex()
        self._claims: Packed = np.zeros((0, DIMENSIONS), dtype=np.int8)
        self._headlines: Packed = np.zeros((0, DIMENSIONS), dtype=np.int8)
        self._norms: Vectors = np.zeros((0,), dtype=np.float32)

    def __len__(self) -> int:
        return len(self._pieces)

    def add(self, claim: str, headline: str = "", vectors: bytes = b"") -> int:
        """Adds an earlier claim; its number. ``vectors`` is what ``pack`` made of claim and headline, or nothing."""
        self._pieces.add(f"{claim} {headline}")
        number = len(self._pieces) - 1
        if number >= len(self._claims):
            more = max(256, number // 2)
            self._claims = _longer(self._claims, more)
            self._headlines = _longer(self._headlines, more)
            self._norms = _longer(self._norms, more)
        if vectors:
            self.give_vectors(number, vectors)
        return number

    def give_vectors(self, number: int, vectors: bytes) -> None:
        """Sets the vectors of an earlier claim; without a headline's, the claim's own stands in for it."""
        rows = np.frombuffer(vectors, dtype=np.int8).reshape(-1, DIMENSIONS)
        self._claims[number], self._headlines[number] = rows[0], rows[-1]
        self._norms[number] = np.linalg.norm(rows[0].astype(np.float32))

    def without_vectors(self, numbers: Sequence[int]) -> list[int]:
        """Those of ``numbers`` that have no vectors yet."""
        return [number for number in numbers if not self._norms[number]]

    def nearest_by_wording(self, claim: str, limit: int) -> list[int]:
        """The numbers of the earlier claims with most words in common, best first; none that has nothing in common."""
        shares = self._pieces.shares(claim)
        return [number for number in _best(shares, limit) if shares[number] > 0]

    def nearest(self, claim: str, vector: Vectors | None, limit: int = 10) -> list[Alike]:
        """The ``limit`` earlier claims most likely to say the same, best first; ``vector`` is its own, (384,)."""
        if not len(self):
            return []
        wording = self._pieces.shares(claim)
        if vector is None:
            return [
                Alike(number, likely(float(wording[number]), BY_WORDS), float(wording[number]), None, None)
                for number in _best(wording, limit)
            ]
        meaning = self._cosines(vector)
        # Headlines only of those that can still be among the nearest: they are the lesser half, and cost as much.
        numbers = np.array(_best((1 + HEADLINE) * meaning + WORDING * wording, max(_WITH_HEADLINES, 5 * limit)))
        headline = _cosine(self._headlines[numbers], vector)
        sums = meaning[numbers] + WORDING * wording[numbers] + HEADLINE * headline
        return [
            Alike(
                int(numbers[at]),
                likely(float(sums[at]), TOGETHER),
                float(wording[numbers[at]]),
                float(meaning[numbers[at]]),
                float(headline[at]),
            )
            for at in _best(sums, limit)
        ]

    def _cosines(self, vector: Vectors) -> Vectors:
        """Cosines with every claim, float32 (len(self),); 0 where there are no vectors yet."""
        size = len(self)
        found = np.zeros(size, dtype=np.float32)
        for start in range(0, size, _CHUNK):  # in pieces: as float32 the whole would take four times the memory
            part = self._claims[start : min(start + _CHUNK, size)].astype(np.float32)
            # Not "@": the threads of a matrix library wait for each other at ten times the cost of the sum itself.
            found[start : start + len(part)] = np.einsum("ij,j->i", part, vector)
        found /= np.maximum(self._norms[:size], np.float32(1e-9))
        return found


def _cosine(packed: Packed, vector: Vectors) -> Vectors:
    part = packed.astype(np.float32)
    cosines: Vectors = np.einsum("ij,j->i", part, vector) / np.maximum(np.linalg.norm(part, axis=1), 1e-9)
    return cosines


def _longer(rows: Any, more: int) -> Any:
    """The array with ``more`` rows of zeros behind it."""
    return np.concatenate([rows, np.zeros((more, *rows.shape[1:]), dtype=rows.dtype)])


def likely(total: float, logistic: tuple[float, float]) -> float:
    """The calibrated figure, 0 to 1."""
    slope, middle = logistic
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, slope * (total - middle)))))


def _best(scores: Vectors, limit: int) -> list[int]:
    """Indexes of the highest scores, best first; of equals the later one, which was checked more recently."""
    size = len(scores)
    near = np.argpartition(-scores, limit)[: limit * 2] if size > limit * 2 else np.arange(size)
    return [int(number) for number in sorted(near, key=lambda i: (-float(scores[i]), -int(i)))[:limit]]
