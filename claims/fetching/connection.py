"""Dialling: the address check on the very socket that is used, and the clock that nothing outlives.

A read that waits for its buffer to fill does not come back to look at a clock, and neither does a handshake or the
reading of headers. So the deadline is kept from outside: a timer shuts the socket down, and whatever waits on it
returns at once.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable
from functools import lru_cache

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection

from claims.errors import FetchError
from claims.fetching.addresses import Target, is_allowed_private, is_public, refused

# (family, socket address) as socket.getaddrinfo gives them.
Address = tuple[int, tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]]

MAX_ADDRESSES = 6


def resolve(host: str, port: int) -> list[Address]:
    """Every address of ``host``, in the resolver's order. The one place that asks DNS."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [(family, address) for family, _, _, _, address in found]


class Deadline:
    """One wall-clock limit over a whole fetch; at its end the guarded socket is shut down from another thread."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.expired = False
        self._ends = time.monotonic() + seconds
        self._held: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._let_go()

    def remaining(self) -> float:
        """Seconds left, above nothing; raises the timeout when there are none."""
        left = self._ends - time.monotonic()
        if self.expired or left <= 0:
            raise self.error()
        return left

    def guard(self, sock: socket.socket) -> None:
        """Watch ``sock`` from now on. A duplicate is held, so that wrapping it in TLS changes nothing."""
        self._let_go()
        with self._lock:
            self._held = sock.dup()
        if self.expired:
            self._expire()

    def error(self) -> FetchError:
        return FetchError(
            f"The site did not finish its answer within {self.seconds:g} seconds. It may be slow or overloaded.",
            code="timeout",
            retryable=True,
        )

    def _expire(self) -> None:
        with self._lock:
            self.expired = True
            if self._held is not None:
                _shut_down(self._held)

    def _let_go(self) -> None:
        with self._lock:
            if self._held is not None:
                self._held.close()
                self._held = None


def dial(target: Target, deadline: Deadline, allowed_private: frozenset[str]) -> socket.socket:
    """Connect to the first address of ``target`` that is allowed and answers (IPv6 and IPv4 alike)."""
    addresses = _resolve_in_time(target, deadline)
    if not is_allowed_private(target, allowed_private):
        addresses = [address for address in addresses if is_public(str(address[1][0]))]
        if not addresses:
            raise refused(f"{target.host} leads to a private or reserved address, which is never asked.")
    addresses = addresses[:MAX_ADDRESSES]
    failure: OSError | None = None
    for position, (family, address) in enumerate(addresses):
        share = deadline.remaining() / (len(addresses) - position)
        sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            sock.settimeout(share)
            sock.connect(address)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(deadline.remaining())
            deadline.guard(sock)
        except OSError as error:
            sock.close()
            failure = error
        except FetchError:
            sock.close()
            raise
        else:
            return sock
    deadline.remaining()
    raise FetchError(
        f"No connection to {target.host} could be made ({_reason(failure)}). It may be down.",
        code="connect_failed",
        retryable=True,
    ) from failure


class _Pinned:
    """Replaces urllib3's own dialling, and with it every second look at DNS."""

    dial: Callable[[], socket.socket]
    address = ""  # the one that was dialled

    def _new_conn(self) -> socket.socket:
        sock = self.dial()
        self.address = str(sock.getpeername()[0])
        return sock


class PinnedHTTPConnection(_Pinned, HTTPConnection):
    pass


class PinnedHTTPSConnection(_Pinned, HTTPSConnection):
    """TLS with the host's own name for SNI and for the certificate, whatever address was dialled."""


def open_connection(
    target: Target, deadline: Deadline, allowed_private: frozenset[str]
) -> PinnedHTTPConnection | PinnedHTTPSConnection:
    """A connection that dials ``target`` when its first request is sent; environment proxies play no part."""
    timeout = deadline.remaining()
    connection: PinnedHTTPConnection | PinnedHTTPSConnection
    if target.scheme == "https":
        connection = PinnedHTTPSConnection(
            target.host, target.port, timeout=timeout, ssl_context=_tls(), cert_reqs=ssl.CERT_REQUIRED
        )
    else:
        connection = PinnedHTTPConnection(target.host, target.port, timeout=timeout)
    connection.dial = lambda: dial(target, deadline, allowed_private)
    return connection


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """The system's trusted authorities (an intranet's own one lives there) and certifi's, loaded once."""
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    return context


def _resolve_in_time(target: Target, deadline: Deadline) -> list[Address]:
    """``resolve`` in a thread of its own, because a resolver takes no time limit."""
    answers: queue.SimpleQueue[list[Address] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(target.host, target.port))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.remaining())
    except queue.Empty:
        raise deadline.error() from None
    if isinstance(answer, list):
        return answer
    raise FetchError(
        f"The name {target.host} is not known to the name servers. Check the address, or try again later.",
        code="dns_failed",
        retryable=True,
    ) from answer


def _shut_down(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the other side was quicker


def _reason(error: OSError | None) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return (error.strerror or str(error)).lower() if error else "no address"
