"""Quality on labelled data: every set that lies in the folder named, measured with the product's own code.

    bench/quality.py ../shared/data              every set; some take many minutes on one core
    bench/quality.py ../shared/data claims_news  only the named ones

Prints one table: a line a set and figure. Exit code 1 when a set could not be measured.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def dev_file(folder: Path) -> Path | None:
    """The set's dev half, packed or not."""
    return next((path for name in ("dev.jsonl", "dev.jsonl.gz") if (path := folder / name).is_file()), None)


def measure(name: str, path: Path) -> tuple[dict[str, float], str]:
    """The figures of one set, or none and why."""
    command = [sys.executable, str(ROOT / "manage.py"), "evaluate", name, str(path), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        return {}, (done.stderr.strip().splitlines() or ["failed"])[-1]
    return json.loads(done.stdout.strip().splitlines()[-1]), ""


def main() -> int:
    if len(sys.argv) < 2 or not Path(sys.argv[1]).is_dir():
        print("usage: bench/quality.py DATA [SET ...]   (DATA: the folder of labelled sets)", file=sys.stderr)
        return 2
    data, wanted = Path(sys.argv[1]).resolve(), sys.argv[2:]
    failed = 0
    print(f"{'set':30} {'figure':34} {'value':>9} {'seconds':>8}")
    for folder in sorted(path for path in data.iterdir() if path.is_dir()):
        path = dev_file(folder)
        if path is None or (wanted and folder.name not in wanted):
            continue
        begin = time.perf_counter()
        figures, why = measure(folder.name, path)
        took = time.perf_counter() - begin
        if why:
            failed += 1
            print(f"{folder.name:30} {why}")
        for figure, value in figures.items():
            if isinstance(value, int | float):
                print(f"{folder.name:30} {figure:34} {value:9.4f} {took:8.1f}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
