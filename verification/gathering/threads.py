"""Threads that work beside a task's own one: so many a process and no more, and each keeps its connection.

A thread and a connection for every page took a fifth of all the computing of gathering, and a server of databases takes
a hundred connections from everybody together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, Literal

from celery import current_task
from django.db import close_old_connections, connection

# Who searches waits for its pages: of one kind of threads, all could wait for one that is not there.
Kind = Literal["searches", "pages"]
SEARCHES: Kind = "searches"
PAGES: Kind = "pages"
MOST = {"postgresql": 10, "sqlite": 32}


def side_by_side(kind: Kind, act: Callable[[Any], None], items: Sequence[Any]) -> None:
    """Calls ``act`` with each item: the first here, the others in threads of this kind as there are free ones."""
    keep = bool(current_task)  # outside of a worker nobody would close it

    def in_thread(item: Any) -> None:
        close_old_connections()
        try:
            act(item)
        finally:
            if not keep:
                connection.close()

    outcomes = [_pool(kind, connection.vendor).submit(in_thread, item) for item in items[1:]]
    try:
        for item in items[:1]:
            act(item)
    finally:
        errors = [outcome.exception() for outcome in outcomes]  # waits for all, whatever became of the first
    for error in errors:
        if error is not None:
            raise error


@cache
def _pool(kind: Kind, vendor: str) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(MOST.get(vendor, MOST["postgresql"]), thread_name_prefix=f"gather-{kind}")
