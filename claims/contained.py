"""Errors that must not leave a task: Celery ends the whole worker over a MemoryError, and all that it had in hand."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

log = logging.getLogger(__name__)


def contained(task: Callable[[int], None]) -> Callable[[int], None]:
    """The task's body; where it runs out of memory or of stack the row's lease runs out, and that counts as a loss."""

    @wraps(task)
    def body(pk: int) -> None:
        try:
            task(pk)
        except (MemoryError, RecursionError) as error:
            log.error("%s(%s) was given up: %s", task.__name__, pk, type(error).__name__)

    return body
