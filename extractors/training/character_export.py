"""Writes a trained character tagger as one ONNX file with 8-bit weights: the graph of the encoder's own export, then the head."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from extractors.inference.character_encoder import PAD
from extractors.inference.tags import TAGS
from extractors.training.base import Base
from extractors.training.character_net import PARTS, WORDS, Net
from extractors.training.rounding import round_products
from extractors.training.tagging import SIZES

HIDDEN = "last_hidden_state"
# Tokens of the vocabulary that are no characters, in the order that extractors.inference.character_encoder expects.
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def write(net: Net, base: Base, path: Path) -> None:
    """Write the network to `path`: the graph of `base` with the trained weights, and the head."""
    model = onnx.ModelProto()
    model.CopyFrom(base.model)
    characters = [token for token in base.vocabulary if len(token) == 1]
    rows = [base.vocabulary[token] for token in (*SPECIAL, *characters)]
    weights = _weights(net, model.graph, rows)
    for tensor in list(model.graph.initializer):
        if tensor.name in weights:
            tensor.CopyFrom(numpy_helper.from_array(weights[tensor.name], tensor.name))
    _tokens(model.graph)
    _head(model.graph, net)
    round_products(model, WORDS)
    helper.set_model_props(
        model,
        {
            "characters": "".join(characters),
            "moves": json.dumps(net.tr.detach().numpy().round(4).tolist()),
            "start": json.dumps(net.st.detach().numpy().round(4).tolist()),
        },
    )
    onnx.checker.check_model(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString())


def _weights(net: Net, graph: onnx.GraphProto, rows: list[int]) -> dict[str, np.ndarray]:
    """Return the trained weights by their name in the graph."""
    state = {k: v.detach().numpy() for k, v in net.enc.state_dict().items()}
    zero = np.zeros((2, state["word"].shape[1]), np.float32)
    found = {
        WORDS: np.ascontiguousarray(state["word"][rows]),
        "embeddings.position_embeddings.weight": state["place"],
        "embeddings.token_type_embeddings.weight": zero,
        "embeddings.LayerNorm.weight": state["norm.weight"],
        "embeddings.LayerNorm.bias": state["norm.bias"],
    }
    matrices = {
        node.name.removeprefix("/").removesuffix("/MatMul").replace("/", "."): node.input[1]
        for node in graph.node
        if node.op_type == "MatMul"
    }
    for i in range(len(net.enc.layers)):
        prefix = f"encoder.layer.{i}"
        for name, part in PARTS.items():
            found[matrices[f"{prefix}.{part}"]] = np.ascontiguousarray(state[f"layers.{i}.{name}.weight"].T)
            found[f"{prefix}.{part}.bias"] = state[f"layers.{i}.{name}.bias"]
        for name, part in (("norm1", "attention.output.LayerNorm"), ("norm2", "output.LayerNorm")):
            for kind in ("weight", "bias"):
                found[f"{prefix}.{part}.{kind}"] = state[f"layers.{i}.{name}.{kind}"]
    return found


def _tokens(graph: onnx.GraphProto) -> None:
    """Make mask and token types from the tokens, so that the graph takes these alone."""
    del graph.input[:]
    graph.input.append(helper.make_tensor_value_info("tokens", TensorProto.INT64, ["batch", "length"]))
    graph.initializer.append(numpy_helper.from_array(np.array(PAD, np.int64), "pad"))
    made = [
        helper.make_node("Identity", ["tokens"], ["input_ids"]),
        helper.make_node("Equal", ["tokens", "pad"], ["padded"]),
        helper.make_node("Not", ["padded"], ["real"]),
        helper.make_node("Cast", ["real"], ["attention_mask"], to=TensorProto.INT64),
        helper.make_node("Sub", ["tokens", "tokens"], ["token_type_ids"]),
    ]
    for i, node in enumerate(made):
        graph.node.insert(i, node)


def _head(graph: onnx.GraphProto, net: Net) -> None:
    """Append evidence, convolution and tag scores to the encoder's graph."""
    state = {k: v.detach().numpy() for k, v in net.state_dict().items() if not k.startswith("enc.")}

    def constant(name: str, value: np.ndarray) -> str:
        graph.initializer.append(numpy_helper.from_array(np.array(value, order="C"), f"head.{name}"))
        return f"head.{name}"

    def node(kind: str, given: list[str], out: str, **attributes: Any) -> str:
        graph.node.append(helper.make_node(kind, given, [out], **attributes))
        return out

    def gelu(x: str) -> str:
        cube = node("Mul", [node("Mul", [x, x], f"{x}.2"), x], f"{x}.3")
        inner = node("Add", [x, node("Mul", [cube, "head.c"], f"{x}.4")], f"{x}.5")
        turned = node("Tanh", [node("Mul", [inner, "head.s"], f"{x}.6")], f"{x}.7")
        half = node("Mul", [x, "head.half"], f"{x}.8")
        return node("Mul", [half, node("Add", [turned, "head.one"], f"{x}.9")], f"{x}.10")

    for name, value in (("c", 0.044715), ("s", 0.7978845608), ("half", 0.5), ("one", 1.0)):
        constant(name, np.array(value, np.float32))
    ends = [constant(n, np.array([v], np.int64)) for n, v in (("first", 1), ("last", -1), ("axis", 1))]
    states = node("Slice", [HIDDEN, *ends], "head.states")
    known = [
        node(
            "Gather",
            [
                constant(f"evidence{i}", state[f"fe.{i}.weight"]),
                node("Gather", ["evidence", constant(f"at{i}", np.array(i, np.int64))], f"head.e{i}", axis=2),
            ],
            f"head.k{i}",
        )
        for i in range(len(SIZES))
    ]
    row = node("Concat", [states, *known], "head.row", axis=2)
    h = node("MatMul", [row, constant("l1", state["l1.weight"].T)], "head.l1x")
    h = gelu(node("Add", [h, constant("l1b", state["l1.bias"])], "head.l1y"))
    inside = node("Unsqueeze", ["inside"], "head.inside", axes=[2])
    h = node("Mul", [h, inside], "head.h")
    turned = node("Transpose", [h], "head.turned", perm=[0, 2, 1])
    given = [turned, constant("cv", state["cv.weight"]), constant("cvb", state["cv.bias"])]
    near = gelu(node("Conv", given, "head.near", pads=[1, 1]))
    h = node("Add", [h, node("Transpose", [near], "head.back", perm=[0, 2, 1])], "head.sum")
    h = node("MatMul", [h, constant("out", state["out.weight"].T)], "head.outx")
    node("Add", [h, constant("outb", state["out.bias"])], "scores")
    graph.input.append(
        helper.make_tensor_value_info("evidence", TensorProto.INT64, ["batch", "characters", len(SIZES)])
    )
    graph.input.append(helper.make_tensor_value_info("inside", TensorProto.FLOAT, ["batch", "characters"]))
    del graph.output[:]
    graph.output.append(helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["batch", "characters", len(TAGS)]))
