"""The line before each provider: its own pace, and a rest after it could not be reached. One line a process."""

from __future__ import annotations

import threading
import time

from verification.providers import Provider, ProviderError

REST_AFTER_FAILURE = 10.0


class NotYet(Exception):
    """The provider may not be asked at this moment; its turn comes in ``seconds``."""

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.message = message
        self.seconds = seconds


class Line:
    """Who may ask now, and when everybody else's turn comes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._resting: dict[str, tuple[float, ProviderError]] = {}
        self._free_at: dict[str, float] = {}
        self._last_turn: dict[str, float] = {}

    def check(self, provider: Provider) -> None:
        """Returns when the provider may be asked now.

        Raises the ProviderError of a moment ago while it rests, so that not every waiting claim runs into the same
        wall; NotYet when its pace does not allow another question, with a turn of the claim's own.
        """
        name, gap, moment = provider.name, provider.seconds_between, time.monotonic()
        with self._lock:
            until, error = self._resting.get(name, (0.0, None))
            if error is not None and moment < until:
                raise ProviderError(error.message, kind=error.kind, retry_after=error.retry_after)
            if moment >= self._free_at.get(name, 0.0):
                self._free_at[name] = moment + gap
                return
            turn = max(self._last_turn.get(name, 0.0), self._free_at[name] - gap) + gap
            self._last_turn[name] = turn
        raise NotYet(
            f"{provider.label} takes one question every {gap:g} seconds; this one waits its turn.", turn - moment
        )

    def rest(self, provider: Provider, error: ProviderError) -> None:
        """The provider could not be reached: nobody asks it for a while."""
        with self._lock:
            self._resting[provider.name] = (time.monotonic() + REST_AFTER_FAILURE, error)

    def forget(self) -> None:
        """Starts afresh."""
        with self._lock:
            self._resting.clear()
            self._free_at.clear()
            self._last_turn.clear()


line = Line()
