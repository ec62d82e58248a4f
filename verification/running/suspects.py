"""The lane of one: what has ended two workers is worked in a process of its own, one at a time.

A worker that ends takes everything down that it had in hand, and which of it was to blame nobody knows. Here the
process has one piece of work: when it ends, that piece did it, and after two such ends it is put aside for good
(claims.leases says after how many). The process may be killed, has a limit of memory and one of time.
"""

from __future__ import annotations

import fcntl
import logging
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings

from claims import intake
from claims.doorbell import FETCH, GATHER, READ, SPLIT
from verification import gathering, sweeping

log = logging.getLogger(__name__)

SECONDS = 120.0
MEMORY_BYTES = 3_000_000_000
WORDS = {FETCH: "fetch", SPLIT: "split", READ: "read", GATHER: "gather"}

_LET_GO: dict[str, Callable[[int], None]] = {
    FETCH: intake.let_go_of_article,
    SPLIT: intake.let_go_of_article,
    READ: intake.let_go_of_reading,
    GATHER: gathering.let_go_of_searches,
}


def work_suspects() -> None:
    """Works what is suspect now, each piece in its process; one that ended its process is let go of at once.

    Where several workers look after the lane, it is another's while he is at it.
    """
    with _lane() as ours:
        if ours:
            _work_all()


@contextmanager
def _lane() -> Iterator[bool]:
    path = settings.DATA_DIR / "run" / "lane.lock"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(path, "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _work_all() -> None:
    for task, pk in sweeping.suspects():
        ended = _alone(WORDS[task], pk)
        if ended:
            log.error("%s of row %s, worked alone, %s", WORDS[task], pk, ended)
            _LET_GO[task](pk)


def _alone(word: str, pk: int) -> str:
    """Empty when the process ended well, else how it ended."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work", word, str(pk)]
    try:
        ran = subprocess.run(command, stdin=subprocess.DEVNULL, timeout=SECONDS, check=False)  # noqa: S603 - our own
    except subprocess.TimeoutExpired:
        return f"took more than {SECONDS:g} s"
    if ran.returncode >= 0:
        return f"ended with exit code {ran.returncode}" if ran.returncode else ""
    return f"was ended by {signal.Signals(-ran.returncode).name}"
