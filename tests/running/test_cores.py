"""Each gathering process runs on a core of its own, with all its threads."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from verification.running import cores, programs

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="cores cannot be chosen here")

IN_A_THREAD = """
import os, sys, threading
from verification.running import cores
cores.keep_to(int(sys.argv[1]) if sys.argv[1] else None)
thread = threading.Thread(target=lambda: print(sorted(os.sched_getaffinity(0))))
thread.start()
thread.join()
"""


def allowed_in(core: str) -> str:
    done = subprocess.run([sys.executable, "-c", IN_A_THREAD, core], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_who_is_kept_to_a_core_has_its_threads_there_too() -> None:
    core = min(os.sched_getaffinity(0))
    assert allowed_in(str(core)) == f"[{core}]"


def test_nobody_is_kept_to_a_core_that_may_not_be_used_or_was_not_chosen() -> None:
    all_of_them = str(sorted(os.sched_getaffinity(0)))
    assert allowed_in("100000") == all_of_them
    assert allowed_in("") == all_of_them


def test_as_many_different_cores_as_there_are() -> None:
    known = os.sched_getaffinity(0)
    assert set(cores.different(len(known))) == known
    assert cores.different(len(known) + 1) == [None] * (len(known) + 1)


def test_the_gathering_processes_have_cores_of_their_own_and_no_other_process_has() -> None:
    chosen = {program.name: program.core for program in programs.workers(cores.usable())}
    gather = [core for name, core in chosen.items() if name.startswith("gather")]
    assert None not in gather
    assert len(set(gather)) == len(gather)
    assert {core for name, core in chosen.items() if not name.startswith("gather")} == {None}
