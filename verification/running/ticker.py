"""The sweep on a timer inside the workers, so that neither the schedule's process nor the broker is a single point.

The gathering worker sweeps every few seconds and works itself whatever the broker does not take. Splitting stays in the
killable children of the other worker: each of them looks for articles of its own accord while the broker is away. The
parent of those children has no timer, since a process that forks must hold neither threads nor an open database.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import DatabaseError, close_old_connections, connections

from claims import intake
from claims.doorbell import DELIVER, EXPORT, FEED, FETCH, GATHER, SPLIT
from verification import gathering, sweeping, tending, webhooks
from verification.exporting import background
from verification.running import presence
from verification.running.suspects import work_suspects
from verification.running.watchdog import end_worker, watchdog

EVERY_SECONDS = 5.0
THREADS = 8

log = logging.getLogger(__name__)

_WORK: dict[str, Callable[[int], object]] = {
    FETCH: intake.fetch_article,
    FEED: intake.poll,
    GATHER: gathering.gather,
    DELIVER: webhooks.deliver,
    EXPORT: background.work,
}


def start(kind: str) -> None:
    """Starts the timers of this worker (``gather``) or of this child of a worker (``split``)."""
    ticks: dict[str, tuple[Callable[[], object], ...]] = {
        # Opening has a timer of its own: without a broker the sweep's works off what is owed, which takes its time.
        "gather": (sweep_and_work, sweeping.open_overdue, work_suspects, tending.tend),
        "split": (split_while_alone,),
    }
    for tick in ticks[kind]:
        threading.Thread(target=_repeat, args=(tick,), name=f"ticker-{tick.__name__}", daemon=True).start()


def sweep_and_work() -> None:
    """One sweep; what could not be rung for is worked here, a few at a time."""
    swept = sweeping.sweep()
    told = not swept.unrung and sweeping.is_owed(GATHER)
    if watchdog.look(told):
        end_worker(os.getpid())
    unrung = [(_WORK[task], pk) for task, pk in swept.unrung if task in _WORK]
    if unrung:
        with ThreadPoolExecutor(THREADS) as pool:
            for work, pk in unrung:
                pool.submit(_work, work, pk)


def split_while_alone() -> None:
    """Splits what is owed, if the broker cannot say so; another child's lease is left alone."""
    if presence.away() != ["broker"]:
        if watchdog.look(sweeping.is_owed(SPLIT)):
            end_worker(os.getppid())
        return
    watchdog.look(False)
    for article in intake.due_articles():
        if intake.next_task(article) == SPLIT:
            intake.split_article(article.pk)
    for claim in intake.due_readings().values_list("claim_id", flat=True):
        intake.read_tips(claim)


def _repeat(tick: Callable[[], object]) -> None:
    while True:
        try:
            close_old_connections()
            tick()
        except (DatabaseError, OSError, MemoryError, RecursionError, RuntimeError) as error:
            # RuntimeError is what a thread says that cannot be started. A timer that ends would end quietly.
            log.warning("the %s did not get through; the next one is soon: %s", tick.__name__, error)
        time.sleep(EVERY_SECONDS)


def _work(work: Callable[[int], object], pk: int) -> None:
    try:
        work(pk)
    except (DatabaseError, MemoryError, RecursionError) as error:
        log.warning("work on row %s stopped, its lease will run out: %s", pk, error)
    finally:
        connections.close_all()
