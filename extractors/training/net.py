"""The accurate tagger as a network for training: low-rank adapters, convolution, CRF, and a judge of pairs."""

import math
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as fn

from extractors.inference.e5_weights import Weights
from extractors.inference.encoder import MATRICES
from extractors.inference.tags import TYPES
from extractors.relations.classes import NAMES
from extractors.training.tagging import Tagging, gelu

RANK, LAYERS = 32, 8
MENTION, ATTEND, KNOWN, TYPE, RELATION, JUDGE = 128, 64, 48, 24, 16, 128


def _rounded(x: Tensor) -> Tensor:
    """What is left of rows in 8-bit integers, as extractors.inference.ct2_encoder multiplies them; gradients pass as if nothing was lost."""
    step = x.detach().abs().amax(-1, keepdim=True).clamp_min(1e-6) / 127
    return x + ((x.detach() / step).round() * step - x.detach())


class Encoder(nn.Module):
    """The encoder with adapters; ids are rows of `word`."""

    word: Tensor
    pos: Tensor

    def __init__(self, w: Weights, rows: Sequence[int]) -> None:
        super().__init__()
        self.heads = w.heads
        self.register_buffer("word", torch.tensor(w.embed(np.asarray(rows))))
        self.register_buffer(
            "pos", torch.tensor(w.vector("emb.pos").reshape(-1, w.width) + w.vector("emb.type")[: w.width])
        )
        self.lnw = nn.Parameter(torch.tensor(w.vector("emb.ln.w")))
        self.lnb = nn.Parameter(torch.tensor(w.vector("emb.ln.b")))
        self.layers = nn.ModuleList(_layer(w, i) for i in range(LAYERS))

    def _linear(self, layer: nn.Module, name: str, x: Tensor) -> Tensor:
        base, down, up, bias = (getattr(layer, f"{name}_{part}") for part in ("w", "A", "B", "b"))
        matrix = _rounded(base.float() + up @ down)
        return fn.linear(_rounded(x.float()).bfloat16(), matrix.bfloat16(), bias.bfloat16())

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return hidden states (batch, pieces, width)."""
        x = fn.layer_norm(self.word[ids] + self.pos[: ids.shape[1]], (self.word.shape[1],), self.lnw, self.lnb, 1e-12)
        for layer in self.layers:
            q, k, v = (self._linear(layer, n, x).view(*ids.shape, self.heads, -1).transpose(1, 2) for n in "qkv")
            mixed = fn.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
            mixed = self._linear(layer, "ao", mixed.transpose(1, 2).reshape(x.shape)).float()
            x = fn.layer_norm(
                x + fn.dropout(mixed, 0.1, self.training), x.shape[-1:], _of(layer, "alnw"), _of(layer, "alnb"), 1e-12
            )
            inner = self._linear(layer, "fo", gelu(self._linear(layer, "fi", x))).float()
            x = fn.layer_norm(
                x + fn.dropout(inner, 0.1, self.training), x.shape[-1:], _of(layer, "olnw"), _of(layer, "olnb"), 1e-12
            )
        return x


def _of(layer: nn.Module, name: str) -> Tensor:
    value: Tensor = getattr(layer, name)
    return value


def _layer(w: Weights, index: int) -> nn.Module:
    layer = nn.Module()
    for name, wide in MATRICES:
        width = w.inner if wide else w.width
        base = torch.tensor(w.matrix(f"l{index}.{name}.w", width)).bfloat16()
        layer.register_buffer(f"{name}_w", base)
        layer.register_parameter(f"{name}_b", nn.Parameter(torch.tensor(w.vector(f"l{index}.{name}.b"))))
        layer.register_parameter(f"{name}_A", nn.Parameter(torch.randn(RANK, width) / math.sqrt(width)))
        layer.register_parameter(f"{name}_B", nn.Parameter(torch.zeros(base.shape[0], RANK)))
    for name in ("aln", "oln"):
        for part in "wb":
            value = nn.Parameter(torch.tensor(w.vector(f"l{index}.{name}.{part}")))
            layer.register_parameter(name + part, value)
    return layer


class Judge(nn.Module):
    """Scores pairs of mentions from the encoder's states; extractors.inference.pair_head computes the same in numpy."""

    mean: Tensor
    std: Tensor

    def __init__(self, width: int, features: int) -> None:
        super().__init__()
        self.ty, self.rel = nn.Embedding(len(TYPES), TYPE), nn.Embedding(len(NAMES), RELATION)
        self.m = nn.Linear(2 * width + TYPE, 2 * MENTION)
        self.h, self.t = nn.Linear(2 * MENTION, MENTION), nn.Linear(2 * MENTION, MENTION)
        self.k, self.v = nn.Linear(width, ATTEND), nn.Linear(width, ATTEND)
        self.qh, self.qt = nn.Linear(2 * MENTION, ATTEND), nn.Linear(2 * MENTION, ATTEND)
        self.f1 = nn.Linear(features, KNOWN)
        self.o1, self.o2 = nn.Linear(3 * MENTION + ATTEND + KNOWN + RELATION, JUDGE), nn.Linear(JUDGE, 1)
        nn.init.constant_(self.o2.bias, -3.0)
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("std", torch.ones(features))

    def forward(self, states: Tensor, mentions: Tensor, keys: Tensor, features: Tensor, reach: Tensor) -> Tensor:
        """Return log odds of `keys` (n, 3).

        `mentions` (m, 3) are first piece, last piece, type; `reach` (n, 2) the pieces that a pair attends to.
        """
        first, last, types = mentions.T
        m = torch.cat([states[first], states[last], self.ty(types)], -1)
        m = self._drop(gelu(self.m(self._drop(m, 0.2))), 0.2)
        head, relation, tail = keys.T
        left, right = self.h(m)[head], self.t(m)[tail]
        known = gelu(self.f1((features - self.mean) / self.std))
        row = [left, right, left * right, self._context(states, m, keys, reach), known, self.rel(relation)]
        z = gelu(self.o1(self._drop(torch.cat(row, -1), 0.1)))
        scores: Tensor = self.o2(self._drop(z, 0.1))[:, 0]
        return scores

    def _context(self, states: Tensor, m: Tensor, keys: Tensor, reach: Tensor) -> Tensor:
        pairs, back = torch.unique(keys[:, [0, 2]], dim=0, return_inverse=True)
        first = torch.zeros(len(pairs), 2, dtype=torch.long)
        first[back] = reach
        look = self.k(states).T
        scores = (self.qh(m) @ look)[pairs[:, 0]] + (self.qt(m) @ look)[pairs[:, 1]]
        place = torch.arange(len(states))[None]
        inside = (place >= first[:, :1]) & (place < first[:, 1:])
        weights = torch.softmax(scores / math.sqrt(ATTEND) + torch.where(inside, 0.0, -1e9), -1)
        context: Tensor = (weights @ self.v(states))[back]
        return context

    def _drop(self, x: Tensor, rate: float) -> Tensor:
        return fn.dropout(x, rate, self.training)


class Net(Tagging):
    """Encoder, characters, convolution, CRF; and the judge of pairs on the same states."""

    def __init__(self, w: Weights, rows: Sequence[int], features: int) -> None:
        super().__init__()
        self.enc = Encoder(w, rows)
        self.pp = nn.Embedding(4, w.width)
        nn.init.normal_(self.pp.weight, std=0.02)
        self.add_head(w.width)
        self.re = Judge(w.width, features)

    def emit(self, x: Tensor, owner: Tensor, place: Tensor, feats: Tensor, inside: Tensor) -> Tensor:
        """Return tag scores (batch, characters, tags) from the encoder's states."""
        h = torch.gather(x, 1, owner[..., None].expand(-1, -1, x.shape[-1])) + self.pp(place)
        return self.tag_scores(h, feats, inside)
