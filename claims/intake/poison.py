"""The test hook that makes reading an article fail as badly as hostile input could (``PROOFDESK_POISON``).

Refused outside tests: the settings take no PROOFDESK_POISON unless PROOFDESK_TEST or DEBUG is set.
"""

from __future__ import annotations

import os
import signal

from django.conf import settings


def swallow(text: str) -> None:
    """Fails in the way that PROOFDESK_POISON names, if ``text`` contains that word."""
    poison = settings.PROOFDESK_POISON
    if not poison or poison not in text:
        return
    if poison == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif poison == "memory":
        raise MemoryError
    elif poison == "recursion":
        raise RecursionError
    elif poison == "loop":
        while True:
            pass
