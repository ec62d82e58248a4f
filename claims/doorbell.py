"""Tells a worker that something is owed. Never needed, only hurried: the row is the debt, the sweep rings again.

A ring takes at most about a second and never raises: the web process must answer when the broker is frozen or away.
After a failure the bell rests for ten seconds.
"""

from __future__ import annotations

import logging
import os
import threading
import time

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu import Connection, pools
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

REST_SECONDS = 10.0
HURRY = {"socket_timeout": 1.0, "socket_connect_timeout": 0.5, "max_retries": 0}

SPLIT = "claims.tasks.split_article"
READ = "claims.tasks.read_tips"
FETCH = "claims.tasks.fetch_article"
FEED = "claims.tasks.poll_feed"
GATHER = "verification.tasks.gather"
DELIVER = "verification.tasks.deliver"
EXPORT = "verification.tasks.export"
QUEUE = "gather"  # of all of these but SPLIT and READ


class Doorbell:
    """One process's line to the broker, with the circuit breaker."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._resting_until = 0.0
        self._connection: Connection | None = None
        self._pid = 0

    def ring(self, task: str, pk: int) -> bool:
        """Sends one message; False when it could not be sent (which is not to say that it did not arrive)."""
        if time.monotonic() < self._resting_until:
            return False
        connection = self._own_connection()
        try:
            with pools.producers[connection].acquire(block=True, timeout=1.0) as producer:
                current_app.send_task(task, args=(pk,), producer=producer, retry=False)
        except (OSError, KombuError, RedisError) as error:
            self._resting_until = time.monotonic() + REST_SECONDS
            log.info("the broker did not take a message; the sweep will ring again: %s", error)
            return False
        return True

    def waiting(self) -> int | None:
        """How many messages wait in the queue of gathering; None when the broker does not say."""
        if time.monotonic() < self._resting_until:
            return None
        try:
            with pools.producers[self._own_connection()].acquire(block=True, timeout=1.0) as producer:
                return int(producer.channel.client.llen(QUEUE))
        except (OSError, KombuError, RedisError):
            return None  # the next ring will find out and rest

    def _own_connection(self) -> Connection:
        with self._lock:
            if self._connection is None or self._pid != os.getpid():  # a forked child must not share the socket
                pools.reset()
                options = {**settings.CELERY_BROKER_TRANSPORT_OPTIONS, **HURRY}
                self._connection = Connection(settings.CELERY_BROKER_URL, transport_options=options, connect_timeout=1)
                self._pid = os.getpid()
            return self._connection


bell = Doorbell()


def ring_on_commit(task: str, *pks: int) -> None:
    """Rings for each row once the transaction that made it is committed."""

    def send() -> None:
        for pk in pks:
            if not bell.ring(task, pk):
                break

    transaction.on_commit(send)
