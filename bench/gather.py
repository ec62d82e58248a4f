"""Gathering at size: claims × 4 providers × 3 pages, from stub servers with a latency of 200 ms, in one gather worker.

    bench/gather.py [--claims 60] [--per-host 2] [--redis redis://127.0.0.1:6379/1]      goal: --claims 1000

The stubs run in a process of their own, each on a host of its own; their pages are news pages of some 4 kB. The bound
is what latency, the limit per host (FETCH_PER_HOST, as shipped 2 a second) and concurrency allow with computing for
nothing: every claim needs two rounds (ask, then its pages side by side), and a host is asked once and for three pages
a claim. ``--per-host 0`` takes the limit away: then the run is all computing, for which no bound allows. The run is
made twice, with EMBEDDINGS=off (without the limit: it is for the computing) and with the embedding model; then every
claim is asked again, which must cost no outside call. With ``--redis`` it also rings for 2,000 claims in a queue of its
own and says what one takes. Prints one table; exit code 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
LATENCY, THREADS, PROVIDERS_ASKED, PAGES_EACH = 0.2, 32, 4, 3
GOALS = {"wall / bound": 1.3, "CPU ms a page, model": 60.0, "CPU ms a page, words": 25.0}
GOALS |= {"outside calls, second ask": 0.0, "Redis bytes a claim": 2048.0}
PLACES = ("Port Ellery", "Kelmouth", "Northport", "Ansty", "Brambury", "Colne Hill", "Dunmarsh", "Eastwick")
THINGS = ("ferry", "bridge", "library", "hospital", "tram line", "school", "reservoir", "town hall")
SENTENCES = (
    "The council said on Monday that the {thing} at {place} had cost {number} million pounds.",
    "Residents of {place} had been told that it would be {other} million pounds, and open in March.",
    "A spokesman for the builders would not say who had agreed to the new price of the {thing}.",
    "Work on the {thing} began three years ago, after a long inquiry into the old one.",
    "The member for {place} asked the minister for a full account before the summer.",
    "Nobody at the county could be reached on Tuesday, when the figures were published.",
)


def facts(number: int) -> dict[str, Any]:
    chance = random.Random(number)
    value = chance.randint(3, 900)
    return {"place": chance.choice(PLACES), "thing": chance.choice(THINGS), "number": value, "other": value // 2 + 1}


def statement(number: int) -> str:
    return "The {thing} at {place} cost {number} million pounds, the council said.".format(**facts(number))


def page(number: int, copy: int) -> str:
    """A news page of about 4 kB of text, with what surrounds it on a site."""
    chance = random.Random(f"{number} {copy}")
    told = facts(number)
    paragraphs = [
        " ".join(sentence.format(**told) for sentence in chance.sample(SENTENCES, 4)) + f" ({copy}.{part})"
        for part in range(10)
    ]
    links = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(30))
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang='en'><head><title>The {told['thing']} of {told['place']}</title></head><body>"
        f"<nav><ul>{links}</ul></nav><article><h1>The {told['thing']} of {told['place']}</h1>{body}</article>"
        f"<footer><ul>{links}</ul></footer></body></html>"
    )


def serve(pipe: Any) -> None:
    """The stub servers: sends their addresses, then for every message the number of requests so far."""
    from contextlib import ExitStack  # noqa: PLC0415 - this process alone serves

    from tests.stubs.server import Reply, Request, Stub, running  # noqa: PLC0415

    class Place(Stub):
        name, setting = "place", ""

        def answer(self, request: Request) -> Reply:
            if request.path == "/robots.txt":
                return Reply("", 404, content_type="text/plain")
            if request.path == "/ask":
                number = request.params["q"]
                return Reply([f"{self.url}/page/{number}/{copy}" for copy in range(PAGES_EACH)])
            number, copy = request.path.removeprefix("/page/").split("/")
            return Reply(page(int(number), int(copy)), content_type="text/html; charset=utf-8")

    with ExitStack() as stack:
        stubs = [stack.enter_context(running(Place(LATENCY), host=f"127.0.0.{2 + n}")) for n in range(PROVIDERS_ASKED)]
        pipe.send([stub.url for stub in stubs])
        while pipe.recv():
            pipe.send(sum(len(stub.requests) for stub in stubs))


def one_run(claims: int, per_host: float) -> dict[str, float]:
    """Both asks of every claim in a database of its own, in this process."""
    import django  # noqa: PLC0415 - the settings are named in the environment of this process

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    ours, theirs = multiprocessing.Pipe()
    stubs = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    stubs.start()
    addresses = ours.recv()
    settings.FETCH_ALLOW_PRIVATE = [address.removeprefix("http://") for address in addresses]
    settings.FETCH_PER_HOST, settings.GATHER_PAGES = per_host, PAGES_EACH
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        return _measured(claims, addresses, ours, per_host)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        ours.send(None)


def _measured(claims: int, addresses: list[str], stubs: Any, per_host: float) -> dict[str, float]:
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from claims import intake  # noqa: PLC0415
    from claims.fetching.client import BURST  # noqa: PLC0415
    from verification import gathering  # noqa: PLC0415
    from verification.models import Evidence, Search, SearchState  # noqa: PLC0415
    from verification.providers import PROVIDERS, Answer, Hit, Provider, Question, base  # noqa: PLC0415

    def place(number: int, address: str) -> type[Provider]:
        class Place(Provider):
            name, label, kind = f"place{number}", f"Place {number}", "news"

            def search(self, question: Question, limit: int) -> Answer:
                asked = str(numbers[question.statement])
                got = base.ask(self.label, f"{address}/ask", {"q": asked})
                return Answer(tuple(Hit(url=url, title="") for url in json.loads(got.body)), (asked,), got.body)

        return Place

    PROVIDERS.clear()
    for number, address in enumerate(addresses):
        PROVIDERS[f"place{number}"] = place(number, address)
    settings.PROVIDERS = list(PROVIDERS)
    numbers: dict[str, int] = {}
    in_hand: set[int] = set()
    for number in range(claims):
        numbers[f"{statement(number)} ({number})"] = number
        claim, _ = intake.submit_tip(actor=None, statement=f"{statement(number)} ({number})")
        gathering.plan([claim])

    def work(pk: int) -> None:
        try:
            gathering.gather(pk)
        finally:
            connection.close()
            in_hand.discard(pk)

    def all_of_them() -> tuple[float, float]:
        """As the sweep does: whoever is due is worked, who was sent away from a busy host comes again at its turn."""
        wall, cpu = time.perf_counter(), time.process_time()
        unfinished = Search.objects.exclude(state__in=[SearchState.DONE, SearchState.FAILED])
        with ThreadPoolExecutor(THREADS) as pool:
            while unfinished.exists():
                due = gathering.due_searches().order_by("pk").values_list("verification_id", flat=True)
                for pk in dict.fromkeys(due):
                    if pk not in in_hand and len(in_hand) < 2 * THREADS:
                        in_hand.add(pk)
                        pool.submit(work, pk)
                time.sleep(0.1)
        return time.perf_counter() - wall, time.process_time() - cpu

    wall, cpu = all_of_them()
    stubs.send(True)
    calls = stubs.recv()
    done = Search.objects.filter(state=SearchState.DONE).count()
    if done != claims * PROVIDERS_ASKED:
        raise SystemExit(f"only {done} of {claims * PROVIDERS_ASKED} searches were done")
    passages = Evidence.objects.count()
    Search.objects.update(state=SearchState.QUEUED, next_try_at=None)
    all_of_them()
    stubs.send(True)
    pages = claims * PROVIDERS_ASKED * PAGES_EACH
    bound = -(-claims // THREADS) * 2 * LATENCY
    if per_host:  # an ask, the pages, and once the rules for robots; the first of them may come at once
        bound = max(bound, (claims * (1 + PAGES_EACH) + 1 - BURST) / per_host)
    return {
        "wall s": wall,
        "bound s": bound,
        "CPU ms a page": 1000 * cpu / pages,
        "passages": float(passages),
        "outside calls": float(calls),
        "outside calls, second ask": float(stubs.recv() - calls),
    }


def redis_bytes(url: str, claims: int = 2000) -> float:
    """What one waiting claim takes at the broker: the doorbell's message, in a queue that nobody reads."""
    from kombu import Connection  # noqa: PLC0415
    from redis import Redis  # noqa: PLC0415

    from config.celery import app  # noqa: PLC0415

    broker = Redis.from_url(url)
    before = broker.info("memory")["used_memory"]
    with Connection(url, transport_options={"global_keyprefix": "bench:"}) as connection:
        for number in range(claims):
            app.send_task("verification.tasks.gather", args=(number,), connection=connection, queue="bench-gather")
        after = broker.info("memory")["used_memory"]
        connection.channel().queue_delete("bench-gather")
    return (after - before) / claims


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=60)
    parser.add_argument("--per-host", type=float, default=2.0)
    parser.add_argument("--redis", default="")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("SECRET_KEY", "for-this-bench-only")
    os.environ |= {"PROOFDESK_TEST": "1", "OMP_NUM_THREADS": "1"}
    if options.one:
        print(json.dumps(one_run(options.claims, options.per_host)))
        return 0
    figures: dict[str, float] = {}
    for label, switch, per_host in (("words", "off", 0.0), ("model", "on", options.per_host)):
        command = [sys.executable, __file__, "--one", "--claims", str(options.claims), "--per-host", str(per_host)]
        done = subprocess.run(command, env={**os.environ, "EMBEDDINGS": switch}, stdout=subprocess.PIPE, check=True)
        run = json.loads(done.stdout.splitlines()[-1])
        figures[f"CPU ms a page, {label}"] = run.pop("CPU ms a page")
        figures |= run
    figures["wall / bound"] = figures["wall s"] / figures["bound s"]
    if options.redis:
        figures["Redis bytes a claim"] = redis_bytes(options.redis)
    for figure, value in figures.items():
        goal = GOALS.get(figure)
        print(f"{figure:28} {value:10.2f} {'' if goal is None else f'goal {goal:g}'}")
    return int(any(figures[figure] > goal for figure, goal in GOALS.items() if figure in figures))


if __name__ == "__main__":
    sys.exit(main())
