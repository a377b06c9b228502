"""Weights: the numbers of the sentence encoder, read from its ONNX file by name, written beside its own as a second end, and taken
apart where the two ends begin.

Used by knowledge.tuning, which teaches them, and knowledge.embeddings, which computes with them. The file stores matrices as
signed bytes with a scale a column; what was taught is written as floats, since what tuning changes is finer than such a byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto

Weights = dict[str, np.ndarray]
PREFIX = "inner."  # before the name of each tensor in the file
BYTES, SCALE = "_q", "_scale"
TAUGHT = ".taught"  # after the name of each tensor and step that a second end has of its own
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
    """The model of `path` as the file `to`, with a second output: what it computes with these weights (names as in `read`) in
    place of its own. What they do not change is computed once for both."""
    from onnx import numpy_helper, save

    model = _model(path)
    graph, tensors = model.graph, _tensors(model)
    names = dict(_matrices(tensors))
    fresh: Weights = {}
    for name, tensor in weights.items():
        if name in names:
            scale = names[name] + SCALE
            fresh |= {names[name] + BYTES: tensor, scale: np.ones_like(tensors[scale])}
        else:
            fresh[PREFIX + name] = tensor
    called = {name: name + TAUGHT for name in fresh}
    for name, tensor in fresh.items():
        graph.initializer.append(numpy_helper.from_array(tensor.astype(np.float32), called[name]))
    nodes = list(graph.node)
    del graph.node[:]
    for node in nodes:  # each comes after those that it rests on
        graph.node.append(node)
        if not called.keys().isdisjoint(node.input):
            called |= {name: name + TAUGHT for name in node.output}
            graph.node.append(_renamed(node, called))
    end = graph.output.add()
    end.CopyFrom(graph.output[0])
    end.name = called[end.name]
    save(model, str(to))


def parts(path: Path) -> list[ModelProto]:
    """The model of `path` as models that are run one after another: what its two ends share, then each end by itself, which takes
    what the first gives; the model as it is where it has one end."""
    from onnx.utils import Extractor

    model = _model(path)
    graph = model.graph
    ends = [output.name for output in graph.output]
    if len(ends) == 1:
        return [model]
    makers = {name: node for node in graph.node for name in node.output}
    shared = set.intersection(*(_behind(end, makers) for end in ends))
    handed = [name for name in makers if name in shared and any(
        name in node.input and shared.isdisjoint(node.output) for node in graph.node)]  # fmt: skip
    cut = Extractor(model).extract_model
    return [cut([given.name for given in graph.input], handed), *(cut(handed, [end]) for end in ends)]


def _behind(result: str, makers: dict[str, NodeProto]) -> set[str]:
    """All results of steps that a result rests on, and itself."""
    behind, left = set(), [result]
    while left:
        name = left.pop()
        if name in makers and name not in behind:
            behind.add(name)
            left += makers[name].input
    return behind


def _renamed(node: NodeProto, called: dict[str, str]) -> NodeProto:
    """A copy of a step of the graph that computes with the taught weights."""
    other = type(node)()
    other.CopyFrom(node)
    other.name = node.name + TAUGHT
    for side in (other.input, other.output):
        renamed = [called.get(name, name) for name in side]
        del side[:]
        side.extend(renamed)
    return other


def _model(path: Path) -> ModelProto:
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
