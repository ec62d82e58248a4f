"""Real listeners that answer as badly as the tests need."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from pytest_django import Settings

Answer = Callable[[socket.socket, bytes], None]


class Listener:
    """A listener on 127.0.0.1 that reads one request a connection and hands the socket to ``answer``."""

    def __init__(self, answer: Answer, host: str = "127.0.0.1") -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.sock = socket.create_server((host, 0), family=family)
        self.host = host
        self.port = int(self.sock.getsockname()[1])
        self.requests: list[bytes] = []
        self.connections = 0
        self._answer = answer
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def place(self) -> str:
        return f"{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.place}/"

    def close(self) -> None:
        self._stop.set()
        self.sock.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits in accept
        self.sock.close()
        self._thread.join(5)

    @property
    def closed(self) -> bool:
        return self._stop.is_set()

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = self.sock.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with connection:
            try:
                request = b""
                while b"\r\n\r\n" not in request and (data := connection.recv(65536)):
                    request += data
                self.requests.append(request)
                self._answer(connection, request)
                # A socket closed on unread bytes is reset, and the answer with it.
                connection.shutdown(socket.SHUT_WR)
                connection.settimeout(1)
                while connection.recv(65536):
                    pass
            except OSError:
                return


@pytest.fixture
def listen(settings: Settings) -> Iterator[Callable[..., Listener]]:
    """Starts listeners; unless told otherwise each may be fetched from."""
    started: list[Listener] = []
    settings.FETCH_PER_HOST = 0
    settings.FETCH_ALLOW_PRIVATE = []

    def start(answer: Answer, *, allowed: bool = True, host: str = "127.0.0.1") -> Listener:
        listener = Listener(answer, host)
        started.append(listener)
        if allowed:
            settings.FETCH_ALLOW_PRIVATE = [*settings.FETCH_ALLOW_PRIVATE, listener.place]
        return listener

    yield start
    for listener in started:
        if not listener.closed:
            listener.close()


def reply(body: bytes = b"", *, status: str = "200 OK", headers: str = "", length: bool = True) -> Answer:
    """An answer with these headers (each ending in CRLF) and this body."""

    def answer(connection: socket.socket, _: bytes) -> None:
        size = f"Content-Length: {len(body)}\r\n" if length else ""
        connection.sendall(f"HTTP/1.1 {status}\r\n{size}{headers}\r\n".encode("latin-1") + body)

    return answer
