"""Train the check-worthiness weights that ship with the product.

    python bench/train_checkworthiness.py ../shared/data claims/splitting/checkworthiness.json held_0.json … held_4.json

The last are the log-odds that ``bench/train_likeness.py --fold`` wrote for debates that it had not seen. Reads only the
dev halves of permissively licensed sets (docs/model-card-checkworthiness.md lists them), parses every sentence with the
product's own parser, takes the product's own features and fits two logistic regressions (L2, by L-BFGS in NumPy;
nothing random), adds the network's log-odds in equal parts and calibrates the sum (Platt 1999) on the debates held out.
Prints cross-validated figures by debate and writes the weights as JSON.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from claims.splitting import checkworthiness, parsing

Row = tuple[str, str, float | None, float | None, float]  # text, group, checkable, worth, weight
MIN_COUNT = 4
SMALLEST = 0.02
OF_PLANS = {"will", "going", "shall", "gonna", "'ll", "’ll", "wo"}
PLAN = 0.5  # log-odds that a word of the future adds to being checkable


def read(path: Path) -> Iterator[dict]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def rows(data: Path) -> Iterator[Row]:
    """Training sentences with their group (debate, page) and labels; None where a set does not say."""
    for row in read(data / "checkworthy_claimbuster/dev.jsonl.gz"):
        yield row["text"], row["doc"], float(row["label3"] != "NFS"), float(row["label"]), 1.0
    for row in read(data / "checkworthy_fullfact_health/dev.jsonl"):
        yield row["text"], "fullfact", 1.0, float(row["label"]), 1.0
    for row in read(data / "decomp_factcheckbench/dev.jsonl"):
        for sentence in row["sentences"]:
            said = sentence["checkworthy"]
            yield sentence["text"], "factcheckbench", float(said == "yes"), None, 1.0
    for row in read(data / "decomp_factscore/dev.jsonl.gz"):
        if row["claims"] and row["pos"] < 4:
            yield row["text"], "factscore", 1.0, None, 0.5


class Fit:
    """Logistic regression over sparse rows."""

    def __init__(self, matrix: list[dict[int, float]], size: int) -> None:
        lengths = np.array([len(row) for row in matrix])
        self.rows = np.repeat(np.arange(len(matrix)), lengths)
        self.columns = np.fromiter((c for row in matrix for c in row), dtype=np.int64, count=int(lengths.sum()))
        self.values = np.fromiter((v for row in matrix for v in row.values()), dtype=float, count=int(lengths.sum()))
        self.count, self.size = len(matrix), size

    def scores(self, weights: np.ndarray) -> np.ndarray:
        return np.bincount(self.rows, self.values * weights[self.columns], self.count) + weights[-1]

    def loss(
        self, weights: np.ndarray, y: np.ndarray, importance: np.ndarray, penalty: np.ndarray
    ) -> tuple[float, np.ndarray]:
        z = self.scores(weights)
        value = float(np.sum(importance * (np.logaddexp(0, z) - y * z)) + 0.5 * np.sum(penalty * weights**2))
        error = importance * (1 / (1 + np.exp(-z)) - y)
        gradient = np.bincount(self.columns, self.values * error[self.rows], self.size)
        gradient = np.append(gradient[: self.size], error.sum()) + penalty * weights
        return value, gradient

    def train(self, y: np.ndarray, importance: np.ndarray, penalty: np.ndarray, steps: int = 120) -> np.ndarray:
        """L-BFGS with ten pairs and a backtracking line search."""
        weights = np.zeros(self.size + 1)
        value, gradient = self.loss(weights, y, importance, penalty)
        pairs: list[tuple[np.ndarray, np.ndarray]] = []
        for _ in range(steps):
            direction = -two_loop(gradient, pairs)
            step, slope = 1.0 if pairs else 1.0 / max(1.0, np.abs(gradient).max()), float(gradient @ direction)
            while True:
                candidate = weights + step * direction
                new_value, new_gradient = self.loss(candidate, y, importance, penalty)
                if new_value <= value + 1e-4 * step * slope or step < 1e-8:
                    break
                step /= 2
            moved, turned = candidate - weights, new_gradient - gradient
            if moved @ turned > 1e-12:
                pairs = [*pairs[-9:], (moved, turned)]
            done = abs(value - new_value) < 1e-6 * abs(value)
            weights, value, gradient = candidate, new_value, new_gradient
            if done:
                break
        return weights


def two_loop(gradient: np.ndarray, pairs: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    q, alphas = gradient.copy(), []
    for s, y in reversed(pairs):
        alpha = (s @ q) / (s @ y)
        alphas.append(alpha)
        q -= alpha * y
    if pairs:
        s, y = pairs[-1]
        q *= (s @ y) / (y @ y)
    for (s, y), alpha in zip(pairs, reversed(alphas), strict=True):
        q += s * (alpha - (y @ q) / (s @ y))
    return q


def speaks_of_plans(name: str) -> bool:
    """Words of the future say in a debate that it is no fact; here a plan is a claim too, if one of low worth."""
    return name[:2] in ("w:", "b:") and bool(OF_PLANS & set(name[2:].split()))


def platt(y: np.ndarray, z: np.ndarray) -> tuple[float, float]:
    """Slope and offset that make log-odds of scores, by Newton's method."""
    slope = offset = 0.0
    for _ in range(30):
        p = 1 / (1 + np.exp(-(slope * z + offset)))
        error, spread = y - p, p * (1 - p)
        curve = np.array([[np.sum(spread * z * z), np.sum(spread * z)], [np.sum(spread * z), np.sum(spread)]])
        move = np.linalg.solve(curve, [np.sum(error * z), np.sum(error)])
        slope, offset = slope + move[0], offset + move[1]
    return float(slope), float(offset)


