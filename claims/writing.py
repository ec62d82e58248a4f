"""Writing in turn: the threads of one process do not fight over SQLite's single write lock.

SQLite waits by sleeping for chance lengths, which is no queue: with a hundred threads storing pages, some waited longer
than the twenty seconds that they have, and failed. One lock in the process is a queue. PostgreSQL needs none of this.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_turn = threading.Lock()


@contextmanager
def in_turn() -> Iterator[None]:
    """A transaction that waits for those of the process's other threads; inside another one, only that one's part.

    Whoever is in a transaction already holds the database's lock, perhaps, and must not wait for the process's too.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    with _turn, transaction.atomic():
        yield
