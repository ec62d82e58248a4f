"""What a site's robots.txt says about us (RFC 9309), remembered for an hour."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from claims.errors import FetchError, HostBusy
from claims.fetching.client import fetch

AGENT = "Proofdesk"
_MAX_BYTES = 500_000
_KEEP = 3600.0
_KEEP_FAILURE = 120.0
_MAX_SITES = 1000


@dataclass(frozen=True, slots=True)
class _Rules:
    rules: Protego | None  # None: everything is refused for now
    until: float


_known: OrderedDict[str, _Rules] = OrderedDict()
_gates: dict[str, threading.Lock] = {}  # of the sites whose rules are just being read
_lock = threading.Lock()


def allowed_by_robots(url: str, *, timeout: float = 5.0) -> bool:
    """Whether the site lets us read ``url``.

    No robots.txt (any 4xx) allows everything; a site that cannot answer (5xx, no connection) refuses everything
    until it can, and is asked again two minutes later. An address that is not fetched at all raises ``FetchError``.
    """
    parts = urlsplit(url)
    place = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
    kept = _kept(place) or _read_once(place, timeout)
    return kept.rules is not None and bool(kept.rules.can_fetch(url, AGENT))


def _kept(place: str) -> _Rules | None:
    with _lock:
        kept = _known.get(place)
    return kept if kept is not None and kept.until >= time.monotonic() else None


def _read_once(place: str, timeout: float) -> _Rules:
    """Who comes while another reads waits for what he finds: thirty threads once spent a site's turns on its rules."""
    with _lock:
        gate = _gates.setdefault(place, threading.Lock())
    try:
        with gate:
            if (kept := _kept(place)) is not None:
                return kept
            kept = _read(place, timeout)
            with _lock:
                _known[place] = kept
                _known.move_to_end(place)
                while len(_known) > _MAX_SITES:
                    _known.popitem(last=False)
            return kept
    finally:
        with _lock:
            _gates.pop(place, None)


def _read(place: str, timeout: float) -> _Rules:
    now = time.monotonic()
    try:
        text = fetch(place, timeout=timeout, max_bytes=_MAX_BYTES).body.decode("utf-8", "replace")
    except HostBusy:
        raise  # nobody asked, so nothing is known
    except FetchError as error:
        if error.code == "refused":
            raise
        if error.retryable and error.status != 429:
            return _Rules(None, now + _KEEP_FAILURE)
        text = ""
    return _Rules(Protego.parse(text), now + _KEEP)
