"""Processor cores: how many there are for us, and a process of many threads kept to one of them.

Python computes for one thread of a process at a time. Threads that take their turns on two cores take every object
from the other core's cache with every turn: thirty gathering threads on one core computed a third less for a page.
"""

from __future__ import annotations

import os
import random


def usable() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def different(number: int) -> list[int | None]:
    """So many different cores out of those that may be used, by chance, since others on the host choose too.

    None stands for any: where there are too few, and where cores cannot be chosen.
    """
    known = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else []
    return [*random.sample(known, number)] if number <= len(known) else [None] * number


def keep_to(core: int | None) -> None:
    """Keeps this process to a core, with all threads and processes that it starts from now on; None leaves it free.

    A core that was taken away meanwhile leaves it free as well.
    """
    if core is not None and hasattr(os, "sched_setaffinity") and core in os.sched_getaffinity(0):
        os.sched_setaffinity(0, {core})
