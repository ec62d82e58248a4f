"""The processes that make up the service, as command lines, in the order in which they start."""

from __future__ import annotations

import compileall
import sys
from pathlib import Path

from verification.running import cores
from verification.running.broker import Broker
from verification.running.supervisor import Program

GATHER_THREADS = 32
GATHERERS = 2  # at most: each holds the language models, some 300 MB
OURS = ("config", "claims", "verification")
CHILD_TASKS = 200
CHILD_MEMORY_KB = 1_200_000


def compile_code(place: Path) -> None:
    """Compiles our code at ``place`` where that is not done yet, a matter of a second.

    Containers often keep Python from writing what it compiled (PYTHONDONTWRITEBYTECODE); then every start of every
    process compiled all of it anew, as long as all the rest of a start takes. A place that may not be written to is
    left as it is.
    """
    for name in OURS:
        compileall.compile_dir(place / name, quiet=2)


def broker(embedded: Broker) -> Program:
    return Program("broker", embedded.command(), last=True)


def web(listener: int, processes: int) -> Program:
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "--workers", str(processes)]
    return Program("web", [*command, "--bind", f"fd://{listener}", "config.wsgi:application"], inherits=(listener,))


def workers(processes: int) -> list[Program]:
    """Splitting in processes (CPU; a child that a hostile text kills is one child), gathering in threads (waiting).

    Python computes for one thread of a process at a time, so that where there are two cores two processes gather, each
    kept to a core of its own.
    """
    split = ["-Q", "split", "-P", "prefork", "-c", str(processes), "-n", "split@%h"]
    split += ["--max-tasks-per-child", str(CHILD_TASKS), "--max-memory-per-child", str(CHILD_MEMORY_KB)]
    names = ["gather", "gather2"][: min(GATHERERS, processes)]
    gather = ["-Q", "gather", "-P", "threads", "-c", str(GATHER_THREADS // len(names))]
    return [
        Program("split", _celery("worker", *split, *_WORKER)),
        *(
            Program(name, _celery("worker", *gather, "-n", f"{name}@%h", *_WORKER), core=core)
            for name, core in zip(names, cores.different(len(names)), strict=True)
        ),
        Program("beat", _celery("beat", "--loglevel", "WARNING", "--pidfile=")),
    ]


_WORKER = ("--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--without-heartbeat")


def _celery(*arguments: str) -> list[str]:
    """Without Django's checks: `up` has made them, and in each worker they load every page, a second of its start."""
    return [sys.executable, "-m", "celery", "--quiet", "--skip-checks", "-A", "config", *arguments]
