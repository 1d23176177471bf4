"""Appends the heads of a trained character tagger to the graph of its encoder: scores of tags and of spans."""

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor

from extractors.inference.spans import CLASSES
from extractors.inference.tags import TAGS
from extractors.training.span_net import PROJECTED, Joint
from extractors.training.tagging import SIZES

HIDDEN = "last_hidden_state"
# The tanh form of gelu, and bounds of a slice.
CONSTANTS: dict[str, np.ndarray] = {
    "c": np.array(0.044715, np.float32),
    "s": np.array(0.7978845608, np.float32),
    "half": np.array(0.5, np.float32),
    "one": np.array(1.0, np.float32),
    "first": np.array([1], np.int64),
    "last": np.array([-1], np.int64),
    "axis": np.array([1], np.int64),
}


class _Heads:
    """Nodes and weights that are appended to a graph, named after a prefix."""

    def __init__(self, graph: onnx.GraphProto, prefix: str) -> None:
        self.graph, self.prefix = graph, prefix

    def constant(self, name: str, value: np.ndarray) -> str:
        self.graph.initializer.append(numpy_helper.from_array(np.array(value, order="C"), f"{self.prefix}.{name}"))
        return f"{self.prefix}.{name}"

    def node(self, kind: str, given: list[str], out: str, **attributes: Any) -> str:
        self.graph.node.append(helper.make_node(kind, given, [out], **attributes))
        return out

    def gelu(self, x: str) -> str:
        cube = self.node("Mul", [self.node("Mul", [x, x], f"{x}.2"), x], f"{x}.3")
        inner = self.node("Add", [x, self.node("Mul", [cube, "head.c"], f"{x}.4")], f"{x}.5")
        turned = self.node("Tanh", [self.node("Mul", [inner, "head.s"], f"{x}.6")], f"{x}.7")
        half = self.node("Mul", [x, "head.half"], f"{x}.8")
        return self.node("Mul", [half, self.node("Add", [turned, "head.one"], f"{x}.9")], f"{x}.10")

    def linear(self, x: str, name: str, weight: Tensor, bias: Tensor | None, out: str) -> str:
        product = self.node("MatMul", [x, self.constant(name, _numbers(weight).T)], f"{self.prefix}.{name}x")
        if bias is None:
            return self.node("Identity", [product], out)
        return self.node("Add", [product, self.constant(f"{name}b", _numbers(bias))], out)

    def body(self, states: str, part: Any) -> str:
        """Append evidence, layer and convolution over the states."""
        known = [
            self.node(
                "Gather",
                [
                    self.constant(f"evidence{i}", _numbers(part.fe[i].weight)),
                    self.node(
                        "Gather",
                        ["evidence", self.constant(f"at{i}", np.array(i, np.int64))],
                        f"{self.prefix}.e{i}",
                        axis=2,
                    ),
                ],
                f"{self.prefix}.k{i}",
            )
            for i in range(len(SIZES))
        ]
        row = self.node("Concat", [states, *known], f"{self.prefix}.row", axis=2)
        h = self.gelu(self.linear(row, "l1", part.l1.weight, part.l1.bias, f"{self.prefix}.l1y"))
        h = self.node("Mul", [h, "head.inside"], f"{self.prefix}.h")
        turned = self.node("Transpose", [h], f"{self.prefix}.turned", perm=[0, 2, 1])
        weights = [
            self.constant("cv", _numbers(part.cv.weight)),
            self.constant("cvb", _numbers(part.cv.bias)),
        ]
        near = self.gelu(self.node("Conv", [turned, *weights], f"{self.prefix}.near", pads=[1, 1]))
        back = self.node("Transpose", [near], f"{self.prefix}.back", perm=[0, 2, 1])
        return self.node("Add", [h, back], f"{self.prefix}.sum")


def _numbers(tensor: Any) -> np.ndarray:
    found: np.ndarray = tensor.detach().numpy()
    return found


def write_heads(graph: onnx.GraphProto, joint: Joint) -> None:
    """Append both heads; the graph's outputs become `scores`, `pairs`, `starts` and `ends` (see extractors.inference.spans)."""
    head = _Heads(graph, "head")
    for name, value in CONSTANTS.items():
        head.constant(name, value)
    states = head.node("Slice", [HIDDEN, "head.first", "head.last", "head.axis"], "head.states")
    head.node("Unsqueeze", ["inside"], "head.inside", axes=[2])
    head.linear(head.body(states, joint.net), "out", joint.net.out.weight, joint.net.out.bias, "scores")
    _spans(_Heads(graph, "span"), states, joint)
    _value(graph.input, "evidence", TensorProto.INT64, len(SIZES))
    _value(graph.input, "inside", TensorProto.FLOAT)
    del graph.output[:]
    _value(graph.output, "scores", TensorProto.FLOAT, len(TAGS))
    graph.output.append(helper.make_tensor_value_info("pairs", TensorProto.FLOAT, ["batch", "lefts", "characters"]))
    for name in ("starts", "ends"):
        _value(graph.output, name, TensorProto.FLOAT, len(CLASSES))


def _value(values: Any, name: str, kind: int, *columns: int) -> None:
    """Add an input or output (batch, characters, columns)."""
    values.append(helper.make_tensor_value_info(name, kind, ["batch", "characters", *columns]))


def _spans(head: _Heads, states: str, joint: Joint) -> None:
    span = joint.span
    h = head.body(states, span)
    start = head.gelu(head.linear(h, "start", span.start.weight, span.start.bias, "span.starty"))
    end = head.gelu(head.linear(h, "end", span.end.weight, span.end.bias, "span.endy"))
    # Of the parameter (start, class, end) the product wants (start, class and end).
    lefts = head.linear(start, "pair", span.pair.reshape(PROJECTED, -1).T, None, "span.lefts")
    shape = head.constant("shape", np.array([0, -1, PROJECTED], np.int64))
    rows = head.node("Reshape", [lefts, shape], "span.rows")
    head.node("MatMul", [rows, head.node("Transpose", [end], "span.ends", perm=[0, 2, 1])], "pairs")
    head.linear(start, "at_start", span.at_start.weight, span.at_start.bias, "starts")
    head.linear(end, "at_end", span.at_end.weight, None, "ends")
