"""Speed of splitting against the bare parser.

    python bench/split.py [ARTICLES.jsonl[.gz]] [--count 60] [--rounds 3]

Runs the whole ``split`` and a bare ``nlp.pipe`` of the same spaCy model over the same texts, turn about in one process
on one core, and prints articles per second of CPU time, their ratio (goal: at least 0.75), then what one and two
processes get through (goal: 1.8 times as much), the start-up, and the peak memory of splitting alone after a fifth and
after all of ``--flat`` articles. Without a file, articles of the built-in sentences are made up.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("OMP_NUM_THREADS", "1")

from claims.splitting import SplitInput, parsing, split_batch  # noqa: E402 - the path comes first

SENTENCES = [
    "The city council of Northport voted on Monday to close two of its five libraries, which cost $2.3 million a year.",
    "“Nobody wanted this,” Mayor Elena Ruiz told reporters after the vote, adding that the deficit left no choice.",
    "She said the closures would save 4 percent of the budget, although a study by the state found smaller savings.",
    "Opponents, who collected 12,000 signatures in March, plan to sue, according to their lawyer Tom Becker.",
    "The two buildings, the oldest in the county, will be sold next year.",
    "Ridership on the harbour ferry fell by a third between 2019 and 2021 and has not recovered since.",
    "Is it too late to change course?",
    "Becker argued that the law requires a public hearing before any sale; the city denies this.",
    "“We did not get an answer. We asked three times,” he said.",
    "The council meets again on 14 June, when the remaining branches are on the agenda.",
]
ALONE = """
import json, resource, sys
from bench.split import made_up
from claims.splitting import SplitInput, pipe
count, first = int(sys.argv[1]), int(sys.argv[1]) // 5
texts = made_up(100)
peaks = []
for number, _ in enumerate(pipe(SplitInput(texts[k % 100]) for k in range(count)), 1):
    if number in (first, count):
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
print(json.dumps(peaks))
"""
START_UP = "import claims.splitting as s; s.split('Costs rose by 4 percent, the minister said on Monday.')"


def made_up(count: int) -> list[str]:
    dice = random.Random(7)
    return ["\n\n".join(" ".join(dice.sample(SENTENCES, 3)) for _ in range(dice.randint(6, 12))) for _ in range(count)]


def read(path: Path, count: int) -> list[str]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line, _ in zip(lines, range(count), strict=False)]


def measured(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def start_up() -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", START_UP], check=True, cwd=ROOT)
    return time.perf_counter() - start


def rate(processes: int, count: int) -> float:
    """Articles a second of wall time that so many processes split together, start-up left out."""
    code = (
        "import sys, time; from bench.split import made_up\n"
        "from claims.splitting import SplitInput, split_batch, warm_up\n"
        "warm_up(); inputs = [SplitInput(t) for t in made_up(int(sys.argv[1]))]; print('ready', flush=True); input()\n"
        "start = time.perf_counter(); split_batch(inputs); print(time.perf_counter() - start)"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(count)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(processes)
    ]  # fmt: skip
    for process in started:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    seconds = [float(process.communicate()[0]) for process in started]
    return processes * count / max(seconds)


def peaks(count: int) -> list[int]:
    """Peak memory in MB of a process that splits, after a fifth of so many articles and after all."""
    done = subprocess.run([sys.executable, "-c", ALONE, str(count)], check=True, cwd=ROOT, capture_output=True)
    found: list[int] = json.loads(done.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="?")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--flat", type=int, default=500, help="articles over which the memory is watched")
    arguments = parser.parse_args()
    # Before this process grows: on Linux a new process may start with the peak of the one that started it.
    memory = peaks(arguments.flat)
    one, two = rate(1, arguments.count), rate(2, arguments.count)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = read(arguments.articles, arguments.count) if arguments.articles else made_up(arguments.count)
    inputs = [SplitInput(text) for text in texts]
    bare = parsing.bare_model()
    split_batch(inputs[:2])
    list(bare.pipe(texts[:2]))
    ours, theirs = [], []
    for _ in range(arguments.rounds):
        theirs.append(measured(lambda: list(bare.pipe(texts))))
        ours.append(measured(lambda: split_batch(inputs)))
    fastest, reference = min(ours), min(theirs)
    rows = [
        ("articles", f"{len(texts)} of {sum(map(len, texts)) // len(texts)} characters"),
        ("bare nlp.pipe", f"{len(texts) / reference:.2f} articles / CPU-s"),
        ("split", f"{len(texts) / fastest:.2f} articles / CPU-s"),
        ("ratio (goal 0.75)", f"{reference / fastest:.2f}"),
        ("one process / two (goal 1.8 times)", f"{one:.2f} / {two:.2f} articles / s, {two / one:.2f} times"),
        ("start to first claim (goal 2.5 s)", f"{start_up():.2f} s"),
        (
            f"peak memory after {arguments.flat // 5} / {arguments.flat} articles (goal 450 MB)",
            " / ".join(f"{megabytes} MB" for megabytes in memory),
        ),
    ]
    for name, value in rows:
        print(f"{name:<52} {value}")


if __name__ == "__main__":
    main()
