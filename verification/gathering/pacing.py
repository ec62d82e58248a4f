"""The line before each provider: its own pace, kept by all processes together, and a rest after it was out of reach."""

from __future__ import annotations

import threading
import time

from claims.turns import FOREVER, turns
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

    def check(self, provider: Provider) -> None:
        """Returns when the provider may be asked now.

        Raises the ProviderError of a moment ago while it rests, so that not every waiting claim runs into the same
        wall; NotYet when its pace does not allow another question, with a turn of the claim's own.
        """
        with self._lock:
            until, error = self._resting.get(provider.name, (0.0, None))
        if error is not None and time.monotonic() < until:
            raise ProviderError(error.message, kind=error.kind, retry_after=error.retry_after)
        gap = provider.seconds_between
        wait = turns.take(f"ask:{provider.name}", gap)
        if wait:
            # Those who wait have a bucket of their own, so that they come back one after the other.
            turn = turns.take(f"line:{provider.name}", gap, most=FOREVER, earliest=wait)
            raise NotYet(f"{provider.label} takes one question every {gap:g} seconds; this one waits its turn.", turn)

    def rest(self, provider: Provider, error: ProviderError) -> None:
        """The provider could not be reached: nobody in this process asks it for a while."""
        with self._lock:
            self._resting[provider.name] = (time.monotonic() + REST_AFTER_FAILURE, error)

    def forget(self) -> None:
        """Starts afresh."""
        with self._lock:
            self._resting.clear()
        turns.forget()


line = Line()
