"""Where the service listens, and under which names people may reach it there."""

from __future__ import annotations

import contextlib
import ipaddress
import socket

from claims.errors import UserError

BACKLOG = 1024


class AddressTaken(UserError):
    """The address cannot be listened on; the message says why and what to do."""


def listen(host: str, port: int) -> socket.socket:
    """A listening socket, made before anything is started: a taken port is found out at once.

    The supervisor keeps it open, so that requests wait in line while a web server that died is started again.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError) as error:
        raise AddressTaken(
            f"The host “{host}” is not an address of this machine: {error}. Leave --host out for 127.0.0.1."
        ) from None
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise AddressTaken(
            f"Cannot listen on {host}, port {port}: {error.strerror}. Choose another with --port N."
        ) from None
    return listener


def is_any(host: str) -> bool:
    """Whether the address stands for all of the machine's own."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return not host


def url_host(host: str) -> str:
    """The host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def names(host: str) -> list[str]:
    """The names that requests to this host may carry: always loopback, and this machine's own if it listens widely."""
    known = ["127.0.0.1", "localhost", "[::1]"]
    if is_any(host):
        own = socket.gethostname()
        known += [own, socket.getfqdn(own), *map(url_host, _addresses(own))]
    else:
        known.append(url_host(host))
    return list(dict.fromkeys(name.lower() for name in known))


def _addresses(name: str) -> list[str]:
    found: list[str] = []
    with contextlib.suppress(socket.gaierror):  # a machine that does not know its own name still has an address
        found += [str(place[4][0]).partition("%")[0] for place in socket.getaddrinfo(name, None)]
    # The address that the machine would speak from; a datagram socket that connects sends nothing.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))
        found.append(probe.getsockname()[0])
    return found
