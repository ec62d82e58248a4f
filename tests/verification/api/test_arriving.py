"""A body that is still being sent, through the readers of the real web server and a real socket."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory
from gunicorn.http.body import Body, ChunkedReader, LengthReader
from gunicorn.http.unreader import SocketUnreader

from verification.api.arriving import Line, groups

WAIT = 20.0


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    client, server = socket.socketpair()
    client.settimeout(WAIT)
    yield client, server
    client.close()
    server.close()


def request_of(server: socket.socket, length: int | None = None) -> WSGIRequest:
    """As gunicorn hands it over: in chunks, or of a known length."""
    unreader = SocketUnreader(server)
    reader = ChunkedReader(SimpleNamespace(), unreader) if length is None else LengthReader(unreader, length)
    environ = {"wsgi.input": Body(reader), "wsgi.input_terminated": True, "gunicorn.socket": server}
    return RequestFactory().post("/", content_type="application/x-ndjson", **environ)


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def test_a_line_is_there_as_soon_as_it_was_sent(pair: tuple[socket.socket, socket.socket]) -> None:
    client, server = pair
    found = groups(request_of(server), 100)
    for number in (1, 2, 3):
        client.sendall(chunk(b'{"id": %d}\n' % number))
        assert next(found) == [Line(number, b'{"id": %d}' % number)]
    client.sendall(chunk(b"half") + chunk(b" a line\n\n") + chunk(b"x" * 101) + chunk(b"y\nlast") + b"0\r\n\r\n")
    assert [line for lines in found for line in lines] == [
        Line(4, b"half a line"),
        Line(6, None),
        Line(7, b"last"),
    ]


def test_a_body_of_known_length_ends_where_it_ends(pair: tuple[socket.socket, socket.socket]) -> None:
    client, server = pair
    body = b"one\ntwo"
    request = request_of(server, len(body))
    client.sendall(body + b"GET /next HTTP/1.1\r\n")
    assert [line.data for lines in groups(request, 100) for line in lines] == [b"one", b"two"]
    assert request.META["wsgi.input"].reader.unreader.read() == b"GET /next HTTP/1.1\r\n"


def test_a_client_that_sends_all_before_it_reads_waits_for_nobody(pair: tuple[socket.socket, socket.socket]) -> None:
    """Nothing is taken out of ``groups`` until everything was sent, far more than any buffer on the way holds."""
    client, server = pair
    line = b"x" * 999 + b"\n"
    found = groups(request_of(server), 2000)
    client.sendall(chunk(line))
    assert len(next(found)) == 1
    sender = threading.Thread(target=lambda: [client.sendall(chunk(line * 1000)) for _ in range(20)])
    sender.start()
    sender.join(WAIT)
    assert not sender.is_alive()
    client.sendall(b"0\r\n\r\n")
    assert sum(len(lines) for lines in found) == 20_000


@pytest.mark.parametrize("length", [None, 1000])
def test_half_a_line_of_a_client_that_went_away_is_dropped(
    pair: tuple[socket.socket, socket.socket], length: int | None
) -> None:
    client, server = pair
    sent = b'{"text": "whole"}\n{"text": "ha'
    client.sendall(chunk(sent) if length is None else sent)
    client.shutdown(socket.SHUT_WR)
    found = groups(request_of(server, length), 100)
    assert [line.data for lines in found for line in lines] == [b'{"text": "whole"}']


def test_who_stops_reading_ends_the_connection(pair: tuple[socket.socket, socket.socket]) -> None:
    client, server = pair
    request = request_of(server)
    found = groups(request, 100)
    client.sendall(chunk(b"one\n"))
    assert len(next(found)) == 1
    found.close()
    assert request.META["wsgi.input"].failed
    with pytest.raises(OSError, match="pipe"):
        client.sendall(b"x" * 10_000_000)
