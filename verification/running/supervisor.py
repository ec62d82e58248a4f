"""One foreground group of processes: started in order, restarted when they die, stopped in order.

Children stay in the terminal's process group but leave Ctrl-C to the supervisor, which ends them in the order that
loses nothing: first who works and answers, at last the broker.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from verification.running.cores import keep_to
from verification.running.parenthood import die_with_parent

FIRST_DELAY = 0.5
LONGEST_DELAY = 30.0
LONGEST_DELAY_KILLED = 1.0  # a signal came from outside, or from one piece of work that is put aside before long
STEADY_SECONDS = 60.0  # who ran that long is forgiven its earlier deaths
GRACE_SECONDS = 16.0
LAST_GRACE_SECONDS = 3.0
LOG_CAP_BYTES = 10_000_000
LOG_CHECK_SECONDS = 30.0
TICK_SECONDS = 0.1


class StopAsked(BaseException):
    """Somebody wants the service to end; raised where waiting for it to come up would go on."""


@dataclass(frozen=True, slots=True)
class Program:
    """One process to keep running. ``last`` ones are stopped when all others are gone; ``core`` is where it runs."""

    name: str
    command: list[str]
    inherits: tuple[int, ...] = ()
    last: bool = False
    core: int | None = None


@dataclass(slots=True)
class _Child:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    delay: float = FIRST_DELAY
    due: float = 0.0


@dataclass(slots=True)
class Supervisor:
    """Keeps programs running. ``say(name, sentence)`` tells the person at the terminal.

    ``folder`` takes ``log/<name>.log`` (capped, one older file kept) and ``run/processes.json`` (name → process id).
    """

    folder: Path
    environment: Mapping[str, str]
    working_directory: Path
    held: int
    say: Callable[[str, str], None]
    stop_asked: int = 0
    _children: list[_Child] = field(default_factory=list)
    _logs_checked: float = 0.0

    def listen_for_signals(self) -> None:
        """From here on Ctrl-C and termination are asked of the supervisor; a second one hurries."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, _frame: object) -> None:
        self.stop_asked += 1

    def start(self, program: Program) -> None:
        """Starts the program and keeps it; raises StopAsked instead if a stop was asked for."""
        if self.stop_asked:
            raise StopAsked
        child = _Child(program)
        self._children.append(child)
        self._spawn(child)

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Keeps everything running until ``ready()``; False when time is up. Raises StopAsked."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.stop_asked:
                raise StopAsked
            if time.monotonic() > deadline:
                return False
            self._tick()
        return True

    def run(self) -> None:
        """Keeps everything running until a stop is asked for."""
        while not self.stop_asked:
            self._tick()

    def stop(self) -> None:
        """Ends every process; a second Ctrl-C shortens the wait for work in hand."""
        asked = self.stop_asked
        first = [child for child in self._children if not child.program.last]
        last = [child for child in self._children if child.program.last]
        for children, grace in ((first, GRACE_SECONDS), (last, LAST_GRACE_SECONDS)):
            for _, process in _living(children):
                process.terminate()
            deadline = time.monotonic() + grace
            while any(_living(children)) and time.monotonic() < deadline and self.stop_asked <= max(asked, 1):
                time.sleep(TICK_SECONDS)
            for name, process in _living(children):
                self.say(name, "did not stop in time and was killed; its work is taken up at the next start")
                process.kill()
                process.wait()
        self._children.clear()
        self._note_processes()

    def log_path(self, name: str) -> Path:
        return self.folder / "log" / f"{name}.log"

    def _tick(self) -> None:
        time.sleep(TICK_SECONDS)
        now = time.monotonic()
        for child in self._children:
            if child.process is None:
                if now >= child.due:
                    self._spawn(child)
            elif (code := child.process.poll()) is not None:
                self._mourn(child, code, now)
        if now - self._logs_checked > LOG_CHECK_SECONDS:
            self._logs_checked = now
            for child in self._children:
                _cap(self.log_path(child.program.name))

    def _mourn(self, child: _Child, code: int, now: float) -> None:
        if now - child.started > STEADY_SECONDS:
            child.delay = FIRST_DELAY
        if code < 0:
            child.delay = min(child.delay, LONGEST_DELAY_KILLED)
        self.say(
            child.program.name,
            f"ended unexpectedly ({_how(code)}); starts again in {child.delay:g} s. "
            f"See {self.log_path(child.program.name)}",
        )
        child.process = None
        child.due = now + child.delay
        child.delay = min(child.delay * 2, LONGEST_DELAY)

    def _spawn(self, child: _Child) -> None:
        path = self.log_path(child.program.name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        supervisor = os.getpid()

        def in_child() -> None:
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            die_with_parent(supervisor, signal.SIGTERM)
            keep_to(child.program.core)

        # Appending, so that the file may be cut while the child writes to it.
        with open(path, "ab") as log:
            child.process = subprocess.Popen(  # noqa: S603 - command lines of our own
                child.program.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.working_directory,
                env=dict(self.environment),
                pass_fds=(self.held, *child.program.inherits),
                preexec_fn=in_child,  # safe: the supervisor has one thread
            )
        child.started = time.monotonic()
        self._note_processes()

    def _note_processes(self) -> None:
        path = self.folder / "run" / "processes.json"
        running = {child.program.name: child.process.pid for child in self._children if child.process is not None}
        new = path.with_suffix(".new")
        new.write_text(json.dumps(running), encoding="utf-8")
        new.replace(path)


def _living(children: list[_Child]) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    for child in children:
        if child.process is not None and child.process.poll() is None:
            yield child.program.name, child.process


def _how(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def _cap(path: Path) -> None:
    """Keeps one older file and starts afresh; the lines written meanwhile (milliseconds) may be lost."""
    try:
        if path.stat().st_size <= LOG_CAP_BYTES:
            return
        shutil.copyfile(path, path.with_suffix(".log.1"))
        os.truncate(path, 0)
    except OSError:
        return  # a full disk must not end the service
