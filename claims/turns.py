"""Whose turn it is at a place outside: one token bucket a place, shared by all processes through the broker.

The generic cell rate algorithm (ITU-T Recommendation I.371, annex A): a place is known by the one moment at which it
would be idle again. Without a broker each process counts for itself; a little more is asked then, but work goes on.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from math import inf

from redis.exceptions import RedisError

from claims.broker import client

FOREVER = inf
REST_SECONDS = 10.0  # for which a broker that did not answer is not asked
_MAX_PLACES = 2000
_LONG = 1e9
_KEY = "proofdesk:turn:{}"

# KEYS: the place. ARGV: gap, room, most, earliest. The wait comes as text: Redis would round it to a whole number.
_SCRIPT = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local gap = tonumber(ARGV[1])
local idle = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now + ARGV[4])
local wait = math.max(idle - ARGV[2] - now, 0)
if wait == 0 or wait < tonumber(ARGV[3]) then
  redis.call('SET', KEYS[1], string.format('%.6f', idle + gap), 'PX', math.ceil((idle + gap - now) * 1000) + 1000)
end
return string.format('%.6f', wait)
"""


class Turns:
    """One process's view of all places."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle_at: dict[str, float] = {}
        self._resting_until = 0.0

    def take(self, place: str, gap: float, *, burst: int = 1, most: float = 0.0, earliest: float = 0.0) -> float:
        """Seconds to wait for the next turn at ``place``, which is taken if they are 0 or less than ``most``.

        ``gap`` seconds lie between two turns, but ``burst`` of them may follow one another after a time of quiet.
        Nobody's turn comes before ``earliest`` seconds from now. A gap of 0 is no limit.
        """
        if gap <= 0:
            return 0.0
        place = f"{place} {gap:g}"  # another pace is another line: a setting that was changed counts at once
        room = (burst - 1) * gap
        if time.monotonic() >= self._resting_until:
            try:
                told = client().register_script(_SCRIPT)([_KEY.format(place)], [gap, room, min(most, _LONG), earliest])
                return float(told)
            except (RedisError, OSError):
                self._resting_until = time.monotonic() + REST_SECONDS
        return self._take_here(place, gap, room, most, earliest)

    def _take_here(self, place: str, gap: float, room: float, most: float, earliest: float) -> float:
        now = time.monotonic()
        with self._lock:
            idle = max(self._idle_at.get(place, 0.0), now + earliest)
            wait = max(idle - room - now, 0.0)
            if wait == 0 or wait < most:
                if len(self._idle_at) > _MAX_PLACES:
                    self._idle_at = {name: at for name, at in self._idle_at.items() if at > now}
                self._idle_at[place] = idle + gap
            return wait

    def forget(self) -> None:
        """Everybody starts afresh."""
        with self._lock:
            self._idle_at.clear()
            self._resting_until = 0.0
        with suppress(RedisError, OSError):
            for key in client().scan_iter(_KEY.format("*")):
                client().delete(key)


turns = Turns()
