"""Being a polite guest: a token bucket a host, in this process."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

BURST = 5.0
_MAX_HOSTS = 2000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


_buckets: dict[str, _Bucket] = {}
_lock = threading.Lock()


def reserve(host: str, per_second: float) -> float:
    """Take one turn at ``host`` and return the seconds to wait for it; a rate of 0 is no limit."""
    if per_second <= 0:
        return 0.0
    now = time.monotonic()
    with _lock:
        if len(_buckets) > _MAX_HOSTS:
            full = [name for name, bucket in _buckets.items() if (now - bucket.at) * per_second >= BURST]
            for name in full or list(_buckets):
                del _buckets[name]
        bucket = _buckets.setdefault(host, _Bucket(BURST, now))
        bucket.tokens = min(BURST, bucket.tokens + (now - bucket.at) * per_second) - 1.0
        bucket.at = now
        return max(0.0, -bucket.tokens / per_second)


def give_back(host: str) -> None:
    """A turn that was not used after all."""
    with _lock:
        if host in _buckets:
            _buckets[host].tokens += 1.0
