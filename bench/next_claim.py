"""“Next claim” on a small desk and on a large one: median CPU of the request, and the ratio. 1 when it is over 1.2.

    bench/next_claim.py [--rounds 60] [--sizes 1000 100000]

Each size gets a process and a temporary SQLite file of its own (bench/one_next_claim.py). What is measured is the whole
request through Django's middleware: the claim of the highest rank is found, held and written into the trail.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

GOAL = 1.2
ONE = Path(__file__).resolve().parent / "one_next_claim.py"


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--rounds", type=int, default=60)
    reader.add_argument("--sizes", type=int, nargs=2, default=[1_000, 100_000])
    asked = reader.parse_args()
    found = []
    for size in asked.sizes:
        with tempfile.TemporaryDirectory(prefix="proofdesk-next-") as folder:
            command = [sys.executable, str(ONE), str(size), str(asked.rounds)]
            environment = {**os.environ, "DATA_DIR": folder}
            ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
            found.append(float(ran.stdout.strip().splitlines()[-1]))
            print(f"{size:>8} claims   {found[-1]:6.1f} ms of CPU", flush=True)
    ratio = found[1] / found[0]
    print(f"ratio {ratio:.2f}   goal ≤ {GOAL}   {'ok' if ratio <= GOAL else 'MISSED'}")
    return 0 if ratio <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
