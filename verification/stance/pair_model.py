"""The one door to the pair model: claim and passage read together, three likelihoods out.

None is shipped: all-MiniLM-L6-v2, trained further by `bench/train_stance.py` on pairs that may be used so, was not
worth its size (docs/model-card-stance.md). ``STANCE_MODEL`` may name a folder with a desk's own, and a folder
`pair_model` beside this file is found without being named: `model.onnx`, which takes word pieces of BERT's uncased
English vocabulary as ``input_ids``, ``token_type_ids`` and ``attention_mask`` and gives three numbers a row, and
`labels.json`, the names of the three in their order.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from claims.meaning.wordpiece import encode
from verification.stance.weighing import LABELS, Shares, softmax

logger = logging.getLogger(__name__)

OURS = Path(__file__).with_name("pair_model")
CLAIM_PIECES, PIECES = 48, 112
_lock = threading.Lock()
_loaded: list[PairModel | None] = []


class PairModel:
    """Weights ready to run. One is enough for all threads of a process."""

    def __init__(self, session: Any, labels: Sequence[str]) -> None:
        self._session = session
        self._inputs = [given.name for given in session.get_inputs()]
        self._order = [list(labels).index(label) for label in LABELS]
        self._numpy = importlib.import_module("numpy")

    def shares(self, claim: str, passages: Sequence[str]) -> list[Shares]:
        """How likely each passage supports, refutes or only mentions the claim. Passages go through one by one.

        A batch would be padded, and int8 activations are scaled by the whole batch: a passage's likelihood would
        depend on those beside it.
        """
        return [self._one(claim, passage) for passage in passages]

    def _one(self, claim: str, passage: str) -> Shares:
        first = encode(claim, CLAIM_PIECES)
        second = encode(passage, PIECES - len(first) + 1)[1:]
        ids = self._numpy.array([first + second], dtype="int64")
        kinds = self._numpy.array([[0] * len(first) + [1] * len(second)], dtype="int64")
        given = {"input_ids": ids, "token_type_ids": kinds, "attention_mask": self._numpy.ones_like(ids)}
        logits = self._session.run(None, {name: given[name] for name in self._inputs})[0][0]
        return softmax([float(logits[i]) for i in self._order])


def loaded() -> PairModel | None:
    """The model, loaded once a process; None where a desk runs without one, which the log has said, once."""
    with _lock:
        if not _loaded:
            _loaded.append(_load())
    return _loaded[0]


def _load() -> PairModel | None:
    named = os.environ.get("STANCE_MODEL", "on")
    if any(
        os.environ.get(name, "on").strip().lower() in ("off", "0", "no", "n", "false")
        for name in ("STANCE_MODEL", "EMBEDDINGS")
    ):
        return None
    folder = OURS if named.lower() in ("on", "1", "yes", "true", "") else Path(named)
    if folder == OURS and not folder.is_dir():
        return None
    try:
        runtime = importlib.import_module("onnxruntime")
        labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        if sorted(labels) != sorted(LABELS):
            raise ValueError(f"labels.json must name {', '.join(LABELS)}")
        return PairModel(_session(runtime, folder / "model.onnx"), labels)
    except (ImportError, OSError, ValueError, RuntimeError) as error:
        logger.warning("Stances are proposed without the pair model in %s: %s.", folder, error)
        return None


def _session(runtime: Any, path: Path) -> Any:
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    errors = importlib.import_module("onnxruntime.capi.onnxruntime_pybind11_state")
    kinds = (errors.NoSuchFile, errors.InvalidProtobuf, errors.InvalidGraph, errors.Fail, errors.InvalidArgument)
    try:
        return runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except kinds as error:
        raise RuntimeError(str(error)) from error
