"""The guarded request: one hop at a time, each checked anew, all of them under one deadline and one cap."""

from __future__ import annotations

import email.utils
import http.client
import ssl
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from urllib3.exceptions import HTTPError, IncompleteRead, ProtocolError
from urllib3.response import BaseHTTPResponse

from claims.clock import now
from claims.errors import FetchError, HostBusy
from claims.fetching.addresses import Target, check_url, next_hop
from claims.fetching.connection import Deadline, open_connection
from claims.fetching.decoding import ACCEPTED, CappedBody, incomplete, too_large
from claims.sniffing import declared_charset, sniff
from claims.turns import FOREVER, turns

MAX_REDIRECTS = 5
BURST = 5  # pages of one host that may be asked for at once, after a time of quiet
WAITING = 0.5  # of the time that a fetch has, it may wait for its turn
_READ = 16 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_RETRYABLE = frozenset({408, 421, 425, 429, 500, 502, 503, 504, 507, 520, 521, 522, 523, 524, 529})
_PRIVATE_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization", "x-api-key", "x-subscription-token"})


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer. ``body`` is unpacked; ``content_type`` is sniffed; header names are in lower case."""

    url: str
    final_url: str
    redirects: tuple[str, ...]
    status: int
    headers: dict[str, str]
    content_type: str
    charset: str
    body: bytes = field(repr=False)
    fetched_at: datetime
    address: str


class _Ask(NamedTuple):
    method: str
    data: bytes | None
    headers: dict[str, str]
    max_bytes: int
    allowed_private: frozenset[str]
    paced: bool


class _Hop(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes
    address: str


def fetch(
    url: str,
    *,
    timeout: float | None = None,
    max_bytes: int | None = None,
    headers: Mapping[str, str] | None = None,
    method: str = "GET",
    data: bytes | None = None,
    accept: Collection[str] = (),
    follow_redirects: bool = True,
    also_private: Collection[str] = (),
    paced: bool = True,
) -> Fetched:
    """Fetch ``url`` under the guard; raises ``FetchError``, which says whether trying again makes sense.

    ``timeout`` is wall-clock seconds for everything: names, connections, all redirects, the body. ``max_bytes``
    caps the body as sent and as unpacked. ``accept`` lists media types (as ``content_type`` names them); nothing
    listed means any. Statuses of 400 and above raise; with ``follow_redirects=False`` a redirect is returned.
    ``also_private`` is ``host:port`` of a service that the operator named: it may be private. Not ``paced`` is what is
    not a guest's visit: the house's own services and those who asked to be told.
    """
    ask = _Ask(
        method=method.upper(),
        data=data,
        headers=_with_defaults(headers),
        max_bytes=int(settings.FETCH_MAX_BYTES if max_bytes is None else max_bytes),
        allowed_private=frozenset(entry.strip().lower() for entry in (*settings.FETCH_ALLOW_PRIVATE, *also_private)),
        paced=paced,
    )
    target = check_url(url, allowed_private=ask.allowed_private)
    passed: list[str] = []
    with Deadline(float(settings.FETCH_TIMEOUT if timeout is None else timeout)) as deadline:
        while True:
            hop = _one_hop(target, ask, deadline)
            location = hop.headers.get("location", "")
            if not (follow_redirects and hop.status in _REDIRECTS and location):
                break
            if len(passed) == MAX_REDIRECTS:
                raise FetchError(f"The site redirects more than {MAX_REDIRECTS} times.", code="too_many_redirects")
            passed.append(target.url)
            onward = check_url(next_hop(target, location), allowed_private=ask.allowed_private)
            ask = _after_redirect(ask, hop.status, same_origin=onward.origin == target.origin)
            target = onward
    return _answer(url, target, tuple(passed), hop, accept, follow_redirects=follow_redirects)


def _answer(
    url: str, target: Target, passed: tuple[str, ...], hop: _Hop, accept: Collection[str], *, follow_redirects: bool
) -> Fetched:
    if hop.status >= 400 or hop.status < 200 or (follow_redirects and hop.status >= 300):
        raise _status_error(hop)
    declared = hop.headers.get("content-type", "")
    content_type = sniff(hop.body, declared)
    if accept and content_type not in accept:
        raise FetchError(
            f"The address leads to {content_type}, which is not read here. Use the address of the article itself.",
            code="unsupported_type",
            status=hop.status,
        )
    return Fetched(
        url=url,
        final_url=target.url,
        redirects=passed,
        status=hop.status,
        headers=hop.headers,
        content_type=content_type,
        charset=declared_charset(declared),
        body=hop.body,
        fetched_at=now(),
        address=hop.address,
    )


def _one_hop(target: Target, ask: _Ask, deadline: Deadline) -> _Hop:
    if ask.paced:
        _wait_for_turn(target.host, deadline)
    connection = open_connection(target, deadline, ask.allowed_private)
    try:
        connection.request(
            ask.method,
            target.path,
            body=ask.data,
            headers={"Host": target.netloc, **ask.headers},
            preload_content=False,
            decode_content=False,
        )
        response = connection.getresponse()
        headers = _headers(response)
        body = b"" if response.status in _REDIRECTS else _read(response, headers, ask.max_bytes)
        deadline.remaining()
        return _Hop(response.status, headers, body, connection.address)
    except (HTTPError, http.client.HTTPException, OSError, ValueError) as error:
        # Once the watchdog has shut the socket down, any of these may be what the reader saw.
        raise deadline.error() if deadline.expired else _plain(target.host, error) from error
    finally:
        connection.close()


def _headers(response: BaseHTTPResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}


def _read(response: BaseHTTPResponse, headers: Mapping[str, str], max_bytes: int) -> bytes:
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > max_bytes and response.status < 400:
        raise too_large(max_bytes)
    body = CappedBody(headers.get("content-encoding", ""), max_bytes)
    # read1 hands over what has arrived; read would wait for its buffer, and take a negative chunk size for "all".
    while data := response.read1(_READ, decode_content=False):
        body.feed(data)
    return body.finish()


def _plain(host: str, error: Exception) -> FetchError:
    """What went wrong in plain words; a broken connection may heal, a bad certificate will not."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return FetchError(
            f"The certificate of {host} is not valid ({error.verify_message}). The page was not fetched.",
            code="bad_certificate",
        )
    if isinstance(error, ssl.SSLError):
        return FetchError(f"No safe connection to {host} could be made.", code="tls_failed", retryable=True)
    if isinstance(error, TimeoutError):
        return FetchError(f"{host} did not answer in time. Try again later.", code="timeout", retryable=True)
    if isinstance(error, IncompleteRead | http.client.IncompleteRead):
        return incomplete()
    if isinstance(error, ProtocolError) and isinstance(error.__cause__, http.client.IncompleteRead | ConnectionError):
        return incomplete()
    if isinstance(error, OSError | http.client.RemoteDisconnected):
        return FetchError(f"{host} broke the connection off. Try again later.", code="connection_lost", retryable=True)
    return FetchError(f"{host} sent an answer that is not proper HTTP.", code="bad_answer", retryable=True)


