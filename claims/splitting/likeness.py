"""How much a sentence reads like the ones that people found worth a check: a small network over what the parser saw.

Each word is its static vector (all-MiniLM-L6-v2 run on the word alone, brought to 64 dimensions; the way of
Tulkens and van Dongen's Model2Vec, 2024), a vector learned for it, those of its tag, its dependency and the kind of
name it is in, and the parser's own tensor. One convolution of three words (Kim 2014), the largest and the mean of each
of its channels, the named features beside them, one hidden layer, two log-odds. About a million bytes of weights and a
quarter of a millisecond a sentence; made by ``bench/train_likeness.py``.
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

WIDTH = 48  # words: what stands further on in a sentence adds nothing that was measured
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
        self.named: list[str] = bytes(weights["named"]).decode().split("\n")
        table = weights["static"].astype("float32") * weights["static_scale"].astype("float32")
        self._w["static"] = self._np.vstack([table, self._np.zeros((1, table.shape[1]), "float32")])
        for name in ("own", "c1"):
            self._w[name] = weights[name].astype("float32")

    def places(self, words: Sequence[Word]) -> list[tuple[int, int, int, int, int]]:
        """Rows of the tables for each word: static, own, tag, dependency, kind of name."""
        none = len(self._static)
        found = []
        for word in words:
            low = folded(word.text)
            whole = _WHOLE.get(low, low)
            static = self._static.get(whole)
            if static is None:
                static = self._static.get(whole.partition("-")[0], none) if "-" in whole else none
            found.append(
                (
                    static,
                    self._own.get(low, 1),
                    self._tags.get(word.tag, 0),
                    self._deps.get(word.dep, 0),
                    self._ents.get(word.ent, 0),
                )
            )
        return found

    def channels(self, words: Sequence[Word]) -> Floats:
        """What the convolution makes of each word among its neighbours, (n, channels)."""
        np, w = self._np, self._w
        at = np.array(self.places(words))
        tensor = (np.stack([word.vector for word in words]) - w["mean"]) / w["spread"] * 0.5
        seen = [w["tag"][at[:, 2]], w["dep"][at[:, 3]], w["ent"][at[:, 4]]]
        x = np.concatenate([*seen, w["own"][at[:, 1]], tensor, w["static"][at[:, 0]]], axis=1)
        edge = np.zeros((1, x.shape[1]), "float32")
        three = np.concatenate([np.concatenate([edge, x[:-1]]), x, np.concatenate([x[1:], edge])], axis=1)
        result: Floats = np.maximum(three @ w["c1"] + w["b1"], 0.0)
        return result

    def log_odds(self, channels: Floats, features: Mapping[str, float]) -> tuple[float, float]:
        """Of being checkable and of being worth a check, from the channels of some words."""
        np, w = self._np, self._w
        named = np.array([features.get(name, 0.0) for name in self.named], "float32")
        pooled = np.concatenate([channels.max(axis=0), channels.sum(axis=0) / len(channels) ** 0.5, named])
        hidden = np.maximum(pooled @ w["h"] + w["hb"], 0.0)
        checkable, worth = (hidden @ w["o"] * 2.0 + w["ob"]).tolist()
        return checkable, worth


def _places(joined: Floats, first: int = 0) -> dict[str, int]:
    return {name: i + first for i, name in enumerate(bytes(joined).decode().split("\n"))}


@functools.cache
def _shipped() -> Likeness:
    with (files(__package__) / "likeness.npz").open("rb") as stream, numpy().load(stream) as weights:
        return Likeness({name: weights[name] for name in weights.files})


def log_odds(words: Sequence[Word], features: Mapping[str, float]) -> tuple[float, float]:
    """Of being checkable and of being worth a check. The words' own channels are kept on them: a clause of a sentence
    that was read before costs its pooling only.
    """
    model = _shipped()
    words = words[:WIDTH]
    if any(word.channels is None for word in words):
        for word, row in zip(words, model.channels(words), strict=True):
            word.channels = row
    rows: Iterable[Any] = (word.channels for word in words)
    return model.log_odds(numpy().stack(list(rows)), features)
