"""Answers made to hang, flood or confuse: each ends by the deadline, within little memory, with one clear error."""

from __future__ import annotations

import gzip
import resource
import socket
import threading
import time
import zlib
from collections.abc import Callable

import pytest
from pytest_django import Settings

from claims.errors import FetchError
from claims.fetching import fetch
from tests.claims.fetching.conftest import Answer, Listener, reply

Listen = Callable[..., Listener]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
DEADLINE = 1.5
GROWTH = 100 * 1024  # kB of peak memory


def _gzip_bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    block = b"\x00" * 1_000_000
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


def _drip(first: bytes, piece: bytes, pause: float = 0.05) -> Answer:
    def answer(connection: socket.socket, _: bytes) -> None:
        connection.sendall(first)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            connection.sendall(piece)
            time.sleep(pause)

    return answer


def _flood(first: bytes, piece: bytes) -> Answer:
    return _drip(first, piece, pause=0)


def _silent(connection: socket.socket, _: bytes) -> None:
    connection.recv(1)


HANGING = {
    "body one byte at a time": _drip(HEAD + b"Content-Length: 100000\r\n\r\n", b"a"),
    "body without a length, dripping": _drip(HEAD + b"\r\n", b"a"),
    "chunks one byte at a time": _drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    "chunk size that never ends": _drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
    "headers one at a time": _drip(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", 0.2),
    "header letter by letter": _drip(b"HTTP/1.1 200 OK\r\nX-A: ", b"b"),
    "endless 100 Continue": _drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01),
    "status line letter by letter": _drip(b"HTTP/1.1 200 ", b"O"),
    "no answer at all": _silent,
    "trailers without end": _drip(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n", b"X-T: 1\r\n"),
}


@pytest.mark.parametrize("name", HANGING)
def test_what_never_finishes_is_ended_at_the_deadline(listen: Listen, name: str) -> None:
    site = listen(HANGING[name])
    began = time.monotonic()
    with pytest.raises(FetchError) as caught:
        fetch(site.url, timeout=DEADLINE)
    assert time.monotonic() - began < DEADLINE + 1
    assert (caught.value.code, caught.value.retryable) == ("timeout", True)


FLOODING = {
    "gzip of 300 MB": reply(_gzip_bomb(300), headers="Content-Encoding: gzip\r\n"),
    "triple gzip": reply(
        gzip.compress(gzip.compress(_gzip_bomb(300))), headers="Content-Encoding: gzip, gzip, gzip\r\n"
    ),
    "brotli, never asked for": reply(b"\x8b\x00\x80abc\x03", headers="Content-Encoding: br\r\n"),
    "deflate of 300 MB": reply(zlib.compress(b"\x00" * 300_000_000), headers="Content-Encoding: deflate\r\n"),
    "endless empty gzip members": _flood(HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"") * 1000),
    "endless body": _flood(HEAD + b"\r\n", b"a" * 65536),
    "endless chunks": _flood(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"a" * 65536 + b"\r\n"),
    "chunk of negative size": _flood(HEAD + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n", b"a" * 65536),
    "one chunk size line without end": _flood(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 65536),
    "length of 10 GB": reply(headers="Content-Length: 10000000000\r\n", length=False),
    "one header of 200 kB": reply(headers="X-Long: " + "a" * 200_000 + "\r\n"),
    "endless header": _flood(b"HTTP/1.1 200 OK\r\nX-A: ", b"b" * 65536),
    "5,000 headers": reply(headers="".join(f"X-{n}: 1\r\n" for n in range(5000))),
    "negative length": reply(b"a" * 100, headers="Content-Length: -1\r\n", length=False),
    "short body": reply(b"short", headers="Content-Length: 1000\r\n", length=False),
    "gzip that breaks off": reply(gzip.compress(b"some text " * 1000)[:40], headers="Content-Encoding: gzip\r\n"),
    "gzip that is none": reply(b"plain text", headers="Content-Encoding: gzip\r\n"),
    "not HTTP": lambda connection, _: connection.sendall(b"SSH-2.0-OpenSSH_9\r\n"),
    "nothing": lambda connection, _: None,
    "redirect to itself": reply(status="302 Found", headers="Location: /again\r\n"),
}
# A body without a length may end anywhere; what arrived is the body.
HARMLESS = {"negative length"}


@pytest.mark.parametrize("name", FLOODING)
def test_what_floods_or_lies_is_stopped_early_and_in_little_memory(listen: Listen, name: str) -> None:
    site = listen(FLOODING[name])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    if name in HARMLESS:
        assert fetch(site.url, timeout=DEADLINE).body == b"a" * 100
    else:
        with pytest.raises(FetchError):
            fetch(site.url, timeout=DEADLINE, max_bytes=5_000_000)
    assert time.monotonic() - began < DEADLINE + 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWTH


@pytest.mark.parametrize(
    ("name", "code", "retryable"),
    [
        ("gzip of 300 MB", "too_large", False),
        ("endless empty gzip members", "too_large", False),
        ("endless body", "too_large", False),
        ("length of 10 GB", "too_large", False),
        ("triple gzip", "bad_encoding", False),
        ("short body", "incomplete", True),
        ("gzip that breaks off", "incomplete", True),
        ("redirect to itself", "too_many_redirects", False),
    ],
)
def test_the_error_says_what_it_was(listen: Listen, name: str, code: str, retryable: bool) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(listen(FLOODING[name]).url, timeout=5)
    assert (caught.value.code, caught.value.retryable) == (code, retryable)


def test_a_resolver_that_hangs_does_not_hold_the_fetch(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    hang = threading.Event()
    monkeypatch.setattr("claims.fetching.connection.resolve", lambda host, port: hang.wait(10) and [])
    began = time.monotonic()
    with pytest.raises(FetchError) as caught:
        fetch("http://slow.example/", timeout=0.5)
    hang.set()
    assert time.monotonic() - began < 1.5
    assert caught.value.code == "timeout"


def test_a_connection_that_is_never_accepted_ends_at_the_deadline(
    listen: Listen, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    full = socket.socket()
    full.bind(("127.0.0.1", 0))
    full.listen(0)
    place = full.getsockname()
    waiting = [socket.socket() for _ in range(3)]
    for sock in waiting:
        sock.setblocking(False)
        sock.connect_ex(place)
    settings.FETCH_ALLOW_PRIVATE = [f"127.0.0.1:{place[1]}"]
    began = time.monotonic()
    with pytest.raises(FetchError) as caught:
        fetch(f"http://127.0.0.1:{place[1]}/", timeout=DEADLINE)
    assert time.monotonic() - began < DEADLINE + 1
    assert caught.value.retryable
    for sock in (*waiting, full):
        sock.close()


def test_no_thread_or_socket_stays_behind(listen: Listen) -> None:
    site = listen(reply(b"<p>text</p>"))
    before = threading.active_count()
    for _ in range(20):
        fetch(site.url, timeout=60)
    time.sleep(0.3)
    assert threading.active_count() <= before + 1
