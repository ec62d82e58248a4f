"""“Next claim” on a small desk and on a large one: median CPU of the request, and the ratio. 1 when it is over 1.2.

    bench/next_claim.py [--rounds 60] [--sizes 1000 100000]

Each size gets a process and a temporary SQLite file of its own (bench/desk_rows.py). What is measured is the whole
request through Django's middleware: the claim of the highest rank is found, held and written into the trail.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time

GOAL = 1.2


def measured(claims: int, rounds: int) -> float:
    """Milliseconds of CPU, in a process that was started for this size (``DATA_DIR`` is its own)."""
    import desk_rows  # noqa: PLC0415  sets Django up on DATA_DIR
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

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


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--rounds", type=int, default=60)
    reader.add_argument("--sizes", type=int, nargs=2, default=[1_000, 100_000])
    reader.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = reader.parse_args()
    if asked.one:
        print(json.dumps(measured(asked.one, asked.rounds)))
        return 0
    found = []
    for size in asked.sizes:
        with tempfile.TemporaryDirectory(prefix="proofdesk-next-") as folder:
            command = [sys.executable, __file__, "--one", str(size), "--rounds", str(asked.rounds)]
            environment = {**os.environ, "DATA_DIR": folder}
            ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
            found.append(float(ran.stdout.strip().splitlines()[-1]))
            print(f"{size:>8} claims   {found[-1]:6.1f} ms of CPU", flush=True)
    ratio = found[1] / found[0]
    print(f"ratio {ratio:.2f}   goal ≤ {GOAL}   {'ok' if ratio <= GOAL else 'MISSED'}")
    return 0 if ratio <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
