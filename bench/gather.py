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
import os
import subprocess
import sys
from pathlib import Path

ONE = Path(__file__).resolve().parent / "one_gather.py"
GOALS = {"wall / bound": 1.3, "CPU ms a page, model": 60.0, "CPU ms a page, words": 25.0}
GOALS |= {"outside calls, second ask": 0.0, "Redis bytes a claim": 2048.0}


def one(*arguments: str, **settings: str) -> dict[str, float]:
    """The figures of one run, in a process of its own."""
    command = [sys.executable, str(ONE), *arguments]
    done = subprocess.run(command, env={**os.environ, **settings}, stdout=subprocess.PIPE, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=60)
    parser.add_argument("--per-host", type=float, default=2.0)
    parser.add_argument("--redis", default="")
    options = parser.parse_args()
    os.environ.setdefault("SECRET_KEY", "for-this-bench-only")
    os.environ |= {"PROOFDESK_TEST": "1", "OMP_NUM_THREADS": "1"}
    figures: dict[str, float] = {}
    for label, switch, per_host in (("words", "off", 0.0), ("model", "on", options.per_host)):
        run = one(str(options.claims), str(per_host), EMBEDDINGS=switch)
        figures[f"CPU ms a page, {label}"] = run.pop("CPU ms a page")
        figures |= run
    figures["wall / bound"] = figures["wall s"] / figures["bound s"]
    if options.redis:
        figures |= one("0", "0", options.redis)
    for figure, value in figures.items():
        goal = GOALS.get(figure)
        print(f"{figure:28} {value:10.2f} {'' if goal is None else f'goal {goal:g}'}")
    return int(any(figures[figure] > goal for figure, goal in GOALS.items() if figure in figures))


if __name__ == "__main__":
    sys.exit(main())
