"""Train the network of claims/splitting/likeness.py.

    python bench/train_likeness.py worth.pkl claims/splitting/likeness.npz --teacher teacher.json [--fold 0..4]

Needs torch in an environment of its own and the file of ``worth_cache.py``. It learns what ``train_teacher.py`` said of
each sentence and clause, and with less weight what the labels say. With ``--fold`` the debates of that fold are left
out, which the teacher may not have seen either, and their log-odds are written instead (.json), from which
``train_checkworthiness.py`` finds the cuts.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from train_teacher import labels_of
from worth_cache import Cache, Kept, hash_group, load, spoken

from claims.splitting import checkworthiness, likeness
from claims.splitting.likeness import GLANCES, WIDTH, Likeness, folded

OWN, STATIC, HIDDEN, CHANNELS = 48, 64, 48, 96
EPOCHS, BATCH, RATE, DECAY = 5, 64, 2e-3, 0.02
OF_LABELS = 0.3  # weight of a label; what the teacher says of a sentence has 1
OF_CLAUSES = 0.5  # and of a clause


def static_table(vectors: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Words and their vectors: of the cache, or those that ship."""
    if not vectors:
        with np.load(Path(likeness.__file__).with_name("likeness.npz")) as shipped:
            return {name: shipped[name] for name in ("static_words", "static", "static_scale")}
    matrix = np.stack(list(vectors.values())).astype("float32")
    matrix -= matrix.mean(axis=0)
    _, _, directions = np.linalg.svd(matrix[:12000], full_matrices=False)
    static = matrix @ directions[:STATIC].T
    static /= static.std()
    scale = np.abs(static).max(axis=0) / 127
    return {
        "static_words": joined(list(vectors)),
        "static": np.round(static / scale).astype("int8"),
        "static_scale": scale.astype("float32"),
    }


def joined(entries: list[str]) -> np.ndarray:
    return np.frombuffer("\n".join(entries).encode(), dtype="uint8")


def tables(words: list[Kept], vectors: dict[str, np.ndarray], named: list[str]) -> dict[str, np.ndarray]:
    """All arrays of the file, the learned ones at their start."""
    counts = Counter(folded(w[0]) for sentence in words for w in sentence)
    own = [w for w, n in counts.most_common() if n >= 3]
    kinds = [sorted({w[i] for sentence in words for w in sentence}) for i in (1, 2, 3)]
    sample = np.concatenate([np.stack([w[5] for w in sentence]) for sentence in words[:3000] if sentence])
    size = STATIC + OWN + 24 + sample.shape[1]
    pooled = CHANNELS * (2 + GLANCES) + len(named)

    def start(*shape: int, spread: float) -> np.ndarray:
        return (torch.randn(*shape) * spread).numpy()

    return {
        **static_table(vectors),
        **{name: joined(found) for name, found in zip(("tags", "deps", "ents"), kinds, strict=True)},
        "own_words": joined(own),
        "named": joined(named),
        "mean": sample.astype("float32").mean(axis=0),
        "spread": sample.astype("float32").std(axis=0),
        "own": start(len(own) + 2, OWN, spread=0.1),
        **{
            name: start(len(found) + 1, 8, spread=0.3) for name, found in zip(("tag", "dep", "ent"), kinds, strict=True)
        },
        "c1": start(size * 3, CHANNELS, spread=(size * 3) ** -0.5),
        "b1": np.zeros(CHANNELS, "float32"),
        "g": start(CHANNELS, GLANCES, spread=CHANNELS**-0.5),
        "gb": np.zeros(GLANCES, "float32"),
        "h": start(pooled, HIDDEN, spread=pooled**-0.5),
        "hb": np.zeros(HIDDEN, "float32"),
        "o": start(HIDDEN, 2, spread=0.05),
        "ob": np.zeros(2, "float32"),
    }


LEARNED = ("own", "tag", "dep", "ent", "c1", "b1", "g", "gb", "h", "hb", "o", "ob")


class Learner:
    """The arithmetic of ``Likeness`` over padded sentences, with dropout."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.product = Likeness(weights)
        self.fixed = {name: torch.tensor(weights[name]) for name in ("mean", "spread")}
        self.static = torch.tensor(self.product.static)
        self.p = {name: torch.nn.Parameter(torch.tensor(weights[name])) for name in LEARNED}

    def inputs(self, words: list[Kept]) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Of each sentence the places in the tables, the parser's tensor and the readable features."""
        found = []
        for sentence in words:
            made = spoken(sentence)
            features = checkworthiness.named(made)
            at, tensor = np.zeros((1, 5), "int64"), np.zeros((1, 96), "float16")
            if made:
                at = np.array(self.product.places(made[:WIDTH]), "int64")
                tensor = np.stack([w[5] for w in sentence[:WIDTH]])
            named = np.array([features.get(name, 0.0) for name in self.product.named], "float32")
            found.append((at, tensor, named))
        return found

    def odds(self, batch: list[tuple[np.ndarray, np.ndarray, np.ndarray]], learning: bool) -> torch.Tensor:
        p = self.p
        pad = torch.nn.utils.rnn.pad_sequence
        at = pad([torch.from_numpy(one[0]) for one in batch], batch_first=True)
        tensor = pad([torch.from_numpy(one[1]) for one in batch], batch_first=True).float()
        length = torch.tensor([len(one[0]) for one in batch])[:, None]
        mask = (torch.arange(at.shape[1]) < length).float()[..., None]

        def drop(x: torch.Tensor, rate: float) -> torch.Tensor:
            return functional.dropout(x, rate, learning)

        own = at[..., 1]
        if learning:  # a tenth of the words as if never seen
            own = torch.where(torch.rand(own.shape) < 0.1, 1, own)
        seen = [p["tag"][at[..., 2]], p["dep"][at[..., 3]], p["ent"][at[..., 4]], p["own"][own]]
        tensor = (tensor - self.fixed["mean"]) / self.fixed["spread"] * 0.5
        x = drop(torch.cat([*seen, tensor, self.static[at[..., 0]]], -1), 0.15) * mask
        wide = functional.pad(x, (0, 0, 1, 1))
        three = torch.cat([wide[:, :-2], x, wide[:, 2:]], -1)
        channels = torch.relu(three @ p["c1"] + p["b1"]) * mask
        glances = (channels @ p["g"] + p["gb"]).masked_fill(mask == 0, -1e4).softmax(1)
        looked_at = torch.einsum("bnc,bng->bgc", channels, glances).flatten(1)
        named = torch.from_numpy(np.stack([one[2] for one in batch]))
        pooled = [channels.max(1).values, channels.sum(1) / length.sqrt(), looked_at, named]
        hidden = torch.relu(drop(torch.cat(pooled, -1), 0.3) @ p["h"] + p["hb"])
        return drop(hidden, 0.1) @ p["o"] * 2 + p["ob"]


