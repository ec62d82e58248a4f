"""A worker that hears nothing while there is work ends itself; its supervisor starts another.

Consumers have gone deaf after resets and fail-overs of the broker, each time with a healthy process and an open
connection. What shows it from inside: nothing in hand, nothing taken for a minute, and all that time something was
owed for which the broker took every message.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time

log = logging.getLogger(__name__)

DEAF_SECONDS = 60.0
LAST_WORD_SECONDS = 20.0


class Watchdog:
    """One process's ear. ``begins`` and ``ends`` are told of each task, ``look`` is asked every few seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._in_hand = 0
        self._quiet_since = time.monotonic()
        self._owed_since: float | None = None

    def begins(self, **_: object) -> None:
        with self._lock:
            self._in_hand += 1

    def ends(self, **_: object) -> None:
        with self._lock:
            self._in_hand = max(0, self._in_hand - 1)
            self._quiet_since = time.monotonic()

    def look(self, owed: bool) -> bool:
        """Whether this worker is deaf, given that something is ``owed`` which the broker was told of."""
        at = time.monotonic()
        with self._lock:
            if not owed or self._in_hand:
                self._owed_since = None
                return False
            if self._owed_since is None:
                self._owed_since = at
            return at - max(self._owed_since, self._quiet_since) > DEAF_SECONDS


watchdog = Watchdog()


def end_worker(pid: int) -> None:
    """Asks the worker to end, and makes it end if it does not."""
    log.error("nothing was heard of the broker for %.0f s although work is owed: the worker starts anew", DEAF_SECONDS)
    os.kill(pid, signal.SIGTERM)
    # A thread, since it is the worker itself that may not be listening any more.
    insist = threading.Timer(LAST_WORD_SECONDS, os.kill, (pid, signal.SIGKILL))
    insist.daemon = True
    insist.start()
