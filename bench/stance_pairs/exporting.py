"""From torch to the int8 ONNX file that the product runs."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from stance_pairs.network import PairModel

INPUTS = ("input_ids", "token_type_ids", "attention_mask")


def export(weights: Path, out: Path) -> None:
    """Writes ``out``; ``weights`` is what ``fit`` wrote, its last checkpoint (.state) included."""
    kept = torch.load(weights, map_location="cpu")
    model = PairModel()
    model.load_state_dict(kept.get("model", kept))
    model.eval()
    example = tuple(torch.ones(2, 9, dtype=torch.long) for _ in INPUTS)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            model,
            example,
            str(plain),
            input_names=list(INPUTS),
            output_names=["logits"],
            opset_version=17,
            dynamic_axes={name: {0: "rows", 1: "length"} for name in INPUTS},
            dynamo=False,
        )
        out.parent.mkdir(parents=True, exist_ok=True)
        quantize_dynamic(
            plain, out, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gather"]
        )
