"""“Next claim” on a desk of one size, in a process of its own.

    DATA_DIR=FOLDER python bench/one_next_claim.py CLAIMS ROUNDS

See next_claim.py, which runs this for two sizes. Prints milliseconds of CPU a request, the median.
"""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import desk_rows  # sets Django up on DATA_DIR
from django.conf import settings
from django.test import Client


def measured(claims: int, rounds: int) -> float:
    person = desk_rows.fill(claims)
    settings.ALLOWED_HOSTS = ["*"]
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    client = Client()
    client.force_login(person)
    gc.collect()
    gc.freeze()  # as the web server does
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        answer = client.post("/queue/next/")
        spent.append((time.process_time() - start) * 1000)
        assert answer["Location"].startswith("/claims/"), answer["Location"]
    return sorted(spent)[len(spent) // 2]


if __name__ == "__main__":
    print(measured(int(sys.argv[1]), int(sys.argv[2])))
