"""Keeps the leases of the work that this process has in hand; they end with the process, or with the work.

So a lease can be short (a killed worker's work is taken up again within seconds) although the work may be long.
One daemon thread a process renews them all. A lease that was lost meanwhile is not taken back: the fence decides.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

from claims import leases

log = logging.getLogger(__name__)

LEASE_SECONDS = 20.0
BEAT_SECONDS = 6.0


class Heartbeat:
    """The leases that this process holds, and the thread that renews them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, tuple[type[leases.Job], int]] = {}
        self._stop = threading.Event()
        self._pid = 0

    @contextmanager
    def holding(self, row: leases.Job, token: str) -> Iterator[None]:
        """Renews the lease ``token`` on ``row`` for the length of the block."""
        with self._lock:
            if self._pid != os.getpid():  # first use here, or the parent's thread stayed behind at the fork
                self._pid, self._held, self._stop = os.getpid(), {}, threading.Event()
                threading.Thread(target=self._beat, args=(self._stop,), name="lease-heartbeat", daemon=True).start()
            self._held[token] = (type(row), row.pk)
        try:
            yield
        finally:
            with self._lock:
                self._held.pop(token, None)

    def renew(self) -> None:
        """One beat: every lease in hand runs LEASE_SECONDS from now."""
        with self._lock:
            held = list(self._held.items())
        for token, (model, pk) in held:
            rows = model._default_manager.filter(pk=pk, lease_token=token)
            rows.update(lease_until=leases.from_now(LEASE_SECONDS))

    def _beat(self, stop: threading.Event) -> None:
        while not stop.wait(BEAT_SECONDS):
            if not self._held:
                continue
            try:
                self.renew()
            except DatabaseError as error:
                log.warning("leases could not be renewed; they may be lost: %s", error)
            finally:
                connection.close()


heartbeat = Heartbeat()
