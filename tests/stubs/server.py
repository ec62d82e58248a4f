"""The ground of every stub: a small HTTP server that answers from a function and plays faults on demand.

Faults are played in order, each as often as asked, before normal service goes on: ``stub.play("maxlag", times=2)``, or
by hand ``curl -d 'maxlag 2' http://127.0.0.1:8101/_stub/play``.
"""

from __future__ import annotations

import json
import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Request:
    """One call as it arrived; header names in lower case."""

    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Reply:
    """One answer; a dict or list as ``body`` is sent as JSON."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json; charset=utf-8"

    def data(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        if isinstance(self.body, str):
            return self.body.encode()
        return json.dumps(self.body).encode()


Fault = Callable[[Request], Reply]


class Stub(ABC):
    """One service. Subclasses give ``name``, ``setting``, ``answer`` and the table ``faults``."""

    name: ClassVar[str]
    setting: ClassVar[str]

    def __init__(self, latency: float = 0.0) -> None:
        self.latency = latency
        self.requests: list[Request] = []
        self.faults: dict[str, Fault] = {}
        self._due: deque[str] = deque()
        self._lock = threading.Lock()
        self.url = ""

    @abstractmethod
    def answer(self, request: Request) -> Reply:
        """What the service says to a question, where no fault is played."""

    def play(self, fault: str, times: int = 1) -> None:
        """Answer the next ``times`` calls with a fault."""
        if fault not in self.faults:
            raise KeyError(f"{self.name} has no fault {fault!r}; it has {', '.join(sorted(self.faults))}")
        self._due.extend([fault] * times)

    def respond(self, request: Request) -> Reply:
        with self._lock:
            self.requests.append(request)
            due = self._due.popleft() if self._due else None
        return self.faults[due](request) if due else self.answer(request)


def _handler(stub: Stub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._serve()

        def do_POST(self) -> None:
            self._serve()

        def do_HEAD(self) -> None:
            self._serve()

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if parts.path == "/_stub/play":
                fault, _, times = body.decode().partition(" ")
                stub.play(fault.strip(), int(times or 1))
                self._send(Reply("playing\n", content_type="text/plain"))
                return
            if stub.latency:
                time.sleep(stub.latency)
            params = dict(parse_qsl(parts.query, keep_blank_values=True))
            if self.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
                params |= dict(parse_qsl(body.decode(), keep_blank_values=True))
            headers = {name.lower(): value for name, value in self.headers.items()}
            self._send(stub.respond(Request(self.command, parts.path, params, headers, body)))

        def _send(self, reply: Reply) -> None:
            data = reply.data()
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(data)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                # Who asked may have been killed meanwhile; that is what some tests are for.
                with suppress(BrokenPipeError, ConnectionResetError):
                    self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet: the requests are kept on the stub."""

    return Handler


@contextmanager
def running(stub: Stub, port: int = 0, host: str = "127.0.0.1") -> Iterator[Stub]:
    """Serve ``stub`` on ``host`` for the length of the block; ``stub.url`` is its base address."""
    server = ThreadingHTTPServer((host, port), _handler(stub))
    server.daemon_threads = True
    stub.url = f"http://{host}:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
