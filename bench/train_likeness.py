"""Train the network of claims/splitting/likeness.py.

    python bench/train_likeness.py ../shared/data claims/splitting/likeness.npz --cache likeness.pkl [--fold 0..4]

Needs JAX beside the product's own packages, in an environment of its own: training alone does. The first run parses
the training rows with the product's parser, takes the static vector of every whole word of BERT's vocabulary with the
product's embedding model and keeps both in ``--cache``; later runs read it. With ``--fold`` the debates of that fold
are left out and their log-odds are written instead (.json), from which ``train_checkworthiness.py`` finds the cuts.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections import Counter
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import train_checkworthiness as data

from claims import meaning
from claims.splitting import checkworthiness, parsing
from claims.splitting.likeness import WIDTH, Likeness, folded

OWN, STATIC, HIDDEN, CHANNELS = 48, 64, 32, 64
EPOCHS, BATCH, RATE, DECAY = 5, 64, 2e-3, 0.02
PLAN = 0.3  # weight of “this plan is no claim” in learning what is checkable: here a plan is one, if of low worth


def read(folder: Path, cache: Path) -> tuple[list, list, dict[str, np.ndarray]]:
    """Training rows, their words as (text, tag, dep, ent, iob, tensor), and a vector for each whole word."""
    if not cache.exists():
        rows = list(data.rows(folder))
        pieces = (parsing.Piece(text, 0, [(0, len(text))]) for text, *_ in rows)
        parsed = [[word for words in found for word in words] for found in parsing.parse(pieces)]
        kept = [
            [(w.text, w.tag, w.dep, w.ent, w.ent_iob, w.vector.astype("float16")) for w in words] for words in parsed
        ]
        vocabulary = Path(meaning.__file__).with_name("vocab.txt").read_text("utf-8").split("\n")
        whole = [w for w in vocabulary if w and w.isascii() and not w.startswith(("##", "["))]
        with cache.open("wb") as out:
            pickle.dump((rows, kept, dict(zip(whole, meaning.embed(whole).astype("float16"), strict=True))), out)
    with cache.open("rb") as stream:
        return pickle.load(stream)


def tables(words: list, vectors: dict[str, np.ndarray], named: list[str]) -> dict[str, np.ndarray]:
    """All arrays of the file that are not learned, and the learned ones at their start."""
    dice = np.random.default_rng(0)
    matrix = np.stack(list(vectors.values())).astype("float32")
    matrix -= matrix.mean(axis=0)
    _, _, directions = np.linalg.svd(matrix[:12000], full_matrices=False)
    static = matrix @ directions[:STATIC].T
    static /= static.std()
    scale = np.abs(static).max(axis=0) / 127
    counts = Counter(folded(w[0]) for sentence in words for w in sentence)
    lists = {
        "static_words": list(vectors),
        "own_words": [w for w, n in counts.most_common() if n >= 3],
        "tags": sorted({w[1] for sentence in words for w in sentence}),
        "deps": sorted({w[2] for sentence in words for w in sentence}),
        "ents": sorted({w[3] for sentence in words for w in sentence}),
        "named": named,
    }
    sample = np.concatenate([np.stack([w[5] for w in sentence]) for sentence in words[:3000] if sentence])
    size = STATIC + OWN + 24 + sample.shape[1]

    def start(*shape: int, spread: float) -> np.ndarray:
        return (dice.normal(size=shape) * spread).astype("float32")

    return {
        **{name: np.frombuffer("\n".join(entries).encode(), dtype="uint8") for name, entries in lists.items()},
        "static": np.round(static / scale).astype("int8"),
        "static_scale": scale.astype("float32"),
        "mean": sample.astype("float32").mean(axis=0),
        "spread": sample.astype("float32").std(axis=0),
        "own": start(len(lists["own_words"]) + 2, OWN, spread=0.1),
        "tag": start(len(lists["tags"]) + 1, 8, spread=0.3),
        "dep": start(len(lists["deps"]) + 1, 8, spread=0.3),
        "ent": start(len(lists["ents"]) + 1, 8, spread=0.3),
        "c1": start(size * 3, CHANNELS, spread=(size * 3) ** -0.5),
        "b1": np.zeros(CHANNELS, "float32"),
        "h": start(CHANNELS * 2 + len(named), HIDDEN, spread=(CHANNELS * 2 + len(named)) ** -0.5),
        "hb": np.zeros(HIDDEN, "float32"),
        "o": start(HIDDEN, 2, spread=0.05),
        "ob": np.zeros(2, "float32"),
    }


LEARNED = ("own", "tag", "dep", "ent", "c1", "b1", "h", "hb", "o", "ob")


def odds(p: dict, fixed: dict, batch: tuple, key: jax.Array | None = None) -> jax.Array:
    """As ``Likeness`` has it, over padded sentences; ``key`` switches dropout on."""
    at, mask, tensor, named = batch

    def drop(x: jax.Array, salt: int, rate: float) -> jax.Array:
        if key is None:
            return x
        return x * jax.random.bernoulli(jax.random.fold_in(key, salt), 1 - rate, x.shape) / (1 - rate)

    own = at[..., 1]
    if key is not None:  # a tenth of the words as if never seen
        own = jnp.where(jax.random.bernoulli(jax.random.fold_in(key, 9), 0.1, own.shape), 1, own)
    x = [p["tag"][at[..., 2]], p["dep"][at[..., 3]], p["ent"][at[..., 4]], p["own"][own]]
    x = jnp.concatenate([*x, (tensor - fixed["mean"]) / fixed["spread"] * 0.5, fixed["static"][at[..., 0]]], axis=-1)
    x = drop(x, 1, 0.2) * mask[..., None]
    wide = jnp.pad(x, ((0, 0), (1, 1), (0, 0)))
    three = jnp.concatenate([wide[:, :-2], x, wide[:, 2:]], axis=-1)
    channels = jax.nn.relu(three @ p["c1"] + p["b1"]) * mask[..., None]
    pooled = [channels.max(axis=1), channels.sum(axis=1) / jnp.sqrt(mask.sum(axis=1))[:, None], named]
    hidden = jax.nn.relu(drop(jnp.concatenate(pooled, axis=-1), 2, 0.4) @ p["h"] + p["hb"])
    return drop(hidden, 3, 0.2) @ p["o"] * 2 + p["ob"]


def loss(p: dict, fixed: dict, batch: tuple, labels: jax.Array, weights: jax.Array, key: jax.Array) -> jax.Array:
    z = odds(p, fixed, batch, key)
    return jnp.sum(weights * (jnp.logaddexp(0, z) - labels * z)) / len(z) / 2


@jax.jit
def step(state: tuple, fixed: dict, batch: tuple, labels: jax.Array, weights: jax.Array, t: int, rate: float) -> tuple:
    """Adam with decoupled decay (Loshchilov and Hutter 2019)."""
    p, first, second = state
    slope = jax.grad(loss)(p, fixed, batch, labels, weights, jax.random.fold_in(jax.random.PRNGKey(0), t))
    first = jax.tree.map(lambda a, b: 0.9 * a + 0.1 * b, first, slope)
    second = jax.tree.map(lambda a, b: 0.99 * a + 0.01 * b * b, second, slope)

    def moved(w: jax.Array, a: jax.Array, b: jax.Array) -> jax.Array:
        return w - rate * ((a / (1 - 0.9**t)) / (jnp.sqrt(b / (1 - 0.99**t)) + 1e-6) + DECAY * w)

    return jax.tree.map(moved, p, first, second), first, second


def spoken(sentence: list) -> list[parsing.Word]:
    made = []
    for i, (text, tag, dep, ent, iob, tensor) in enumerate(sentence):
        word = parsing.Word(i, text, 0, True, tag, dep, ent, iob)
        word.vector = tensor.astype("float32")
        made.append(word)
    return made


def arrays(words: list, network: Likeness, features: list[dict[str, float]]) -> tuple:
    count = len(words)
    at = np.zeros((count, WIDTH, 5), "int32")
    mask, tensor = np.zeros((count, WIDTH), "float32"), np.zeros((count, WIDTH, 96), "float16")
    for i, sentence in enumerate(words):
        sentence = sentence[:WIDTH]
        mask[i, : max(1, len(sentence))] = 1
        if sentence:
            at[i, : len(sentence)] = network.places(spoken(sentence))
            tensor[i, : len(sentence)] = np.stack([w[5] for w in sentence])
    named = np.array([[f.get(name, 0.0) for name in network.named] for f in features], "float32")
    return at, mask, tensor, named


def labels_of(rows: list, features: list[dict[str, float]]) -> tuple[np.ndarray, np.ndarray]:
    """(n, 2) labels and their weights: checkable, worth."""
    labels, weights = np.zeros((len(rows), 2), "float32"), np.zeros((len(rows), 2), "float32")
    for i, (_text, _group, checkable, worth, weight) in enumerate(rows):
        for column, label in enumerate((checkable, worth)):
            if label is not None:
                labels[i, column], weights[i, column] = label, weight
        if checkable == 0 and "future" in features[i]:
            weights[i, 0] *= PLAN
    return labels, weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--fold", type=int)
    arguments = parser.parse_args()
    rows, words, vectors = read(arguments.data, arguments.cache)
    features = [checkworthiness.named(spoken(sentence)) for sentence in words]
    named = sorted({name for values in features for name in values})
    folds = np.array([data.hash_group(row[1]) for row in rows])
    train = np.flatnonzero(folds != arguments.fold) if arguments.fold is not None else np.arange(len(rows))
    weights = tables([words[i] for i in train], vectors, named)
    network = Likeness(weights)
    every = arrays(words, network, features)
    labels, importance = labels_of(rows, features)
    fixed = {name: jnp.asarray(network._w[name]) for name in ("static", "mean", "spread")}
    p = {name: jnp.asarray(weights[name]) for name in LEARNED}
    state = (p, jax.tree.map(jnp.zeros_like, p), jax.tree.map(jnp.zeros_like, p))
    dice = np.random.default_rng(0)
    total, t = EPOCHS * (len(train) // BATCH), 0
    for _ in range(EPOCHS):
        dice.shuffle(train)
        for at in range(0, len(train) - BATCH + 1, BATCH):
            t += 1
            chosen = train[at : at + BATCH]
            rate = RATE * min(1.0, t / 100) * (1 - t / (total + 1))
            state = step(
                state, fixed, tuple(a[chosen] for a in every), labels[chosen], importance[chosen], float(t), rate
            )
    if arguments.fold is not None:
        test = np.flatnonzero(folds == arguments.fold)
        run = jax.jit(odds)
        found = [run(state[0], fixed, tuple(a[test[i : i + 512]] for a in every)) for i in range(0, len(test), 512)]
        held = {str(i): [round(float(x), 4) for x in z] for i, z in zip(test, np.concatenate(found), strict=True)}
        arguments.out.write_text(json.dumps(held), "utf-8")
        return
    learned = {name: np.asarray(value) for name, value in state[0].items()}
    half = {name: learned[name].astype("float16") for name in ("own", "c1")}
    np.savez_compressed(arguments.out, **{**weights, **learned, **half})


if __name__ == "__main__":
    main()
