"""All of the service in one foreground process group."""

from __future__ import annotations

import http.client
import os
import socket
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from claims.commandline import DeskCommand
from verification import demo
from verification.running import address, cores, lock, programs
from verification.running.broker import Broker
from verification.running.supervisor import StopAsked, Supervisor

BROKER_SECONDS = 20.0
READY_SECONDS = 90.0


class Command(DeskCommand):
    help = "Starts everything and keeps it running until Ctrl-C: broker, web server, workers, schedule."
    examples = "Example:\n  manage.py up --demo --port 8080"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=_port, default=8000, help="default 8000; 0 takes any free one")
        parser.add_argument("--host", default="127.0.0.1", help="default 127.0.0.1: this machine only")
        parser.add_argument(
            "--workers",
            type=_positive,
            help="processes that serve pages, and as many that split texts (default 1, and 1 a core)",
        )
        parser.add_argument("--demo", action="store_true", help="load the demo desk, and print its log-ins")
        parser.add_argument("--no-worker", action="store_true", help="web server and broker only")

    def handle(self, *args: Any, **options: Any) -> None:
        os.umask(0o077)  # what is made from here on, logs and database, is for this account's eyes only
        run_folder = settings.DATA_DIR / "run"
        try:
            held = lock.acquire(run_folder / "up.lock")
            listener = address.listen(options["host"], options["port"])
        except (lock.Occupied, address.AddressTaken) as problem:
            raise CommandError(str(problem), returncode=2) from None
        port = listener.getsockname()[1]
        site = _site_url(options["host"], port)
        held.tell(site)
        supervisor = Supervisor(
            folder=settings.DATA_DIR,
            environment=_environment(options["host"], site),
            working_directory=settings.BASE_DIR,
            held=held.descriptor,
            say=self._say,
        )
        supervisor.listen_for_signals()
        try:
            people = self._start(supervisor, listener, options)
            self._announce(site, people)
            supervisor.run()
        except StopAsked:
            pass
        finally:
            if supervisor.stop_asked:
                self._say("up", "stopping; Ctrl-C again to hurry")
            supervisor.stop()
        self._say("up", "stopped")

    def _start(self, supervisor: Supervisor, listener: socket.socket, options: Mapping[str, Any]) -> list[demo.LogIn]:
        """Broker, tables, web server, demo desk; the workers come last, since somebody waits for the pages."""
        settings.STATIC_ROOT.mkdir(exist_ok=True)
        programs.compile_code(settings.BASE_DIR)
        if not settings.REDIS_URL:
            self._start_broker(supervisor)
        _migrate()
        processes = options["workers"]
        supervisor.start(programs.web(listener.fileno(), processes or 1))
        people = []
        if options["demo"]:
            people = demo.load_people(settings.DATA_DIR / "demo-logins.json")
            demo.load_desk()
        place = _Probe(options["host"], listener.getsockname()[1], supervisor.environment)
        if not supervisor.wait_until(place.healthy, READY_SECONDS):
            raise CommandError(
                f"The web server did not answer within {READY_SECONDS:g} s. See {supervisor.log_path('web')}"
            )
        if not options["no_worker"]:
            for program in programs.workers(processes or cores.usable()):
                supervisor.start(program)
        return people

    def _start_broker(self, supervisor: Supervisor) -> None:
        broker = Broker(settings.BROKER_SOCKET, settings.DATA_DIR / "broker")
        if not broker.stop_leftover():
            raise CommandError(
                f"A broker of an earlier run holds {broker.socket} and does not answer. End it, then start again."
            )
        supervisor.start(programs.broker(broker))
        if not supervisor.wait_until(broker.answers, BROKER_SECONDS):
            raise CommandError(f"The embedded broker did not come up. See {supervisor.log_path('broker')}")

    def _announce(self, site: str, people: list[demo.LogIn]) -> None:
        self.stdout.write("")
        self.stdout.write(self.style.SUCCESS(f"Proofdesk is ready at {site}/"))
        if people:
            self.stdout.write("Log in as one of (passwords as they were first set):")
            for person in people:
                self.stdout.write(f"    {person.name:<10} {person.password:<16} {person.role}")
        elif not User.objects.exists():
            self.stdout.write("Nobody can log in yet: manage.py user add NAME --role admin")
        self.stdout.write("Ctrl-C stops all of it; nothing is lost.")
        self.stdout.flush()
        connections.close_all()

    def _say(self, name: str, sentence: str) -> None:
        self.stdout.write(f"{name:<7}| {sentence}")
        self.stdout.flush()


class _Probe:
    """Asks the web server over the network whether it is up."""

    def __init__(self, host: str, port: int, environment: Mapping[str, str]) -> None:
        self.host = "127.0.0.1" if address.is_any(host) else host
        self.port = port
        allowed = environment["ALLOWED_HOSTS"].split(",")[0].strip().removeprefix(".")
        self.name = "localhost" if allowed == "*" else allowed

    def healthy(self) -> bool:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=2)
        try:
            connection.request("GET", "/healthz", headers={"Host": self.name})
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _migrate() -> None:
    """Brings the tables up to date; when they are, Django's own command would still spend a second on looking."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def _site_url(host: str, port: int) -> str:
    if "SITE_URL" in os.environ:
        return str(settings.SITE_URL)
    shown = socket.gethostname() if address.is_any(host) else address.url_host(host)
    return f"http://{shown}:{port}"


def _environment(host: str, site: str) -> dict[str, str]:
    """What the children are told beside our own environment; what a person set stays as it is."""
    return {
        "SITE_URL": site,
        "ALLOWED_HOSTS": ",".join(address.names(host)),
        "CELERY_SKIP_CHECKS": "1",  # they would load every page's code into every worker
        **os.environ,
        "DATA_DIR": str(settings.DATA_DIR),
    }


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError
    return port


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


_port.__name__ = "port"
_positive.__name__ = "number"
