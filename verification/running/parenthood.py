"""Children that do not outlive their parent, even one that is killed with no chance to say goodbye."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
# Looked up at import: after fork() only what is already there may be touched.
_prctl = ctypes.CDLL(None, use_errno=True).prctl if sys.platform == "linux" else None


def die_with_parent(parent: int, last_signal: signal.Signals) -> None:
    """Asks the kernel to send ``last_signal`` to this process when its parent ends. Linux only, elsewhere nothing.

    To be called in the child. ``parent`` is who started it, so that one who ended meanwhile is noticed too.
    """
    if _prctl is None:
        return
    _prctl(_PR_SET_PDEATHSIG, int(last_signal), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), last_signal)
