"""Weights: the numbers of the sentence encoder, read from its ONNX file by name, and written back as another such file.

Used by knowledge.tuning. The file stores matrices as signed bytes with a scale a column; written back they are whole numbers'
floats, since what tuning changes is finer than such a byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

Weights = dict[str, np.ndarray]
PREFIX = "inner."  # before the name of each tensor in the file
BYTES, SCALE = "_q", "_scale"
PLACES = ("query", "key", "value", "attended", "inner", "outer")  # the matrices of a layer, in the order of the graph


def read(path: Path) -> Weights:
    """Every tensor that the encoder computes with, as float32: matrices as `layer.place` (inputs × outputs), what stands
    beside them under the file's own names, less PREFIX."""
    tensors = _tensors(_model(path))
    found = {name.removeprefix(PREFIX): t for name, t in tensors.items() if t.dtype == np.float32 and PREFIX in name}
    for name in [name for name in tensors if name.endswith(BYTES) and name.startswith(PREFIX)]:
        found[name.removeprefix(PREFIX).removesuffix(BYTES)] = _whole(tensors, name.removesuffix(BYTES))
    for place, name in _matrices(tensors):
        found[place] = _whole(tensors, name)
    return {name: tensor for name, tensor in found.items() if not name.endswith(SCALE)}


def write(path: Path, weights: Weights, to: Path) -> None:
    """The model of `path`, with these of its weights replaced (names as in `read`), as the file `to`."""
    from onnx import numpy_helper, save

    model = _model(path)
    tensors = _tensors(model)
    names = dict(_matrices(tensors))
    fresh: Weights = {}
    for name, tensor in weights.items():
        if name in names:
            scale = names[name] + SCALE
            fresh |= {names[name] + BYTES: tensor, scale: np.ones_like(tensors[scale])}
        else:
            fresh[PREFIX + name] = tensor
    for held in model.graph.initializer:
        if held.name in fresh:
            held.CopyFrom(numpy_helper.from_array(fresh[held.name].astype(np.float32), held.name))
    save(model, str(to))


def _model(path: Path):
    import onnx

    return onnx.load(str(path))


def _tensors(model) -> Weights:
    from onnx import numpy_helper

    return {held.name: numpy_helper.to_array(held) for held in model.graph.initializer}


def _whole(tensors: Weights, name: str) -> np.ndarray:
    return tensors[name + BYTES].astype(np.float32) * tensors[name + SCALE]


def _matrices(tensors: Weights) -> Iterator[tuple[str, str]]:
    """The matrices of the layers with their names in the file, which number them in the order of the graph."""
    held = [name.removesuffix(BYTES) for name in tensors if name.endswith(BYTES) and not name.startswith(PREFIX)]
    for number, name in enumerate(sorted(held, key=lambda name: int(name.rsplit("_", 1)[1]))):
        layer, place = divmod(number, len(PLACES))
        yield f"{layer}.{PLACES[place]}", name
