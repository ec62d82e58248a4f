"""The smallest pair model that there can be, written byte by byte: no package of the product can write ONNX.

Its logits are the mean number of the word pieces times three given factors. Field numbers are those of onnx.proto3.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path

FLOAT, INT64 = 1, 7


def write_pair_model(folder: Path, factors: tuple[float, float, float], labels: list[str]) -> Path:
    """A folder as ``STANCE_MODEL`` names it."""
    folder.mkdir(parents=True, exist_ok=True)
    cast = _node("Cast", ["input_ids"], ["numbers"], _attribute("to", integer=FLOAT))
    mean = _node(
        "ReduceMean", ["numbers"], ["mean"], _attribute("axes", integers=[1]) + _attribute("keepdims", integer=1)
    )
    times = _node("MatMul", ["mean", "factors"], ["logits"], b"")
    weights = (
        _number(1, 1)
        + _number(1, 3)
        + _number(2, FLOAT)
        + _bytes(8, b"factors")
        + _bytes(9, struct.pack("<3f", *factors))
    )
    inputs = b"".join(_bytes(11, _value(name, INT64)) for name in ("input_ids", "token_type_ids", "attention_mask"))
    graph = b"".join(_bytes(1, node) for node in (cast, mean, times)) + _bytes(2, b"tiny") + _bytes(5, weights)
    graph += inputs + _bytes(12, _value("logits", FLOAT))
    model = _number(1, 8) + _bytes(8, _bytes(1, b"") + _number(2, 13)) + _bytes(7, graph)
    (folder / "model.onnx").write_bytes(model)
    (folder / "labels.json").write_text(json.dumps(labels))
    return folder


def _node(kind: str, given: list[str], made: list[str], attributes: bytes) -> bytes:
    names = b"".join(_bytes(1, name.encode()) for name in given) + b"".join(_bytes(2, name.encode()) for name in made)
    return names + _bytes(4, kind.encode()) + attributes


def _attribute(name: str, integer: int | None = None, integers: list[int] | None = None) -> bytes:
    inside = _bytes(1, name.encode())
    if integer is not None:
        inside += _number(3, integer) + _number(20, 2)
    for value in integers or []:
        inside += _number(8, value)
    if integers:
        inside += _number(20, 7)
    return _bytes(5, inside)


def _value(name: str, kind: int) -> bytes:
    shape = b"".join(_bytes(1, _bytes(2, side)) for side in (b"rows", b"length"))
    return _bytes(1, name.encode()) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shape)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    made = b""
    while value > 0x7F:
        made += bytes([value & 0x7F | 0x80])
        value >>= 7
    return made + bytes([value])
