"""Every earlier claim as one process holds it: read once, then only what is new; made again in a new process.

100,000 earlier claims take about 200 MB, are read in 40 seconds, and answer a claim in 0.1 s. A claim that was
edited is compared by the words it had when it was read, until the process starts anew.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from claims.meaning import MeaningUnavailableError, embed
from claims.meaning.model import WEIGHTS_SHA256
from verification.matching.likeness import Alike, EarlierTexts, pack
from verification.models import EarlierClaim

MODEL = WEIGHTS_SHA256[:16]
_READ_AT_ONCE = 2000
# So many of the nearest by wording get vectors made on the spot, where they have none: each costs one embedding.
_MADE_ON_THE_SPOT = 8
_VECTORS_READ_SECONDS = 10.0


@dataclass(slots=True)
class Memory:
    """The earlier claims in memory. ``nearest`` may be called from several threads."""

    _texts: EarlierTexts = field(default_factory=EarlierTexts)
    _keys: list[int] = field(default_factory=list)
    _bare: dict[int, int] = field(default_factory=dict)  # key → number, of those without vectors so far
    _newest: tuple[int, datetime] | None = None
    _vectors_due: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def nearest(self, statement: str, limit: int) -> tuple[list[tuple[int, Alike]], bytes]:
        """(key of the earlier claim, how alike) best first, and the claim's own packed vector ("" without a model).

        No vector is made while the lock is held: dozens of claims are compared at once, and waited for one another.
        """
        try:
            vector = embed([statement])[0]
        except MeaningUnavailableError:
            with self._lock:
                self._read_new()
                return self._keyed(self._texts.nearest(statement, None, limit)), b""
        with self._lock:
            self._read_new()
            numbers = self._texts.without_vectors(self._texts.nearest_by_wording(statement, _MADE_ON_THE_SPOT))
            missing = [self._keys[number] for number in numbers]
        made = _vectors_for(missing)
        with self._lock:
            for key, vectors in made.items():
                if (number := self._bare.pop(key, None)) is not None:
                    self._texts.give_vectors(number, vectors)
            return self._keyed(self._texts.nearest(statement, vector, limit)), pack(vector[None, :])

    def _keyed(self, found: Sequence[Alike]) -> list[tuple[int, Alike]]:
        return [(self._keys[alike.number], alike) for alike in found]

    def _read_new(self) -> None:
        if self._newest and not EarlierClaim.objects.filter(pk=self._newest[0], added_at=self._newest[1]).exists():
            # Rows were taken away, or this is another database (a restored one): what is remembered may be wrong.
            self._texts, self._keys, self._bare, self._newest = EarlierTexts(), [], {}, None
        last = self._newest[0] if self._newest else 0
        fields = ("pk", "statement", "title", "model", "vectors", "added_at")
        rows = EarlierClaim.objects.filter(pk__gt=last).order_by("pk").values_list(*fields)
        for key, statement, title, model, vectors, added_at in rows.iterator(chunk_size=_READ_AT_ONCE):
            self._newest = (key, added_at)
            fits = bytes(vectors) if model == MODEL else b""
            number = self._texts.add(statement, title, fits)
            self._keys.append(key)
            if not fits:
                self._bare[key] = number
        if self._bare and time.monotonic() > self._vectors_due:
            self._read_vectors()
            self._vectors_due = time.monotonic() + _VECTORS_READ_SECONDS

    def _read_vectors(self) -> None:
        """Vectors that other processes have made since; of the newest rows, where that happens."""
        newest = list(self._bare)[-500:]
        made = EarlierClaim.objects.filter(pk__in=newest, model=MODEL).values_list("pk", "vectors")
        for key, vectors in made:
            self._texts.give_vectors(self._bare.pop(key), bytes(vectors))


memory = Memory()


def _vectors_for(keys: Sequence[int]) -> dict[int, bytes]:
    """Packed vectors of these earlier claims: as another process has made them meanwhile, or made here and kept."""
    found = {}
    for row in EarlierClaim.objects.filter(pk__in=keys):
        if row.model != MODEL:
            give_vectors(row)
        found[row.pk] = bytes(row.vectors)
    return found


def give_vectors(row: EarlierClaim) -> None:
    """Makes and keeps the vectors of one earlier claim. Raises MeaningUnavailableError."""
    row.vectors = vectors_of(row.statement, row.title)
    row.model = MODEL
    EarlierClaim.objects.filter(pk=row.pk).update(vectors=row.vectors, model=MODEL)


def vectors_of(statement: str, title: str) -> bytes:
    """The packed vectors of a claim and, where there is one, its headline. Raises MeaningUnavailableError."""
    return pack(embed([statement, title] if title else [statement]))
