"""Train the check-worthiness weights that ship with the product.

    python bench/train_checkworthiness.py worth.pkl claims/splitting/checkworthiness.json held_0.json [held_1.json …]

The first is the file of ``worth_cache.py``; the last are what ``train_likeness.py --fold`` wrote: log-odds for debates
that it had not seen. Takes the product's own features, fits two logistic regressions (L2, by L-BFGS in NumPy; nothing
random), adds the network's log-odds and calibrates the sum (Platt 1999) on the debates held out. Prints the figures
there and writes the weights as JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

sys.path.insert(0, str(Path(__file__).resolve().parent))

from worth_cache import Cache, hash_group, is_debate, load, spoken

from claims.splitting import checkworthiness

MIN_COUNT = 4
SMALLEST = 0.02
OF_PLANS = {"will", "going", "shall", "gonna", "'ll", "’ll", "wo"}
# What the network counts of the sum. More would be better on debates, where it learned, and worse on news.
OF_NETWORK = {"checkable": 0.3, "worth": 0.5}
PLAN = 0.9  # log-odds that a word of the future adds to being checkable


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
    print(f"{name}: AP {average_precision(y, z):.4f} F1 {f1(y, (z >= best).astype(float)):.4f}")


def average_precision(y: np.ndarray, scores: np.ndarray) -> float:
    hits = y[np.argsort(-scores, kind="stable")]
    return float(np.sum(np.cumsum(hits) / np.arange(1, len(hits) + 1) * hits) / hits.sum())


def f1(y: np.ndarray, z: np.ndarray) -> float:
    return 2 * float((y * z).sum()) / max(1.0, float(y.sum() + z.sum()))


def features_of(cache: Cache) -> list[dict[str, float]]:
    every = (spoken(sentence) for sentence in cache.words)
    return [{**checkworthiness.named(words), **checkworthiness.wording(words)} for words in every]


def words_held_out(
    matrix: list[dict[int, float]], y: np.ndarray, importance: np.ndarray, penalty: np.ndarray, folds: np.ndarray,
    wanted: set[int],
) -> np.ndarray:  # fmt: skip
    """Log-odds by the words alone, of the folds that are wanted, from fits without that fold."""
    size, scores = len(penalty) - 1, np.zeros(len(matrix))
    for fold in wanted:
        train, test = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        weights = Fit([matrix[i] for i in train], size).train(y[train], importance[train], penalty)
        scores[test] = Fit([matrix[i] for i in test], size).scores(weights)
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cache", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("held", type=Path, nargs="+")
    parser.add_argument("--l2", type=float, default=1.5)
    arguments = parser.parse_args()
    cache = load(arguments.cache)
    found, taken = features_of(cache), cache.rows
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
        folds = np.array([hash_group(taken[i][1]) for i in keep])
        debates = np.array([i in held and is_debate(taken[i]) for i in keep])
        scores = words_held_out(chosen, y, importance, penalty, folds, set(folds[debates].tolist()))[debates]
        labels = y[debates]
        networks = np.array([held[i][column] for i in np.array(keep)[debates]])
        report(f"{task}, words alone", labels, scores)
        report(f"{task}, network alone", labels, networks)
        share = OF_NETWORK[task]
        mixed = (1 - share) * scores + share * networks
        report(f"{task}, both", labels, mixed)
        slope, offset = platt(labels, mixed)
        sums = slope * mixed + offset
        best = max(np.arange(-2.0, 1.01, 0.05), key=lambda cut: f1(labels, (sums >= cut).astype(float)))
        print(f"  slope {slope:.3f}, offset {offset:.3f}; cut {best:.2f}, a chance of {1 / (1 + np.exp(-best)):.3f}")
        weights = Fit(chosen, len(names)).train(y, importance, penalty) * slope * (1 - share)
        kept = {n: round(float(w), 3) for n, w in zip(names, weights, strict=False) if abs(w) >= SMALLEST / 2}
        if task == "checkable":  # a yes or no: one half is the cut
            kept["future"] = PLAN
            offset -= best
        result[task] = kept
        result["likeness"][task] = round(float(slope * share), 4)
        result["bias"][task] = round(float(weights[-1] + offset), 3)
    arguments.out.write_text(
        json.dumps(result, ensure_ascii=False, sort_keys=True, separators=(",\n", ":")) + "\n", "utf-8"
    )
    print(f"{len(result['worth'])} and {len(result['checkable'])} weights, {arguments.out.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
