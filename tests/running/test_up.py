"""The whole service, started and stopped as a user does it."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running.service import STOP_SECONDS, Service, eventually, is_alive, up

pytestmark = [pytest.mark.services, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = Service(tmp_path_factory.mktemp("data"), "--workers", "1")
    yield service
    service.end()


def test_it_is_healthy_and_ready_and_asks_for_a_log_in(running: Service) -> None:
    assert running.get("/healthz") == (200, "ok\n")
    running.wait_ready()
    status, page = running.get("/accounts/login/")
    assert status == 200
    assert 'name="username"' in page
    assert 'name="password"' in page


def test_it_listens_on_loopback_only_and_answers_to_its_own_names_only(running: Service) -> None:
    port = int(running.address.rpartition(":")[2])
    listening = [
        bytes.fromhex(line.split()[1].partition(":")[0])[::-1]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        if line.split()[3] == "0A" and int(line.split()[1].partition(":")[2], 16) == port
    ]
    assert listening == [b"\x7f\x00\x00\x01"]
    assert running.get("/healthz", Host=f"localhost:{port}")[0] == 200
    assert running.get("/healthz", Host="elsewhere.example")[0] == 400


def test_what_it_writes_is_for_its_owner_alone(running: Service) -> None:
    for name in ("proofdesk.sqlite3", "secret_key", "run", "log", "broker", "run/broker.sock", "log/web.log"):
        assert stat.S_IMODE((running.data / name).stat().st_mode) & 0o077 == 0, name


def test_a_second_service_on_the_same_data_is_refused_with_one_line(running: Service) -> None:
    second = up(running.data, "--port", "0")
    out, errors = second.communicate(timeout=60)
    assert second.returncode == 2
    assert out == ""
    assert errors.count("\n") == 1
    assert "already running" in errors
    assert str(running.process.pid) in errors
    assert running.get("/healthz")[0] == 200


@pytest.mark.parametrize("name", ["split", "gather", "beat", "broker", "web"])
def test_whatever_is_killed_is_started_again(running: Service, name: str) -> None:
    running.wait_ready()
    before = running.processes()
    os.kill(before[name], signal.SIGKILL)
    eventually(lambda: running.processes().get(name, before[name]) != before[name], 15, f"{name} started again")
    running.wait_ready()
    assert running.get("/healthz")[0] == 200
    after = running.processes()
    assert {other: pid for other, pid in after.items() if other != name} == {
        other: pid for other, pid in before.items() if other != name
    }


def test_a_taken_port_is_one_line_before_anything_is_started(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        process = up(tmp_path, "--port", str(other.getsockname()[1]))
        out, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert out == ""
    assert errors.count("\n") == 1
    assert "--port" in errors
    assert not (tmp_path / "log").exists()
    assert not (tmp_path / "broker").exists()


@pytest.mark.parametrize("arguments", [("--port", "70000"), ("--workers", "0"), ("--host", "no.such.host.invalid")])
def test_bad_arguments_are_told_without_a_traceback(tmp_path: Path, arguments: tuple[str, str]) -> None:
    process = up(tmp_path, *arguments)
    errors = process.communicate(timeout=60)[1]
    assert process.returncode == 2
    assert "Traceback" not in errors
    assert errors.strip()


def test_ctrl_c_ends_it_cleanly_and_the_next_start_keeps_the_data(tmp_path: Path) -> None:
    service = Service(tmp_path, "--demo", "--workers", "1")
    service.wait_ready()
    people = json.loads((tmp_path / "demo-logins.json").read_text())
    pids = service.processes().values()
    # As a terminal does it: everyone in the group gets it.
    began = time.monotonic()
    os.killpg(service.process.pid, signal.SIGINT)
    out, errors = service.process.communicate(timeout=60)
    assert time.monotonic() - began < STOP_SECONDS
    assert service.process.returncode == 0, errors
    assert errors == ""
    assert out.splitlines()[-1].endswith("stopped")
    assert service.is_all_gone()
    assert not any(map(is_alive, pids))

    service.start()
    try:
        assert json.loads((tmp_path / "demo-logins.json").read_text()) == people
        assert stat.S_IMODE((tmp_path / "demo-logins.json").stat().st_mode) == 0o600
        for name, password in people.items():
            assert any(name in line and password in line for line in service.lines)
    finally:
        service.end()


def test_ctrl_c_while_it_still_starts_is_obeyed_too(tmp_path: Path) -> None:
    process = up(tmp_path, "--port", "0", "--demo")
    eventually((tmp_path / "log" / "broker.log").exists, 60, "the broker was started")
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    assert "ready" not in out


def test_a_killed_supervisor_leaves_nothing_behind_and_the_next_one_starts(tmp_path: Path) -> None:
    service = Service(tmp_path, "--workers", "1")
    service.wait_ready()
    service.stop(signal.SIGKILL)
    eventually(service.is_all_gone, STOP_SECONDS, "all processes gone")
    service.start()
    try:
        service.wait_ready()
    finally:
        service.end()


def test_without_workers_it_serves_and_says_what_is_missing(tmp_path: Path) -> None:
    service = Service(tmp_path, "--no-worker")
    try:
        assert set(service.processes()) == {"broker", "web"}
        assert service.readiness() == {"status": "degraded", "degraded": ["split worker", "gather worker"]}
        assert service.get("/readyz")[0] == 200
    finally:
        service.end()
