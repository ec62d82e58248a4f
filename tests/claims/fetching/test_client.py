"""What a fetch gives, and which failures are worth another try."""

from __future__ import annotations

import gzip
import socket
import zlib
from collections.abc import Callable

import pytest
from pytest_django import Settings

from claims.errors import FetchError
from claims.fetching import fetch
from tests.claims.fetching.conftest import Listener, reply

Listen = Callable[..., Listener]
PAGE = b"<!doctype html><html><body><p>A page.</p></body></html>"


def test_an_answer_comes_back_whole(listen: Listen) -> None:
    site = listen(reply(PAGE, headers="Content-Type: text/plain; charset=UTF-8\r\nX-Odd: 1\r\n"))
    got = fetch(site.url)
    assert got.body == PAGE
    assert (got.status, got.content_type, got.charset) == (200, "text/html", "utf-8")
    assert got.headers["x-odd"] == "1"
    assert got.address == "127.0.0.1"
    assert got.fetched_at.tzinfo is not None
    assert (got.url, got.final_url, got.redirects) == (site.url, site.url, ())


def test_a_request_says_who_asks(listen: Listen, settings: Settings) -> None:
    settings.USER_AGENT_CONTACT = "desk@example.org"
    site = listen(reply(PAGE))
    fetch(site.url + "a?b=c#part", headers={"X-Mine": "yes"})
    request = site.requests[0].decode()
    assert request.startswith("GET /a?b=c HTTP/1.1\r\n")
    assert "desk@example.org" in request
    assert f"Host: {site.place}\r\n" in request
    assert "X-Mine: yes" in request
    assert "Accept-Encoding: gzip, deflate\r\n" in request


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(PAGE, mtime=0)),
        ("x-gzip", gzip.compress(PAGE[:20], mtime=0) + gzip.compress(PAGE[20:], mtime=0)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE, wbits=-15)),
        ("identity", PAGE),
    ],
)
def test_packed_bodies_are_unpacked(listen: Listen, encoding: str, packed: bytes) -> None:
    assert fetch(listen(reply(packed, headers=f"Content-Encoding: {encoding}\r\n")).url).body == PAGE


def test_a_body_in_chunks_is_joined(listen: Listen) -> None:
    body = b"".join(b"%x\r\n%s\r\n" % (len(PAGE[i : i + 7]), PAGE[i : i + 7]) for i in range(0, len(PAGE), 7))
    site = listen(reply(body + b"0\r\n\r\n", headers="Transfer-Encoding: chunked\r\n", length=False))
    assert fetch(site.url).body == PAGE


def test_redirects_are_followed_and_named(listen: Listen) -> None:
    end = listen(reply(PAGE))
    middle = listen(reply(status="301 Moved", headers=f"Location: {end.url}end\r\n"))
    start = listen(reply(status="302 Found", headers=f"Location: //{middle.place}/middle\r\n"))
    got = fetch(start.url)
    assert got.final_url == end.url + "end"
    assert got.redirects == (start.url, middle.url + "middle")


def test_secrets_do_not_follow_a_redirect_to_another_origin(listen: Listen) -> None:
    end = listen(reply(PAGE))
    start = listen(reply(status="307 Temporary", headers=f"Location: {end.url}\r\n"))
    fetch(start.url, headers={"Authorization": "Bearer secret", "X-Plain": "1"})
    assert b"secret" in start.requests[0]
    assert b"secret" not in end.requests[0]
    assert b"X-Plain" in end.requests[0]


def test_a_post_keeps_or_drops_its_body_as_the_redirect_says(listen: Listen) -> None:
    end = listen(reply(PAGE))
    seen = listen(reply(status="303 See Other", headers=f"Location: {end.url}\r\n"))
    fetch(seen.url, method="POST", data=b"{}", headers={"Content-Type": "application/json"})
    assert end.requests[0].startswith(b"GET /")
    assert b"application/json" not in end.requests[0]


def test_redirects_can_be_left_alone(listen: Listen) -> None:
    site = listen(reply(status="302 Found", headers="Location: /x\r\n"))
    got = fetch(site.url, follow_redirects=False)
    assert got.status == 302
    assert len(site.requests) == 1


@pytest.mark.parametrize(
    ("status", "retryable"),
    [
        ("400 Bad", False),
        ("403 No", False),
        ("404 No", False),
        ("410 Gone", False),
        ("408 Late", True),
        ("429 Slow", True),
        ("500 Oops", True),
        ("503 Busy", True),
        ("300 Many", False),
    ],
)
def test_a_status_says_whether_to_try_again(listen: Listen, status: str, retryable: bool) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(listen(reply(b"no", status=status)).url)
    assert caught.value.status == int(status[:3])
    assert caught.value.retryable is retryable


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [("120", 120, 120), ("Fri, 31 Dec 2100 23:59:59 GMT", 1e8, 1e10), ("Mon, 01 Jan 2001 00:00:00 GMT", 0, 0)],
)
def test_retry_after_is_understood_in_both_forms(listen: Listen, value: str, low: float, high: float) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(listen(reply(status="429 Slow", headers=f"Retry-After: {value}\r\n")).url)
    assert caught.value.retry_after is not None
    assert low <= caught.value.retry_after <= high


def test_nonsense_in_retry_after_is_no_wish(listen: Listen) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(listen(reply(status="503 Busy", headers="Retry-After: soon\r\n")).url)
    assert caught.value.retry_after is None


def test_a_closed_port_and_an_unknown_name_may_be_tried_again(listen: Listen) -> None:
    site = listen(reply(PAGE))
    site.close()
    with pytest.raises(FetchError, match="may be down") as caught:
        fetch(site.url)
    assert caught.value.retryable
    with pytest.raises(FetchError) as caught:
        fetch("http://does-not-exist.invalid/")
    assert (caught.value.code, caught.value.retryable) == ("dns_failed", True)


def test_what_is_not_accepted_is_refused_by_its_bytes(listen: Listen) -> None:
    site = listen(reply(b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, headers="Content-Type: text/html\r\n"))
    with pytest.raises(FetchError, match="image/png") as caught:
        fetch(site.url, accept=("text/html", "application/pdf"))
    assert (caught.value.code, caught.value.retryable) == ("unsupported_type", False)


def test_proxies_of_the_environment_are_not_used(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy, site = listen(reply(b"proxied")), listen(reply(PAGE))
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url)
    assert fetch(site.url).body == PAGE
    assert proxy.connections == 0


def test_the_next_address_is_tried_when_one_does_not_answer(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    site = listen(reply(PAGE))
    dead = socket.create_server(("127.0.0.2", 0))
    dead.close()
    answers = [
        (socket.AF_INET6, ("::1", site.port, 0, 0)),
        (socket.AF_INET, ("127.0.0.2", site.port)),
        (socket.AF_INET, ("127.0.0.1", site.port)),
    ]
    monkeypatch.setattr("claims.fetching.connection.resolve", lambda host, port: answers)
    assert fetch(site.url).address == "127.0.0.1"


def test_a_host_is_not_asked_faster_than_the_setting_says(listen: Listen, settings: Settings) -> None:
    site = listen(reply(PAGE))
    settings.FETCH_PER_HOST = 0.01
    for _ in range(5):
        fetch(site.url)
    with pytest.raises(FetchError) as caught:
        fetch(site.url, timeout=2)
    assert (caught.value.code, caught.value.retryable) == ("host_busy", True)
    assert caught.value.retry_after
    assert len(site.requests) == 5
