"""What an export costs: CPU a row, memory above idle, the first byte; beside bare ``values()`` + orjson in one run.

    python bench/export.py [--claims 100000] [--kinds claims,evidence] [--formats ndjson,csv,json,parquet]

Makes its own desk in a temporary SQLite (see desk_rows.py), then runs every export in a process of its own on one
core. Goals (issue 7): NDJSON 0.05 ms and CSV 0.03 ms of CPU a row, 48 MB above idle, first byte within 1 s.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def run(folder: Path, script: str, *words: str) -> str:
    command = [sys.executable, str(HERE / script), *words]
    environment = {**os.environ, "DATA_DIR": str(folder), "SITE_URL": "http://desk.example"}
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--kinds", default="claims,evidence")
    parser.add_argument("--formats", default="ndjson,csv,json,parquet")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="keep the desk here, or use the one that is there")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        if not (folder / "proofdesk.sqlite3").exists():
            folder.mkdir(parents=True, exist_ok=True)
            run(folder, "desk_rows.py", str(arguments.claims))
        report(folder, arguments)


def report(folder: Path, arguments: argparse.Namespace) -> None:
    wanted = [("bare", "ndjson")]
    wanted += [(kind, name) for kind in arguments.kinds.split(",") for name in arguments.formats.split(",")]
    heads = ("rows", "ms CPU a row", "rows / s", "x bare", "MB more", "first s", "MB out")
    print(f"{'export':<20}" + "".join(f"{head:>14}" for head in heads))
    floor = 0.0
    for kind, name in wanted:
        runs = [json.loads(run(folder, "one_export.py", kind, name)) for _ in range(arguments.rounds)]
        best = min(runs, key=lambda run: run["cpu"])
        rows = arguments.claims * (2 if kind == "evidence" else 1)
        each = best["cpu"] / rows * 1000
        floor = floor or each
        figures = (
            f"{rows}",
            f"{each:.4f}",
            f"{rows / best['wall']:.0f}",
            f"{each / floor:.1f}",
            f"{max(run['memory'] for run in runs):.1f}",
            f"{best['first']:.2f}",
            f"{best['size'] / 1e6:.1f}",
        )
        print(f"{kind + ' ' + name:<20}" + "".join(f"{figure:>14}" for figure in figures))


if __name__ == "__main__":
    main()
