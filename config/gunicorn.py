"""The web server's settings; `manage.py up` adds the address and the number of processes."""

from __future__ import annotations

import gc
import signal
from pathlib import Path
from typing import Any

from django.urls import get_resolver

from verification.running.parenthood import die_with_parent

worker_class = "gthread"
threads = 8
timeout = 60
graceful_timeout = 12  # less than the supervisor's patience
keepalive = 5
limit_request_line = 8190
# gunicorn 27 would open a control socket in the home directory of whoever starts it.
control_socket_disable = True
# The heartbeat file on a disk can block a worker for as long as the disk does.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - the kernel's own memory folder
accesslog = None
errorlog = "-"
loglevel = "warning"


def post_fork(_server: Any, worker: Any) -> None:
    """A process of a killed server would go on answering from the same socket until it noticed."""
    die_with_parent(worker.ppid, signal.SIGTERM)


def post_worker_init(_worker: Any) -> None:
    """All pages are imported before the first request asks for one, and what is in memory by then stays there: the
    collector need not walk through it again, which it would do several times in a second of a long export."""
    get_resolver().url_patterns  # noqa: B018 - asking for them imports them
    gc.collect()
    gc.freeze()
