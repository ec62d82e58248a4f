"""The lines of a body that is still being sent, for calls that answer while they read.

A client that sends everything before it reads anything (most do) would wait for ever for a server that reads no further
until its answers are taken. So a thread takes in whatever arrives, as soon as it arrives, and keeps what is not yet
worked on in a temporary file: neither side waits for the other, and memory stays as it is however long the body.
"""

from __future__ import annotations

import logging
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from gunicorn.http.errors import ParseException

from verification.api.reading import stream_of

log = logging.getLogger(__name__)

PIECE = 1 << 16
GROUP_LINES, GROUP_BYTES = 1000, 4_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the body, counted from 1; ``data`` is None when it was too long to be kept."""

    number: int
    data: bytes | None


def groups(request: HttpRequest, longest: int) -> Iterator[list[Line]]:
    """All lines that are there, some hundred at a time; waits only while there is none. Blank lines are passed over.

    A line of more than ``longest`` bytes is not kept. What comes after the last line end is a line too, unless the
    body broke off in the middle of it.
    """
    spool = Spool()
    source = Source(request)
    threading.Thread(target=spool.fill, args=(source,), name="body", daemon=True).start()
    try:
        yield from _grouped(spool, longest)
    finally:
        source.close()
        spool.close()


def _grouped(spool: Spool, longest: int) -> Iterator[list[Line]]:
    found: list[Line] = []
    size = 0
    for line in _lines(spool, longest):
        if line is not None:
            found.append(line)
            size += len(line.data or b"")
        if found and (line is None or len(found) >= GROUP_LINES or size >= GROUP_BYTES):
            yield found
            found, size = [], 0
    if found:
        yield found


def _lines(spool: Spool, longest: int) -> Iterator[Line | None]:
    """Every line, and None whenever the next one is still to come."""
    parts: list[bytes] = []
    number, size = 0, 0  # of the line at hand; of one that is too long only the size is kept
    while piece := spool.take():
        *whole, rest = piece.split(b"\n")
        for data in whole:
            number += 1
            size += len(data)
            line = b"".join([*parts, data]) if size <= longest else None
            parts, size = [], 0
            if line is None or line.strip():
                yield Line(number, line)
        size += len(rest)
        parts = [*parts, rest] if size <= longest else []
        if spool.empty:
            yield None
    if not spool.broken and (size > longest or b"".join(parts).strip()):
        yield Line(number + 1, b"".join(parts) if size <= longest else None)


class Spool:
    """Bytes that one thread brings and another takes, in order; on disk once they are many."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=4 * PIECE)  # noqa: SIM115 - closed by close()
        self._changed = threading.Condition()
        self._written = self._read = 0
        self._ended = self._closed = False
        self.broken = False

    @property
    def empty(self) -> bool:
        """Whether all that has arrived was taken."""
        return self._read == self._written

    def fill(self, source: Source) -> None:
        """Takes in the whole body; the thread's work. ``broken`` says that it broke off, for whatever reason."""
        whole = False
        try:
            for piece in source:
                with self._changed:
                    if self._closed:
                        return
                    self._file.seek(self._written)
                    self._file.write(piece)
                    self._written += len(piece)
                    self._changed.notify()
            whole = source.complete
        except (OSError, ValueError, ParseException) as error:  # the last is what the server's own reader says
            log.info("a body broke off: %s", error)
        finally:
            self.broken = not whole
            with self._changed:
                self._ended = True
                self._changed.notify()

    def take(self) -> bytes:
        """The next bytes, as soon as there are any; none at the end."""
        with self._changed:
            while self.empty and not self._ended:
                self._changed.wait()
            self._file.seek(self._read)
            piece = self._file.read(PIECE)
            self._read += len(piece)
            if self.empty and self._read:
                self._file.seek(0)
                self._file.truncate()
                self._read = self._written = 0
            return piece

    def close(self) -> None:
        """Nothing more will be taken."""
        with self._changed:
            self._closed = True
            self._file.close()


class Source:
    """The pieces of a request's body as they come off the line.

    ``wsgi.input`` promises only reads of a given length, and gunicorn waits until it has all of that; its own readers,
    one layer down, hand out what has arrived. Another server's, and the test client's, are read piece by piece.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._stream: Any = request.META.get("wsgi.input")
        self._socket: socket.socket | None = request.META.get("gunicorn.socket")
        self._reader: Any = getattr(self._stream, "reader", None)
        self._ended = False
        self.complete = True

    def __iter__(self) -> Iterator[bytes]:
        if hasattr(self._request, "_body"):
            yield self._request.body
        elif hasattr(self._reader, "parser"):
            yield from self._chunks()
        elif hasattr(self._reader, "unreader") and hasattr(self._reader, "length"):
            yield from self._counted()
        else:
            stream = stream_of(self._request)
            while piece := stream.read(PIECE):
                yield piece
        self._ended = True

    def close(self) -> None:
        """Wakes a thread that still waits for a client, where nobody listens any more."""
        if not self._ended and self._socket is not None:
            self._stream.failed = True  # gunicorn then opens no second request on this connection
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RD)

    def _chunks(self) -> Iterator[bytes]:
        if self._reader.parser is not None:
            yield from self._reader.parser
            self._reader.parser = None

    def _counted(self) -> Iterator[bytes]:
        reader = self._reader
        while reader.length > 0:
            piece = reader.unreader.read(None, read_ahead=reader.length)
            if not piece:
                self.complete = False
                return
            if len(piece) > reader.length:
                reader.unreader.unread(piece[reader.length :])
                piece = piece[: reader.length]
            reader.length -= len(piece)
            yield piece
