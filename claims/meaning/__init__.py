"""What a sentence means, as a vector: texts that say nearly the same lie close together, whatever their words.

Importing this package loads nothing; the model is loaded with the first text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from claims.meaning.model import DIMENSIONS, MeaningUnavailableError, loaded

if TYPE_CHECKING:
    from claims.meaning.model import Vectors

__all__ = ["DIMENSIONS", "MeaningUnavailableError", "available", "embed"]


def embed(texts: Sequence[str]) -> Vectors:
    """One unit vector for each text, float32 of shape (n, 384): a dot product is the cosine of their meanings.

    About 5-15 ms of CPU a sentence. Raises MeaningUnavailableError where a desk runs without the model; such a desk
    compares by words.
    """
    return loaded().embed(texts)


def available() -> bool:
    """Whether ``embed`` works in this process; loads the model. Where it does not, the log has said why, once."""
    try:
        loaded()
    except MeaningUnavailableError:
        return False
    return True
