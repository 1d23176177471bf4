"""The tagger as a network for training: a BERT whose weights come from an ONNX graph, evidence, convolution, CRF."""

import json
from collections.abc import Mapping

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional as fn

from extractors.training.rounding import PRODUCTS
from extractors.training.tagging import SIZES, Tagging

HEADS, EPSILON, DROP = 8, 1e-12, 0.1
WORDS = "embeddings.word_embeddings.weight"
PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mixed": "attention.output.dense",
    "inner": "intermediate.dense",
    "outer": "output.dense",
}


def part_of(node: onnx.NodeProto) -> str:
    """Return which part of the encoder a product is, as its weights are named."""
    name: str = node.name
    return name.removeprefix("/").removesuffix("/MatMul").replace("/", ".")


def initial_weights(model: onnx.ModelProto) -> dict[str, np.ndarray]:
    """Return the encoder's weights by name; matrices (in, out), which the export left unnamed, by the product that reads them.

    Weights in 8-bit integers, as extractors.training.rounding writes them, are returned times their scale, adapters are added
    to their matrices.
    """
    found = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    for whole in [name for name in found if name.endswith(".whole")]:
        name = whole.removesuffix(".whole")
        found[name] = found.pop(whole).astype(np.float32) * found.pop(f"{name}.scale")
    for node in model.graph.node:
        if node.op_type in PRODUCTS and node.name and node.input[1].removesuffix(".whole") in found:
            found[f"{part_of(node)}.weight"] = found.pop(node.input[1].removesuffix(".whole"))
    for name in [name.removesuffix(".down") for name in found if name.endswith(".down")]:
        found[f"{name}.weight"] = found[f"{name}.weight"] + found.pop(f"{name}.down") @ found.pop(f"{name}.up")
    return found


class Layer(nn.Module):
    """One layer of the encoder, normalised after each half."""

    query: nn.Linear
    key: nn.Linear
    value: nn.Linear
    mixed: nn.Linear
    inner: nn.Linear
    outer: nn.Linear
    norm1: nn.LayerNorm
    norm2: nn.LayerNorm

    def __init__(self, w: Mapping[str, np.ndarray], prefix: str) -> None:
        super().__init__()
        for name, part in PARTS.items():
            matrix = w[f"{prefix}.{part}.weight"].T
            linear = nn.Linear(matrix.shape[1], matrix.shape[0])
            linear.weight.data = torch.tensor(matrix.copy())
            linear.bias.data = torch.tensor(w[f"{prefix}.{part}.bias"])
            setattr(self, name, linear)
        for name, part in (("norm1", "attention.output.LayerNorm"), ("norm2", "output.LayerNorm")):
            norm = nn.LayerNorm(w[f"{prefix}.{part}.weight"].shape[0], EPSILON)
            norm.weight.data = torch.tensor(w[f"{prefix}.{part}.weight"])
            norm.bias.data = torch.tensor(w[f"{prefix}.{part}.bias"])
            setattr(self, name, norm)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the states after this layer (batch, length, width)."""
        batch, length, _ = x.shape
        q, k, v = (
            part(x).view(batch, length, HEADS, -1).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        mixed = fn.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        joined = self.mixed(mixed.transpose(1, 2).reshape(x.shape))
        x = self.norm1(x + fn.dropout(joined, DROP, self.training))
        inner = self.outer(fn.gelu(self.inner(x)))
        found: Tensor = self.norm2(x + fn.dropout(inner, DROP, self.training))
        return found


class Encoder(nn.Module):
    """The whole encoder; word vectors are not trained."""

    word: Tensor

    def __init__(self, w: Mapping[str, np.ndarray]) -> None:
        super().__init__()
        self.register_buffer("word", torch.tensor(w[WORDS]))
        place = w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0]
        self.place = nn.Parameter(torch.tensor(place), requires_grad=False)
        self.norm = nn.LayerNorm(self.word.shape[1], EPSILON)
        self.norm.weight.data = torch.tensor(w["embeddings.LayerNorm.weight"])
        self.norm.bias.data = torch.tensor(w["embeddings.LayerNorm.bias"])
        count = len({k.split(".")[2] for k in w if k.startswith("encoder.layer.")})
        self.layers = nn.ModuleList(Layer(w, f"encoder.layer.{i}") for i in range(count))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return hidden states (batch, length, width)."""
        x: Tensor = self.norm(self.word[ids] + self.place[: ids.shape[1]])
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Net(Tagging):
    """Encoder, evidence, convolution and CRF; the first and last place of a row hold [CLS] and [SEP]."""

    def __init__(self, w: Mapping[str, np.ndarray]) -> None:
        super().__init__()
        self.enc = Encoder(w)
        self.add_head(self.enc.word.shape[1])

    def take_head(self, given: Mapping[str, np.ndarray], notes: Mapping[str, str]) -> None:
        """Take the head from the weights and properties of a model that extractors.training.character_export wrote."""
        found = {
            "l1.weight": given["head.l1"].T,
            "l1.bias": given["head.l1b"],
            "cv.weight": given["head.cv"],
            "cv.bias": given["head.cvb"],
            "out.weight": given["head.out"].T,
            "out.bias": given["head.outb"],
            "tr": np.array(json.loads(notes["moves"]), np.float32),
            "st": np.array(json.loads(notes["start"]), np.float32),
            **{f"fe.{i}.weight": given[f"head.evidence{i}"] for i in range(len(SIZES))},
        }
        state = self.state_dict()
        for name, value in found.items():
            state[name].copy_(torch.tensor(np.array(value)))