class Lessons:
    """What is to be learned: inputs, and for each the labels and the teacher's words with their weights."""

    def __init__(self, cache: Cache, chosen: np.ndarray, said: dict[str, np.ndarray], learner: Learner) -> None:
        inside = set(chosen.tolist())
        clauses = [i for i, (row, _) in enumerate(cache.clauses) if row in inside]
        labels, weights = labels_of([cache.rows[i] for i in chosen])
        none = np.zeros((len(clauses), 2), "float32")
        every = [cache.words[i] for i in chosen] + [cache.clause_words[i] for i in clauses]
        self.inputs = learner.inputs(every)
        self.labels = torch.tensor(np.vstack([labels, none]))
        self.weights = torch.tensor(np.vstack([weights * OF_LABELS, none]))
        odds = np.vstack([said["rows"][chosen], said["clauses"][clauses]])
        self.said = torch.sigmoid(torch.tensor(odds, dtype=torch.float32))
        self.heard = torch.tensor([[1.0]] * len(chosen) + [[OF_CLAUSES]] * len(clauses))

    def loss(self, z: torch.Tensor, batch: np.ndarray) -> torch.Tensor:
        def surprise(targets: torch.Tensor) -> torch.Tensor:
            return functional.binary_cross_entropy_with_logits(z, targets[batch], reduction="none")

        both = self.weights[batch] * surprise(self.labels) + self.heard[batch] * surprise(self.said)
        return both.sum() / len(batch) / 2


def train(learner: Learner, lessons: Lessons) -> None:
    dice = np.random.default_rng(0)
    optimiser = torch.optim.AdamW(learner.p.values(), lr=RATE, weight_decay=DECAY, betas=(0.9, 0.99))
    plan: list[np.ndarray] = []
    for _ in range(EPOCHS):
        order = dice.permutation(len(lessons.inputs))
        found = []
        for at in range(0, len(order), BATCH * 20):
            part = np.array(sorted(order[at : at + BATCH * 20], key=lambda i: len(lessons.inputs[i][0])))
            found += [part[i : i + BATCH] for i in range(0, len(part), BATCH)]
        plan += [found[i] for i in dice.permutation(len(found))]
    for t, batch in enumerate(plan):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (t + 1) / 100) * (1 - t / len(plan))
        loss = lessons.loss(learner.odds([lessons.inputs[i] for i in batch], learning=True), batch)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()


def taught(paths: list[Path]) -> dict[str, np.ndarray]:
    """Mean log-odds of the teachers."""
    all_said = [json.loads(path.read_text("utf-8")) for path in paths]
    return {name: np.mean([said[name] for said in all_said], axis=0) for name in ("rows", "clauses")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cache", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--teacher", type=Path, nargs="+", required=True)
    parser.add_argument("--fold", type=int)
    arguments = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    cache = load(arguments.cache)
    folds = np.array([hash_group(row[1]) for row in cache.rows])
    chosen = np.flatnonzero(folds != (-1 if arguments.fold is None else arguments.fold))
    named = sorted({name for sentence in cache.words for name in checkworthiness.named(spoken(sentence))})
    weights = tables([cache.words[i] for i in chosen], cache.vectors, named)
    learner = Learner(weights)
    train(learner, Lessons(cache, chosen, taught(arguments.teacher), learner))
    if arguments.fold is not None:
        test = np.flatnonzero(folds == arguments.fold)
        inputs = learner.inputs([cache.words[i] for i in test])
        with torch.no_grad():
            z = np.concatenate([learner.odds(inputs[i : i + 64], False).numpy() for i in range(0, len(test), 64)])
        held = {str(i): [round(float(x), 4) for x in one] for i, one in zip(test, z, strict=True)}
        arguments.out.write_text(json.dumps(held), "utf-8")
        return
    learned = {name: value.detach().numpy() for name, value in learner.p.items()}
    half = {name: learned[name].astype("float16") for name in ("own", "c1", "h")}
    np.savez_compressed(arguments.out, **{**weights, **learned, **half})


if __name__ == "__main__":
    main()
