"""How much a sentence reads like the ones that people found worth a check: a small network over what the parser saw.

Each word is its static vector (all-MiniLM-L6-v2 run on the word alone, brought to 64 dimensions; the way of
Tulkens and van Dongen's Model2Vec, 2024), a vector learned for it, those of its tag, its dependency and the kind of
name it is in, and the parser's own tensor. One convolution of three words (Kim 2014); the largest and the mean of each
of its channels, and two means weighted by how much a word draws the eye (Bahdanau et al. 2015); the named features
beside them, one hidden layer, two log-odds. It learned from labels and from what a large model says
(``bench/train_teacher.py``); ``bench/train_likeness.py`` makes it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from claims.splitting.parsing import Word, numpy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[Any]

GLANCES = 2  # ways to look over the words, each with a weight for every word
WIDTH = 48  # words: what stands further on in a sentence adds nothing that was measured
BLOCK = 4_096  # words that are read in one go at most: memory stays flat
REMEMBERED = 50_000  # spellings whose places in the tables are kept
_DIGITS = re.compile(r"\d")
_WHOLE = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'m": "am"}


def folded(word: str) -> str:
    """A word as the tables have it: lower case, anything with a digit as ``#``, apostrophes straight."""
    return "#" if _DIGITS.search(word) else word.lower().replace("’", "'")


class Likeness:
    """The network with its tables; ``weights`` are the arrays of the file."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._np = numpy()
        self._w = dict(weights)
        self._static = _places(weights["static_words"])
        self._own = _places(weights["own_words"], first=2)
        self._tags = _places(weights["tags"], first=1)
        self._deps = _places(weights["deps"], first=1)
        self._ents = _places(weights["ents"], first=1)
        self._known: dict[str, tuple[int, int]] = {}
        self.named: list[str] = bytes(weights["named"]).decode().split("\n")
        table = weights["static"].astype("float32") * weights["static_scale"].astype("float32")
        self.static: Floats = self._np.vstack([table, self._np.zeros((1, table.shape[1]), "float32")])
        for name in ("own", "h"):
            self._w[name] = weights[name].astype("float32")
        # One product of matrices for the word before, the word and the word after.
        self._w["c1"] = self._np.hstack(self._np.split(weights["c1"].astype("float32"), 3))
        self._w["o"] = weights["o"] * 2.0
        self._w["tensor_scale"] = 0.5 / weights["spread"]
        self._w["tensor_shift"] = weights["mean"] * self._w["tensor_scale"]

    def places(self, words: Sequence[Word]) -> list[tuple[int, int, int, int, int]]:
        """Rows of the tables for each word: static, own, tag, dependency, kind of name."""
        tags, deps, ents, known = self._tags, self._deps, self._ents, self._known
        found = []
        for word in words:
            text = word.text
            rows = known.get(text)
            if rows is None:
                rows = self._lookup(text)
                if len(known) < REMEMBERED:
                    known[text] = rows
            found.append((*rows, tags.get(word.tag, 0), deps.get(word.dep, 0), ents.get(word.ent, 0)))
        return found

    def _lookup(self, text: str) -> tuple[int, int]:
        low = folded(text)
        whole = _WHOLE.get(low, low)
        none = len(self._static)
        static = self._static.get(whole)
        if static is None:
            static = self._static.get(whole.partition("-")[0], none) if "-" in whole else none
        return static, self._own.get(low, 1)

    def read(self, sentences: Iterable[Sequence[Word]]) -> None:
        """Marks every word of these sentences with its channels; many sentences cost one round through NumPy."""
        words: list[Word] = []
        starts: list[int] = []
        for sentence in sentences:
            if len(words) + len(sentence) > BLOCK and words:
                self._mark(words, starts)
                words, starts = [], []
            if sentence:
                starts.append(len(words))
                words.extend(sentence)
        if words:
            self._mark(words, starts)

    def _mark(self, words: Sequence[Word], starts: Sequence[int]) -> None:
        channels = self._channels(words, starts)
        for row, word in enumerate(words):
            word.channels = (channels, row)

    def _channels(self, words: Sequence[Word], starts: Sequence[int]) -> Floats:
        """What the convolution makes of each word among its neighbours in its sentence, and how much each glance looks
        at it: (n, channels + glances).
        """
        np, w = self._np, self._w
        at = np.array(self.places(words))
        tensor = np.array([word.vector for word in words]) * w["tensor_scale"] - w["tensor_shift"]
        seen = [w["tag"][at[:, 2]], w["dep"][at[:, 3]], w["ent"][at[:, 4]]]
        x = np.concatenate([*seen, w["own"][at[:, 1]], tensor, self.static[at[:, 0]]], axis=1)
        parts = x @ w["c1"]
        size = parts.shape[1] // 3
        before, own, after = parts[:, :size], parts[:, size : 2 * size] + w["b1"], parts[:, 2 * size :]
        first = np.array(starts[1:], "int64")
        before[first - 1] = 0.0  # no neighbour across the edge of a sentence
        after[first] = 0.0
        own[1:] += before[:-1]
        own[:-1] += after[1:]
        np.maximum(own, 0.0, out=own)
        result: Floats = np.concatenate([own, own @ w["g"] + w["gb"]], axis=1)
        return result

    def log_odds(self, words: Sequence[Word], features: Mapping[str, float]) -> tuple[float, float]:
        """Of being checkable and of being worth a check, from words that were read."""
        np, w = self._np, self._w
        read = words[0].channels[0][[word.channels[1] for word in words]]
        channels, glances = read[:, :-GLANCES], read[:, -GLANCES:]
        looks = np.exp(glances - glances.max(axis=0))
        looked_at = (looks / looks.sum(axis=0)).T @ channels
        named = [features.get(name, 0.0) for name in self.named]
        mean = channels.sum(axis=0) * len(words) ** -0.5
        pooled = np.concatenate([channels.max(axis=0), mean, looked_at.ravel(), named])
        hidden = np.maximum(pooled.astype("float32") @ w["h"] + w["hb"], 0.0)
        checkable, worth = (hidden @ w["o"] + w["ob"]).tolist()
        return checkable, worth


def _places(joined: Floats, first: int = 0) -> dict[str, int]:
    return {name: i + first for i, name in enumerate(bytes(joined).decode().split("\n"))}


@functools.cache
def _shipped() -> Likeness:
    with (files(__package__) / "likeness.npz").open("rb") as stream, numpy().load(stream) as weights:
        return Likeness({name: weights[name] for name in weights.files})


def read(sentences: Iterable[Sequence[Word]]) -> None:
    """Reads all sentences of a text in one go; ``log_odds`` of them and of their clauses then cost little."""
    _shipped().read(sentences)


def log_odds(words: Sequence[Word], features: Mapping[str, float]) -> tuple[float, float]:
    """Of being checkable and of being worth a check. The words of a sentence that was read keep what they were read
    as: a clause of it costs its pooling only. What was not read yet is read here.
    """
    model = _shipped()
    if any(word.channels is None for word in words):
        model.read([words])
    return model.log_odds(words[:WIDTH], features)
