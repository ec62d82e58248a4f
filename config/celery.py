"""The Celery application: which worker does what, and what every worker does when it starts."""

from __future__ import annotations

import os
import signal
from importlib import import_module
from typing import Any

from celery import Celery, signals
from django.db import close_old_connections

from verification.running.parenthood import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("proofdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.worker_init.connect
def watch_for_deafness(sender: Any, **_: Any) -> None:
    """Tasks that begin and end show that this worker, or this child of one, still hears the broker."""
    watchdog = import_module("verification.running.watchdog").watchdog
    signals.task_prerun.connect(watchdog.begins, weak=False)
    signals.task_postrun.connect(watchdog.ends, weak=False)


@signals.task_prerun.connect
def look_at_connection(**_: Any) -> None:
    """A task's thread keeps its connection for the next one (CELERY_DB_REUSE_MAX), if it still is good."""
    close_old_connections()


@signals.worker_init.connect
def prepare_worker(sender: Any, **_: Any) -> None:
    """Splitting: the parser goes into memory before the children are forked, loaded once and shared by all.

    Gathering: the timer starts now and not when the broker has answered, since it is there for when it does not.
    """
    if "split" in _queues():
        import_module("claims.splitting").warm_up()
    if "gather" in _queues():
        import_module("verification.running.ticker").start("gather")


@signals.worker_process_init.connect
def prepare_child(**_: Any) -> None:
    """A child of a killed worker would wait for work for ever; it goes with its parent instead."""
    die_with_parent(os.getppid(), signal.SIGKILL)
    import_module("verification.running.ticker").start("split")


@signals.worker_ready.connect
def stay_present(sender: Any, **_: Any) -> None:
    """Says now and then that this worker is there; `/readyz` looks for it. Runs in the worker's own loop, no thread."""
    presence = import_module("verification.running.presence")
    for kind in _queues() & set(presence.KINDS):
        presence.say_present(kind)
        sender.timer.call_repeatedly(presence.EVERY_SECONDS, presence.say_present, (kind,))


def _queues() -> set[str]:
    return set(app.amqp.queues.consume_from)