def report(name: str, y: np.ndarray, z: np.ndarray) -> None:
    best = max(np.quantile(z, np.linspace(0.3, 0.95, 66)), key=lambda cut: f1(y, (z >= cut).astype(float)))
    print(f"{name}: five folds by debate, AP {average_precision(y, z):.4f} F1 {f1(y, (z >= best).astype(float)):.4f}")


def average_precision(y: np.ndarray, scores: np.ndarray) -> float:
    hits = y[np.argsort(-scores, kind="stable")]
    return float(np.sum(np.cumsum(hits) / np.arange(1, len(hits) + 1) * hits) / hits.sum())


def f1(y: np.ndarray, z: np.ndarray) -> float:
    return 2 * float((y * z).sum()) / max(1.0, float(y.sum() + z.sum()))


def prepare(data: Path) -> tuple[list[dict[str, float]], list[Row]]:
    taken = list(rows(data))
    found = []
    pieces = (parsing.Piece(text, 0, [(0, len(text))]) for text, *_ in taken)
    for sentences in parsing.parse(pieces):
        found.append(checkworthiness.features([word for words in sentences for word in words]))
    return found, taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("held", type=Path, nargs="+")
    parser.add_argument("--l2", type=float, default=1.5)
    arguments = parser.parse_args()
    found, taken = prepare(arguments.data)
    counts = Counter(name for values in found for name in values)
    names = sorted(name for name, n in counts.items() if n >= (MIN_COUNT if name[1:2] == ":" else 1))
    place = {name: i for i, name in enumerate(names)}
    matrix = [{place[n]: v for n, v in values.items() if n in place} for values in found]
    penalty = np.array([arguments.l2 if n[1:2] == ":" else 0.3 for n in names] + [0.0])
    held = {int(i): z for path in arguments.held for i, z in json.loads(path.read_text("utf-8")).items()}
    result: dict[str, dict[str, float]] = {"bias": {}, "likeness": {}}
    for column, task in enumerate(("checkable", "worth")):
        keep = [i for i, row in enumerate(taken) if row[2 + column] is not None]
        y = np.array([taken[i][2 + column] for i in keep], dtype=float)
        importance = np.array([taken[i][4] for i in keep])
        left_out = {n for n, name in enumerate(names) if task == "checkable" and speaks_of_plans(name)}
        chosen = [{n: v for n, v in matrix[i].items() if n not in left_out} for i in keep]
        groups = np.array([hash_group(taken[i][1]) for i in keep])
        scores = np.zeros(len(keep))
        for fold in range(5):
            train = np.flatnonzero(groups != fold)
            weights = Fit([chosen[i] for i in train], len(names)).train(y[train], importance[train], penalty)
            test = np.flatnonzero(groups == fold)
            scores[test] = Fit([chosen[i] for i in test], len(names)).scores(weights)
        others = ("fullfact", "factcheckbench", "factscore")
        debates = np.array([taken[i][1] not in others and i in held for i in keep])
        labels = y[debates]
        networks = np.array([held[i][column] for i in np.array(keep)[debates]])
        report(f"{task}, words alone", labels, scores[debates])
        report(f"{task}, network alone", labels, networks)
        mixed = (scores[debates] + networks) / 2
        report(f"{task}, both", labels, mixed)
        slope, offset = platt(labels, mixed)
        calibrated = slope * mixed + offset
        best = max(np.arange(-2.0, 1.01, 0.05), key=lambda cut: f1(labels, (calibrated >= cut).astype(float)))
        print(f"  slope {slope:.3f}, offset {offset:.3f}; cut {best:.2f}, a chance of {1 / (1 + np.exp(-best)):.3f}")
        weights = Fit(chosen, len(names)).train(y, importance, penalty) * slope / 2
        kept = {n: round(float(w), 3) for n, w in zip(names, weights, strict=False) if abs(w) >= SMALLEST / 2}
        if task == "checkable":  # a yes or no: one half is the cut
            kept["future"] = PLAN
            offset -= best
        result[task] = kept
        result["likeness"][task] = round(float(slope / 2), 4)
        result["bias"][task] = round(float(weights[-1] + offset), 3)
    arguments.out.write_text(
        json.dumps(result, ensure_ascii=False, sort_keys=True, separators=(",\n", ":")) + "\n", "utf-8"
    )
    print(f"{len(result['worth'])} and {len(result['checkable'])} weights, {arguments.out.stat().st_size // 1024} kB")


def hash_group(name: str) -> int:
    return sum(name.encode()) % 5


if __name__ == "__main__":
    main()
