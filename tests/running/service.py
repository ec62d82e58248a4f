"""A real `manage.py up` in a temporary data directory, driven from outside like a person at a terminal would."""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90
STOP_SECONDS = 20
_OURS = ("DATABASE_URL", "REDIS_URL", "SITE_URL", "ALLOWED_HOSTS", "SECRET_KEY", "DATA_DIR", "PROVIDERS")


def environment(data: Path, **settings: str) -> dict[str, str]:
    """Ours without what this test run itself was told: a service of its own in ``data``."""
    inherited = {name: value for name, value in os.environ.items() if name not in _OURS}
    return {**inherited, "DATABASE_URL": "", "REDIS_URL": "", "DATA_DIR": str(data), "PROVIDERS": "library", **settings}


def up(data: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "up", *arguments],
        cwd=ROOT,
        env=environment(data, **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def eventually(true: Callable[[], object], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds:g} s: {what}")
        time.sleep(0.1)


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that ended and was not yet waited for does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):  # the latter when it goes between opening and reading
        return False
    return state != "Z"


class Service:
    """One running `up`. ``lines`` is what it has printed."""

    def __init__(self, data: Path, *arguments: str, **settings: str) -> None:
        self.data = data
        self.arguments = ("--port", "0", *arguments)
        self.settings = settings
        self.lines: list[str] = []
        self.start()

    def start(self) -> None:
        self.began = time.monotonic()
        self.process = up(self.data, *self.arguments, **self.settings)
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if line.startswith("Ctrl-C"):
                break
            if time.monotonic() - self.began > START_SECONDS:
                break
        ready = [match[1] for line in self.lines if (match := re.search(r"ready at (http://\S+)/", line))]
        if not ready:
            self.process.kill()
            raise AssertionError("\n".join([*self.lines, self.process.communicate()[1], self.logs()]))
        self.address = ready[-1]
        self.seconds_to_ready = time.monotonic() - self.began

    def logs(self) -> str:
        return "\n".join(f"== {path.name}\n{path.read_text()[-3000:]}" for path in (self.data / "log").glob("*.log"))

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        # A web server that was just killed keeps its visitors waiting until the next one serves them.
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def readiness(self) -> dict[str, object]:
        return json.loads(self.get("/readyz")[1])

    def wait_ready(self) -> None:
        """Until the workers are there too (the address is printed before they have loaded the model)."""
        eventually(lambda: self.readiness() == {"status": "ready", "degraded": []}, 60, f"ready\n{self.logs()}")

    def manage(self, *arguments: str, given: str = "") -> str:
        """Runs a command on the same data, as in a second terminal; what it printed."""
        ran = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment(self.data, **self.settings),
            input=given,
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def processes(self) -> dict[str, int]:
        return json.loads((self.data / "run" / "processes.json").read_text())

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Asks it to stop; its exit code."""
        self.process.send_signal(number)
        out, self.errors = self.process.communicate(timeout=STOP_SECONDS + 10)
        self.lines += out.splitlines()
        return self.process.returncode

    def is_all_gone(self) -> bool:
        """Every process of the service holds the lock's file; when none is left it can be locked."""
        with open(self.data / "run" / "up.lock") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
        return True

    def end(self) -> None:
        """For teardown: stopped whatever happened."""
        if self.process.poll() is None:
            self.stop()
        eventually(self.is_all_gone, STOP_SECONDS, "all processes gone")