def _status_error(hop: _Hop) -> FetchError:
    known = {
        401: "The site wants a log-in for this page.",
        402: "The site wants payment for this page.",
        403: "The site refuses to show this page to us.",
        404: "There is no page at this address. Check it.",
        410: "The page at this address was taken away.",
        429: "The site asks us to slow down. It will be tried again later.",
        451: "The site withholds this page for legal reasons.",
    }
    fallback = "The site has a fault of its own. It may work later." if hop.status >= 500 else "The page was not sent."
    return FetchError(
        f"{known.get(hop.status, fallback)} (HTTP status {hop.status})",
        code="http_status",
        retryable=hop.status in _RETRYABLE,
        retry_after=_retry_after(hop.headers.get("retry-after", "")),
        status=hop.status,
        headers=hop.headers,
        body=hop.body[:2000],
    )


def _retry_after(value: str) -> float | None:
    """Seconds to wait, from either form of the header; nonsense is as good as none."""
    value = value.strip()
    if value.isdecimal():
        return float(value[:9])
    try:
        at = email.utils.parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return max(0.0, at.timestamp() - time.time())


def _after_redirect(ask: _Ask, status: int, *, same_origin: bool) -> _Ask:
    headers = ask.headers
    if not same_origin:
        headers = {name: value for name, value in headers.items() if name.lower() not in _PRIVATE_HEADERS}
    if status == 303 or (status in (301, 302) and ask.method == "POST"):
        headers = {name: value for name, value in headers.items() if not name.lower().startswith("content-")}
        return ask._replace(method="HEAD" if ask.method == "HEAD" else "GET", data=None, headers=headers)
    return ask._replace(headers=headers)


def _with_defaults(headers: Mapping[str, str] | None) -> dict[str, str]:
    given = dict(headers or {})
    contact = settings.USER_AGENT_CONTACT
    defaults = {
        "User-Agent": f"Proofdesk/0.1 (claim verification desk; {contact})" if contact else "Proofdesk/0.1",
        "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
        "Accept-Language": "en,*;q=0.5",
    }
    names = {name.lower() for name in given}
    kept = {name: value for name, value in defaults.items() if name.lower() not in names}
    return {**kept, **given, "Accept-Encoding": ACCEPTED, "Connection": "close"}


def _wait_for_turn(host: str, deadline: Deadline) -> None:
    per_second = float(settings.FETCH_PER_HOST)
    gap = 1 / per_second if per_second > 0 else 0.0
    # Whoever waits as long as he has finds no time left for the page, which would be blamed for our own politeness.
    most = deadline.remaining() * WAITING
    wait = turns.take(f"host:{host}", gap, burst=BURST, most=most)
    if wait >= most:
        # Those who are sent away get turns one after the other, so that they do not all come back at once.
        turn = turns.take(f"line:{host}", gap, most=FOREVER, earliest=wait)
        raise HostBusy(f"Many pages of {host} are being fetched already. This one will be tried again later.", turn)
    if wait:
        time.sleep(wait)
