"""Training pairs for the stance model, made by program from texts that may be used so (see docs/model-card-stance.md).

A pair is (claim, passage, label, kind): the label is one of ``LABELS``; the kind says how the pair was made.
"""

from __future__ import annotations

from typing import NamedTuple

LABELS = ("supports", "refutes", "mentions")


class Pair(NamedTuple):
    claim: str
    passage: str
    label: str
    kind: str
