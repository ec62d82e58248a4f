"""What is done when there is time: vectors for the library, public copies, visits to cited sources, daily digests.

A timer of the gathering worker calls it; a little at a time, so that a claim that waits for its evidence waits for
nothing here. All of it may be done by several workers at once, and again after a stop.
"""

from __future__ import annotations

from dataclasses import dataclass

from claims import meaning
from verification import archiving, notifying, revisiting
from verification.exporting import background
from verification.gathering import answers
from verification.library import vectors

EMBEDDING_SECONDS = 3.0
CAPTURES, VISITS = 4, 4


@dataclass(frozen=True, slots=True)
class Tended:
    """What one round did."""

    embedded: int
    captures: int
    visits: int
    forgotten: int
    expired: int


def tend() -> Tended:
    """One round of some seconds at most; cheap when there is nothing to do."""
    captures = list(archiving.due().values_list("pk", flat=True)[:CAPTURES])
    for pk in captures:
        archiving.work(pk)
    revisiting.plan()
    revisiting.end_unfounded()
    visits = list(revisiting.due().values_list("pk", flat=True)[:VISITS])
    for pk in visits:
        revisiting.visit(pk)
    notifying.send_digests()
    embedded = 0
    if vectors.is_pending() and meaning.available():
        embedded = vectors.embed_pending(seconds=EMBEDDING_SECONDS)
    return Tended(embedded, len(captures), len(visits), answers.forget_old(), background.expire())
