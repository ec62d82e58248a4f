"""One run of bench/gather.py in a process of its own: both asks of every claim, in a database of its own.

    EMBEDDINGS=off python bench/one_gather.py CLAIMS PER_HOST [REDIS]

Prints one JSON object of figures; see gather.py. With the address of a broker it measures what a waiting claim takes
there instead.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from gather_stubs import LATENCY, PAGES_EACH, PROVIDERS_ASKED, serve, statement  # noqa: E402
from kombu import Connection  # noqa: E402
from redis import Redis  # noqa: E402

from claims import intake  # noqa: E402
from claims.fetching.client import BURST  # noqa: E402
from config.celery import app  # noqa: E402
from verification import gathering  # noqa: E402
from verification.models import Evidence, Search, SearchState  # noqa: E402
from verification.providers import PROVIDERS, Answer, Hit, Provider, Question, base  # noqa: E402
from verification.running import cores  # noqa: E402

THREADS = 32


def one_run(claims: int, per_host: float) -> dict[str, float]:
    ours, theirs = multiprocessing.Pipe()
    stubs = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    stubs.start()
    addresses = ours.recv()
    cores.keep_to(cores.different(1)[0])  # as each gathering worker is
    settings.FETCH_ALLOW_PRIVATE = [address.removeprefix("http://") for address in addresses]
    settings.FETCH_PER_HOST, settings.GATHER_PAGES = per_host, PAGES_EACH
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        numbers = {f"{statement(number)} ({number})": number for number in range(claims)}
        ask_at(addresses, numbers)
        for words in numbers:
            claim, _ = intake.submit_tip(actor=None, statement=words)
            gathering.plan([claim])
        return measured(claims, ours, per_host)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        ours.send(None)


def ask_at(addresses: list[str], numbers: dict[str, int]) -> None:
    """Puts the stubs in the place of the providers; ``numbers`` has the number of each claim by its statement."""

    def place(number: int, address: str) -> type[Provider]:
        class Place(Provider):
            name, label, kind = f"place{number}", f"Place {number}", "news"

            def search(self, question: Question, limit: int) -> Answer:
                asked = str(numbers[question.statement])
                got = base.ask(self.label, f"{address}/ask", {"q": asked})
                return Answer(tuple(Hit(url=url, title="") for url in json.loads(got.body)), (asked,), got.body)

        return Place

    PROVIDERS.clear()
    PROVIDERS.update({f"place{number}": place(number, address) for number, address in enumerate(addresses)})
    settings.PROVIDERS = list(PROVIDERS)


def measured(claims: int, stubs: Any, per_host: float) -> dict[str, float]:
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
    return {
        "wall s": wall,
        "bound s": bound(claims, per_host),
        "CPU ms a page": 1000 * cpu / (claims * PROVIDERS_ASKED * PAGES_EACH),
        "passages": float(passages),
        "outside calls": float(calls),
        "outside calls, second ask": float(stubs.recv() - calls),
    }


def all_of_them() -> tuple[float, float]:
    """As the sweep does: whoever is due is worked, who was sent away from a busy host comes again at its turn.

    Seconds of wall and of CPU.
    """
    wall, cpu = time.perf_counter(), time.process_time()
    unfinished = Search.objects.exclude(state__in=[SearchState.DONE, SearchState.FAILED])
    in_hand: set[int] = set()

    def work(pk: int) -> None:
        try:
            gathering.gather(pk)
        finally:
            connection.close()
            in_hand.discard(pk)

    with ThreadPoolExecutor(THREADS) as pool:
        while unfinished.exists():
            due = gathering.due_searches().order_by("pk").values_list("verification_id", flat=True)
            for pk in dict.fromkeys(due):
                if pk not in in_hand and len(in_hand) < 2 * THREADS:
                    in_hand.add(pk)
                    pool.submit(work, pk)
            time.sleep(0.1)
    return time.perf_counter() - wall, time.process_time() - cpu


def bound(claims: int, per_host: float) -> float:
    """Seconds that latency, concurrency and the limit per host take, were computing for nothing."""
    rounds = -(-claims // THREADS) * 2 * LATENCY
    if not per_host:
        return rounds
    # An ask, the pages, and once the rules for robots; the first of them may come at once.
    return max(rounds, (claims * (1 + PAGES_EACH) + 1 - BURST) / per_host)


def redis_bytes(url: str, claims: int = 2000) -> float:
    """What one waiting claim takes at the broker: the doorbell's message, in a queue that nobody reads."""
    broker = Redis.from_url(url)
    before = broker.info("memory")["used_memory"]
    with Connection(url, transport_options={"global_keyprefix": "bench:"}) as connection:
        for number in range(claims):
            app.send_task("verification.tasks.gather", args=(number,), connection=connection, queue="bench-gather")
        after = broker.info("memory")["used_memory"]
        connection.channel().queue_delete("bench-gather")
    return (after - before) / claims


if __name__ == "__main__":
    if len(sys.argv) > 3:
        print(json.dumps({"Redis bytes a claim": redis_bytes(sys.argv[3])}))
    else:
        print(json.dumps(one_run(int(sys.argv[1]), float(sys.argv[2]))))
