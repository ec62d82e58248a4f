"""Which addresses may be asked for at all: the rules, and nothing that touches the network.

Two questions. Is this URL one that we send a request to (``check_url``)? Is this address, to which its host resolved
just now, one that we dial (``is_public``)? The second is asked of every address at the moment of dialling, because
only the dialled address counts: a name can answer differently a second later.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import idna
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from claims.errors import FetchError

PORTS = frozenset({80, 443, 8080, 8443})
MAX_URL_LENGTH = 4000

_WEB = re.compile(r"https?://[^\x00-\x20\x7f]", re.IGNORECASE)
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
_LABEL = re.compile(r"[a-z0-9_][a-z0-9_-]{0,62}")
_SAFE = "!#$%&'()*+,/:;=?@[]~-._"

_IPV4_NOT_PUBLIC = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
)
_IPV6_GLOBAL = ipaddress.IPv6Network("2000::/3")
_IPV6_NOT_PUBLIC = tuple(
    ipaddress.IPv6Network(block)
    for block in (
        "2001::/23",  # Teredo, ORCHID, benchmarking and the rest of the protocol assignments
        "2001:db8::/32",
        "2002::/16",  # 6to4 carries an IPv4 address of any kind
        "3fff::/20",
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_web_address(url: str) -> bool:
    """Whether this may stand where people click: http or https, and never ``javascript:`` or ``data:``."""
    return _WEB.match(url) is not None


@dataclass(frozen=True, slots=True)
class Target:
    """One URL taken apart: what to dial and what to ask for."""

    url: str
    scheme: str
    host: str  # as it goes to the resolver: ASCII, lower case, IPv6 without brackets
    port: int
    path: str  # with query

    @property
    def origin(self) -> tuple[str, str, int]:
        return (self.scheme, self.host.rstrip("."), self.port)

    @property
    def netloc(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host.rstrip(".")
        standard = {"http": 80, "https": 443}[self.scheme]
        return host if self.port == standard else f"{host}:{self.port}"


def is_public(address: str) -> bool:
    """True when ``address`` (numeric) is one that the open internet routes; embedded IPv4 addresses are looked into."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv4Address):
        return not any(parsed in block for block in _IPV4_NOT_PUBLIC)
    embedded = parsed.ipv4_mapped
    if parsed in _NAT64:
        embedded = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
    if embedded is not None:
        return is_public(str(embedded))
    return parsed in _IPV6_GLOBAL and not any(parsed in block for block in _IPV6_NOT_PUBLIC)


def refused(message: str) -> FetchError:
    """An address that is never asked for, now or later."""
    return FetchError(message, code="refused", retryable=False)


def check_url(url: str, *, allowed_private: frozenset[str]) -> Target:
    """Take ``url`` apart, or raise ``FetchError`` with code ``refused``.

    ``allowed_private`` holds ``host:port`` pairs whose port is accepted beyond the usual four.
    """
    url = url.strip(" \t\r\n")
    if not url or len(url) > MAX_URL_LENGTH:
        raise refused(f"A web address has between 1 and {MAX_URL_LENGTH} characters. Check the address.")
    if _FORBIDDEN.search(url):
        raise refused("The address contains blanks, control characters or a backslash. Copy it again from the browser.")
    unreadable = refused("This is not a web address that can be read. Check it and try again.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise unreadable from error
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https"):
        raise refused("Only addresses that begin with http:// or https:// can be used.")
    if "@" in parts.netloc:
        raise refused("The address contains a user name or password. Remove it and try again.")
    host = ascii_host(parts.hostname or "")
    netloc = (f"[{host}]" if ":" in host else host) + ("" if port is None else f":{port}")
    url = quote(urlunsplit((scheme, netloc, parts.path, parts.query, "")), safe=_SAFE)
    try:
        second = parse_url(url)
    except LocationParseError as error:
        raise unreadable from error
    # Two parsers have to see one host: where they differ, a check on one lets the other through.
    if host != ascii_host((second.host or "").strip("[]")) or port != second.port:
        raise refused("The address can be read in two ways. Copy it again from the browser.")
    if port is None:
        port = {"http": 80, "https": 443}[scheme]
    target = Target(url=url, scheme=scheme, host=host, port=port, path=second.request_uri)
    if port not in PORTS and not is_allowed_private(target, allowed_private):
        raise refused(
            f"Port {port} is not used, only 80, 443, 8080 and 8443. Name an address on the site's usual port, "
            "or list its host:port in FETCH_ALLOW_PRIVATE."
        )
    return target


def is_allowed_private(target: Target, allowed_private: frozenset[str]) -> bool:
    """True when the operator named this very host and port as one that may be private."""
    host = f"[{target.host}]" if ":" in target.host else target.host.rstrip(".")
    return f"{host}:{target.port}" in allowed_private


def refuse_private(url: str, *, allowed_private: frozenset[str]) -> None:
    """Raises ``FetchError`` (refused) when ``url`` names this machine or a private network by its very spelling.

    What a name resolves to is looked at when it is dialled; this tells a person at once what could never work.
    """
    target = check_url(url, allowed_private=allowed_private)
    if is_allowed_private(target, allowed_private):
        return
    host = target.host.rstrip(".")
    try:
        address = host if ":" in host else socket.inet_ntoa(socket.inet_aton(host))  # also 127.1 and 0x7f000001
    except OSError:
        address = ""
    inside = host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
    if inside or (address and not is_public(address)):
        raise refused("This address is private. Name one on the open internet, or list it in FETCH_ALLOW_PRIVATE.")


def next_hop(base: Target, location: str) -> str:
    """The absolute URL that a ``Location`` header means; http.client reads headers as Latin-1, servers send UTF-8."""
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(base.url, location.strip().replace(" ", "%20"))
    except ValueError as error:
        raise refused("The site redirects to an address that cannot be read.") from error


def ascii_host(host: str) -> str:
    """``host`` for the resolver; what is neither a plain name nor an IPv6 address is refused."""
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host))
        except ValueError as error:
            raise refused("The address holds an IPv6 address that cannot be read. Check it.") from error
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True, std3_rules=True).decode("ascii")
        except (UnicodeError, ValueError) as error:
            raise refused("The host name is not a valid international name. Check the address.") from error
    host = host.lower()
    labels = host.removesuffix(".").split(".")
    if len(host) > 254 or not all(_LABEL.fullmatch(label) for label in labels):
        raise refused("The address has no readable host name. Check it and try again.")
    return host
