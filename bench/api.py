"""What calls of the API cost: CPU of a page of 100, first and deep, of one object, and of each line of a batch.

    python bench/api.py [--claims 20000] [--batches 100] [--lines 1000]

Through Django's whole middleware, in process, on a temporary SQLite (see desk_rows.py), or on the one that desk_rows.py
has filled in DATA_DIR, which grows by the batches; the client's own work is in it.
Goals (issue 7): a page of 100 within 12 ms, a deep page within 1.3 of the first, a line
of a batch within 0.14 ms, after 100,000 of them within 1.3 of the first.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
FOLDER = tempfile.TemporaryDirectory(prefix="proofdesk-api-")
os.environ.setdefault("DATA_DIR", FOLDER.name)

import desk_rows  # noqa: E402 - the folder comes first
import orjson  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.test import Client  # noqa: E402

from verification.models import Verification  # noqa: E402
from verification.tokens import create_token  # noqa: E402

ROUNDS = 21


def cpu(work: Callable[[], Any]) -> float:
    """Milliseconds of this process."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def typical(work: Callable[[], Any]) -> tuple[float, float]:
    """The least and the median of ROUNDS, after three that warm up."""
    taken = [cpu(work) for _ in range(ROUNDS + 3)][3:]
    return min(taken), statistics.median(taken)


def pages(client: Client) -> None:
    def get(path: str) -> bytes:
        answer = client.get(f"/api/v1{path}")
        assert answer.status_code == 200, answer.content
        return bytes(answer.content)

    first = {}
    for order in ("priority", "newest", "updated"):
        path = f"/claims?limit=100&order={order}"
        first[order] = typical(lambda path=path: get(path))  # type: ignore[misc]
        print(f"{'page of 100, ' + order:<34}{first[order][0]:>10.1f}{first[order][1]:>10.1f}")
        cursor, rows = "", f"/claims?limit=200&order={order}"
        for _ in range(Verification.objects.count() // 200 - 1):
            cursor = "&cursor=" + orjson.loads(get(rows + cursor))["next"]
        deep = typical(lambda path=path + cursor: get(path))  # type: ignore[misc]
        print(f"{'  the deepest':<34}{deep[0]:>10.1f}{deep[1]:>10.1f}  {deep[0] / first[order][0]:.2f} × the first")
    for name, path in (("one claim", "/claims/7"), ("evidence on one claim", "/claims/7/evidence")):
        one = typical(lambda path=path: get(path))  # type: ignore[misc]
        print(f"{name:<34}{one[0]:>10.1f}{one[1]:>10.1f}")


def batches(client: Client, number: int, lines: int) -> None:
    """So many batches one after the other: does the last still cost what the first did?"""
    taken = []
    for first in range(0, number * lines, lines):
        body = b"".join(
            orjson.dumps({"id": at, "text": f"The town of Ash {at} spent {at} euros.", "clean": False}) + b"\n"
            for at in range(first, first + lines)
        )

        def send(body: bytes = body) -> None:
            answer = client.generic("POST", "/api/v1/articles/batch", body, content_type="application/x-ndjson")
            assert answer.getvalue().count(b'"status":202') == lines

        taken.append(cpu(send) / lines)
    few = max(1, min(10, number // 4))
    start, end = taken[1 : few + 1] or taken, taken[-few:]
    print(f"{f'batches of {lines}, a line':<34}{min(taken):>10.3f}{statistics.median(taken):>10.3f}")
    last, first_few = statistics.median(end), statistics.median(start)
    print(f"{f'  after {number * lines} lines':<34}{min(end):>10.3f}{last:>10.3f}  {last / first_few:.2f} × the first")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=20_000)
    parser.add_argument("--batches", type=int, default=100)
    parser.add_argument("--lines", type=int, default=1000)
    arguments = parser.parse_args()
    settings.ALLOWED_HOSTS, settings.API_PER_MINUTE = ["*"], 0
    filled = os.environ["DATA_DIR"] != FOLDER.name
    person = User.objects.earliest("pk") if filled else desk_rows.fill(arguments.claims)
    secret = create_token(person, scopes=["read", "submit"])[1]
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    gc.collect()
    gc.freeze()  # as the web server does
    print(f"{'ms of CPU':<34}{'least':>10}{'median':>10}")
    pages(client)
    batches(client, arguments.batches, arguments.lines)


if __name__ == "__main__":
    main()
