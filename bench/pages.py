"""Server CPU of the pages people work on, each beside a floor measured in the same run. Prints ratios; 1 on a miss.

    bench/pages.py [--rounds 40] [--profile queue|review|shift]

queue    the ranked list of 50 claims                    ≤ 2.5 × a bare 50-row template (a joined query, 8 cells a row)
review   the review page with 30 pieces of evidence      ≤ 40 ms, as on a machine whose bare template takes 8.9 ms
shift    the next claim taken and its verdict submitted  ≤ 15 ms, likewise

Milliseconds are process CPU through Django's whole middleware on a temporary SQLite file; the goals in milliseconds
are scaled by this machine's bare template, so that a busy or slow machine asks for no more than a fast one.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import os
import pstats
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
FOLDER = tempfile.TemporaryDirectory(prefix="proofdesk-pages-")
os.environ |= {
    "DATA_DIR": FOLDER.name,
    "DATABASE_URL": "",
    "REDIS_URL": "",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402

from config.urls import urlpatterns as ours  # noqa: E402
from tests.verification import desk  # noqa: E402
from verification.models import Assignment, Verification  # noqa: E402

CLAIMS = 400
PIECES = 30
REFERENCE_MS = 8.9
BARE = """<!doctype html><html><head><title>Rows</title></head><body><table>
{% for row in rows %}<tr><td><a href="{% url 'claim' row.claim_id %}">{{ row.claim.statement }}</a></td>
<td>{{ row.claim.speaker }}</td><td>{{ row.claim.article.title }}</td><td>{{ row.get_state_display }}</td>
<td>{{ row.priority|floatformat:2 }}</td><td>{{ row.claim.checkworthiness|floatformat:2 }}</td>
<td>{{ row.claim.kinds|join:", " }}</td><td>{{ row.created_at|date:"Y-m-d H:i" }}</td></tr>{% endfor %}
</table></body></html>"""
TEMPLATE = engines["django"].from_string(BARE)


def bare(request: HttpRequest) -> HttpResponse:
    rows = Verification.objects.filter(is_current=True, state="open").select_related("claim", "claim__article")
    return HttpResponse(TEMPLATE.render({"rows": rows.order_by("-priority", "id")[:50]}, request))


urlpatterns = [*ours, path("bare/", bare)]


def fill() -> Verification:
    """Open claims of twenty articles, and one claim with thirty pieces of evidence."""
    articles = [desk.article(url=f"https://paper.example/{number}", title=f"Story {number}") for number in range(20)]
    for number in range(CLAIMS):
        about = desk.claim(
            articles[number % 20],
            speaker=f"Speaker {number % 40}",
            reasons=[{"feature": name, "weight": 0.4} for name in ("has_number", "names_a_source", "past_tense")],
        )
        row = desk.check(about=about, priority=0.2 + number / 1000)
        Verification.objects.filter(pk=row.pk).update(
            corroboration={"supports": {"origins": number % 4}, "refutes": {"origins": number % 3}}
        )
    row = desk.check(about=desk.claim(articles[0]), priority=0.1)
    for number in range(PIECES):
        desk.evidence(row, stance=("supports", "refutes", "mentions")[number % 3])
    return row


def milliseconds(work: Callable[[], float | None], rounds: int) -> float:
    """The median CPU of one call; of what it says it took itself, where it says so."""
    work()
    work()
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        own = work()
        spent.append((own if own is not None else time.process_time() - start) * 1000)
    return sorted(spent)[len(spent) // 2]


def opened(client: Client, address: str) -> Callable[[], None]:
    def work() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    return work


def shift(client: Client) -> Callable[[], float]:
    """Next claim, then its verdict (no second review, no evidence needed), as the forms send them; pages not drawn."""

    def work() -> float:
        start = time.process_time()
        answer = client.post("/queue/next/")
        taking = time.process_time() - start
        assert answer.status_code == 302, answer.status_code
        claim = answer["Location"].strip("/").split("/")[-1]
        held = Assignment.objects.select_related("verification__claim").filter(ended_at=None).latest("pk")
        form = {"rating": "unproven", "assignment": held.pk, "version": held.verification.claim.version}
        start = time.process_time()
        answer = client.post(f"/claims/{claim}/verdict/", form)
        giving = time.process_time() - start
        assert answer.status_code == 302, answer.content[:400]
        return taking + giving

    return work


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--rounds", type=int, default=40)
    reader.add_argument("--profile", choices=["queue", "review", "shift"])
    asked = reader.parse_args()
    call_command("migrate", verbosity=0)
    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["*"]
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    row = fill()
    client = Client()
    client.force_login(desk.person("reviewer"))
    works = {
        "queue": opened(client, "/queue/"),
        "review": opened(client, f"/claims/{row.claim_id}/"),
        "shift": shift(client),
    }
    if asked.profile:
        works[asked.profile]()
        with cProfile.Profile() as profile:
            for _ in range(20):
                works[asked.profile]()
        pstats.Stats(profile).sort_stats("tottime").print_stats(45)
        return 0
    gc.collect()
    gc.freeze()  # as the web server does
    bare_rows = opened(client, "/bare/")
    goals = {"queue": 2.5, "review": 40 / REFERENCE_MS, "shift": 15 / REFERENCE_MS}
    missed = 0
    for name, work in works.items():
        # One after the other, so that a busy machine slows both.
        floor, took = (milliseconds(one, asked.rounds) for one in (bare_rows, work))
        missed += took > goals[name] * floor
        met = "ok" if took <= goals[name] * floor else "MISSED"
        ratio = f"{took / floor:5.2f} ×   goal ≤ {goals[name]:.2f} ×"
        print(f"{name:<8} {took:6.1f} ms   bare 50-row template {floor:6.1f} ms   {ratio}   {met}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
