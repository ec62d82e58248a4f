"""One export in a process of its own, measured: `DATA_DIR=FOLDER python bench/one_export.py KIND FORMAT`. JSON out.

See export.py, which runs this for every kind and format.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import desk_rows  # noqa: F401 - sets Django up
import orjson

from verification.exporting.streams import open_export
from verification.models import Verification

COLUMNS = ("id", "state", "priority", "claim__statement", "claim__speaker", "claim__checkworthiness", "updated_at")


def memory() -> float:
    """Megabytes of this process now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def bare() -> Iterator[bytes]:
    """The floor: seven plain columns as they are."""
    for row in Verification.objects.order_by("pk").values(*COLUMNS).iterator(chunk_size=2000):
        yield orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)


def pieces(kind: str, file_format: str) -> Iterable[bytes]:
    return bare() if kind == "bare" else open_export(kind, file_format).pieces


def measure(kind: str, file_format: str) -> dict[str, Any]:
    """One export, thrown away as it comes. Peak memory is sampled between pieces."""
    gc.collect()
    gc.freeze()  # as the web server does
    idle, wall, cpu = memory(), time.perf_counter(), time.process_time()
    first, most, size, number, largest = 0.0, idle, 0, 0, 0
    for piece in pieces(kind, file_format):
        first = first or time.perf_counter() - wall
        size, number, largest = size + len(piece), number + 1, max(largest, len(piece))
        most = max(most, memory()) if number % 16 == 0 or kind != "bare" else most
    return {
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - wall,
        "first": first,
        "memory": most - idle,
        "size": size,
        "piece": largest,
    }


if __name__ == "__main__":
    print(json.dumps(measure(*sys.argv[1:3])))
