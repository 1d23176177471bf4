"""Rounds the products of a network to 8-bit integers: its matrices when it is written, the states when it runs.

Every character's states have a scale of their own, computed from the largest of them, every column of a matrix has one too. One
scale for all characters, which onnxruntime's own dynamic quantisation takes, cost 0.017 of the mentions on unseen places, this
nothing (docs/quality.md). Processors without VNNI add two products in 16 bits, which may overflow: only where two neighbouring weights
of a column add up to more than 200 (0.03 % of all pairs of the shipped file) and both states are near their largest.
"""

from collections.abc import Iterator

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

# Of 8-bit integers: the largest, and the unsigned one that stands for zero; the least scale.
LARGEST, MIDDLE, TINY = 127, 128, 1e-8
ONE, ZERO, LEAST, STEP = "rounded.one", "rounded.zero", "rounded.least", "rounded.step"
# The operators of onnxruntime beside those of ONNX: a product of integers that it returns as scaled floats.
RUNTIME = "com.microsoft"
# A product of floats, and of integers.
PRODUCTS = ("MatMul", "MatMulIntegerToFloat")


def round_products(model: onnx.ModelProto, table: str) -> None:
    """Keep the matrices of all products, and `table`, which is only looked up, as 8-bit integers."""
    graph = model.graph
    found = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    matrices = {node.input[1] for node in graph.node if _reads_matrix(node, found)}
    floats = [i for i in graph.initializer if i.name not in {*matrices, table}]
    nodes = list(graph.node)
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(floats)
    for name in sorted({*matrices, table}):
        whole, scale = _whole(found[name], -1 if name == table else -2)
        graph.initializer.append(numpy_helper.from_array(whole, f"{name}.whole"))
        graph.initializer.append(numpy_helper.from_array(scale, f"{name}.scale"))
    for name, value in (
        (ONE, np.float32(1)),
        (ZERO, np.uint8(MIDDLE)),
        (LEAST, np.float32(TINY)),
        (STEP, np.float32(1 / LARGEST)),
    ):
        graph.initializer.append(numpy_helper.from_array(np.array(value), name))
    graph.node.append(helper.make_node("Cast", [f"{table}.whole"], [f"{table}.cast"], to=TensorProto.FLOAT))
    graph.node.append(helper.make_node("Mul", [f"{table}.cast", f"{table}.scale"], [table]))
    rounded: set[str] = set()
    for node in nodes:
        if not _reads_matrix(node, found):
            graph.node.append(node)
            continue
        states = node.input[0]
        graph.node.extend(() if states in rounded else _rounding(states))
        graph.node.extend(_product(node))
        rounded.add(states)
    model.opset_import.append(helper.make_opsetid(RUNTIME, 1))


def _reads_matrix(node: NodeProto, found: dict[str, NDArray[np.float32]]) -> bool:
    return node.op_type == PRODUCTS[0] and node.input[1] in found


def _whole(values: NDArray[np.float32], axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return the values as integers, and the scales: one a row for axis -1, one a column for -2."""
    scale = np.maximum(np.abs(values).max(axis, keepdims=True), TINY) / LARGEST
    return (values / scale).round().astype(np.int8), (scale if axis == -1 else scale.reshape(-1)).astype(np.float32)


def _rounding(states: str) -> Iterator[NodeProto]:
    """Yield the nodes that make STATES.whole (unsigned integers) and STATES.scale, one scale a character, from the states."""
    yield helper.make_node("Abs", [states], [f"{states}.size"])
    yield helper.make_node("ReduceMax", [f"{states}.size"], [f"{states}.largest"], axes=[-1], keepdims=1)
    yield helper.make_node("Max", [f"{states}.largest", LEAST], [f"{states}.bound"])
    yield helper.make_node("Mul", [f"{states}.bound", STEP], [f"{states}.scale"])
    yield helper.make_node("Div", [states, f"{states}.scale"], [f"{states}.steps"])
    yield helper.make_node("QuantizeLinear", [f"{states}.steps", ONE, ZERO], [f"{states}.whole"])


def _product(node: NodeProto) -> Iterator[NodeProto]:
    """Yield the nodes that compute a product in integers and scale it by column and character."""
    (states, matrix), (out,) = node.input, node.output
    given = [f"{states}.whole", f"{matrix}.whole", ONE, f"{matrix}.scale", ZERO]
    yield helper.make_node(PRODUCTS[1], given, [f"{out}.columns"], name=node.name, domain=RUNTIME)
    yield helper.make_node("Mul", [f"{out}.columns", f"{states}.scale"], [out])
