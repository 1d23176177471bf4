"""Writes a trained character tagger as one ONNX file with 8-bit weights: the graph of the encoder's own export, then the heads."""

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from extractors.inference.character_encoder import PAD
from extractors.training.base import Base
from extractors.training.character_heads import write_heads
from extractors.training.character_net import PARTS, WORDS, Net, part_of
from extractors.training.rounding import round_products
from extractors.training.span_net import Adapted, Joint

# Tokens of the vocabulary that are no characters, in the order that extractors.inference.character_encoder expects.
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def write(joint: Joint, base: Base, path: Path) -> None:
    """Write the network to `path`: the graph of `base` with the trained weights and adapters, and both heads."""
    net = joint.net
    model = onnx.ModelProto()
    model.CopyFrom(base.model)
    characters = [token for token in base.vocabulary if len(token) == 1]
    rows = [base.vocabulary[token] for token in (*SPECIAL, *characters)]
    weights = _weights(net, model.graph, rows)
    for tensor in list(model.graph.initializer):
        if tensor.name in weights:
            tensor.CopyFrom(numpy_helper.from_array(weights[tensor.name], tensor.name))
    _adapt(model.graph, net)
    _tokens(model.graph)
    write_heads(model.graph, joint)
    round_products(model, WORDS)
    helper.set_model_props(
        model,
        {
            "characters": "".join(characters),
            "moves": json.dumps(net.tr.detach().numpy().round(4).tolist()),
            "start": json.dumps(net.st.detach().numpy().round(4).tolist()),
            "widths": json.dumps(joint.span.width.weight.detach().numpy().round(4).tolist()),
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
    matrices = {part_of(node): node.input[1] for node in graph.node if node.op_type == "MatMul"}
    for i in range(len(net.enc.layers)):
        prefix = f"encoder.layer.{i}"
        for name, part in PARTS.items():
            own = name if f"layers.{i}.{name}.weight" in state else f"{name}.whole"
            found[matrices[f"{prefix}.{part}"]] = np.ascontiguousarray(state[f"layers.{i}.{own}.weight"].T)
            found[f"{prefix}.{part}.bias"] = state[f"layers.{i}.{own}.bias"]
        for name, part in (("norm1", "attention.output.LayerNorm"), ("norm2", "output.LayerNorm")):
            for kind in ("weight", "bias"):
                found[f"{prefix}.{part}.{kind}"] = state[f"layers.{i}.{name}.{kind}"]
    return found


def _adapt(graph: onnx.GraphProto, net: Net) -> None:
    """Add to every adapted matrix the product of its two narrow ones."""
    adapted = {
        f"encoder.layer.{i}.{part}": getattr(layer, name)
        for i, layer in enumerate(net.enc.layers)
        for name, part in PARTS.items()
        if isinstance(getattr(layer, name), Adapted)
    }
    nodes = list(graph.node)
    del graph.node[:]
    for node in nodes:
        graph.node.append(node)
        module = adapted.get(part_of(node)) if node.op_type == "MatMul" else None
        if module is None:
            continue
        name, out = part_of(node), node.output[0]
        for end, linear in (("down", module.down), ("up", module.up)):
            graph.initializer.append(numpy_helper.from_array(linear.weight.detach().numpy().T.copy(), f"{name}.{end}"))
        graph.node[-1].output[0] = f"{out}.whole"
        graph.node.append(helper.make_node("MatMul", [node.input[0], f"{name}.down"], [f"{out}.narrow"]))
        graph.node.append(helper.make_node("MatMul", [f"{out}.narrow", f"{name}.up"], [f"{out}.adapted"]))
        graph.node.append(helper.make_node("Add", [f"{out}.whole", f"{out}.adapted"], [out]))


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
