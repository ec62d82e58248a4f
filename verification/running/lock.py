"""One service a data directory: a lock that lives as long as any process of the service does.

The children inherit the locked file, so that a new start also notices processes that outlived a killed supervisor.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from claims.errors import UserError

LEFTOVER_SECONDS = 25.0


class Occupied(UserError):
    """Somebody else serves this data directory; the message says who, and what to do."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The held lock. ``descriptor`` is for the children to inherit."""

    file: IO[str]

    @property
    def descriptor(self) -> int:
        return self.file.fileno()

    def tell(self, address: str) -> None:
        """Writes down who holds it, for the next one who asks."""
        self.file.seek(0)
        self.file.truncate()
        json.dump({"pid": os.getpid(), "address": address}, self.file)
        self.file.flush()


def acquire(path: Path) -> Lock:
    """Takes the lock, waiting for the processes of a killed run to end; raises Occupied if the service is running."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8")  # noqa: SIM115 - held for life
    deadline = time.monotonic() + LEFTOVER_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder, address = _holder(file)
            if _alive(holder):
                file.close()
                raise Occupied(
                    f"Proofdesk is already running on {path.parent.parent} (process {holder}, {address}). "
                    "Stop it first, or name another DATA_DIR."
                ) from None
            if time.monotonic() > deadline:
                file.close()
                raise Occupied(
                    f"Processes of an earlier run still use {path.parent.parent}. End those that "
                    f"{path.parent / 'processes.json'} names, then start again."
                ) from None
            time.sleep(0.2)
        else:
            return Lock(file)


def _holder(file: IO[str]) -> tuple[int, str]:
    file.seek(0)
    try:
        told = json.loads(file.read())
        return int(told["pid"]), str(told["address"])
    except (ValueError, KeyError, TypeError):
        return 0, "still starting"


def _alive(pid: int) -> bool:
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
