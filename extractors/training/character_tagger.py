"""Trains the encoder over characters: bge-small-zh-v1.5 but its word vectors, with heads for tags (a CRF) and for spans.

One token a character. The network is extractors.training.character_net; extractors.inference.character_encoder runs what
extractors.training.character_export writes.
"""

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from extractors.inference.manifest import write_manifest
from extractors.inference.spans import CLASSES, WIDEST
from extractors.inference.tags import INDEX, TAGS, bio, columns, names_in
from extractors.mentions.tagger import Find, proposals
from extractors.training import Passage
from extractors.training.augment import Names, swap
from extractors.training.base import Base
from extractors.training.character_export import write
from extractors.training.character_net import WORDS, Net, initial_weights
from extractors.training.provenance import described
from extractors.training.span_net import Joint
from extractors.training.tagging import cut, padded, some_evidence, take_weights

# The last epochs see the gold folder alone: the project's own annotations are sparser.
EPOCHS, LAST = 7, 3
# Characters a window and a batch.
WINDOW, SMALLEST, BATCH = 250, 80, 1500
# Of the encoder and of the heads.
RATES = {"encoder": 1e-4, "tags": 2e-3, "spans": 2e-3}
# Where a trained encoder stays as it is: of its adapters, of its norms and the head that begins as it was, and of the new head.
ADAPTED = {"adapters": 1e-3, "tags": 3e-4, "spans": 2e-3}
# There the rates fall as if for so many times the epochs: held-out names were best before they had fallen far (docs/quality.md).
LONGER = 2
SWAPPED, SWAP_RATE = 0.6, 0.25
# Steps to the full rate; the least share of it; how much of the mean of the weights a step keeps.
CLIP, WARM, FLOOR, KEEP = 1.0, 40, 0.02, 0.98
# Windows among which those of one length are put together.
POOL = 100
PAD, UNKNOWN, FIRST, AFTER = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
SEED = 0
Ints = NDArray[np.int64]
Window = tuple[Ints, Ints, Ints]


class Trainer:
    """One training on annotated passages."""

    def __init__(self, base: Base, known: Find, names: Names, tuned: onnx.ModelProto | None = None) -> None:
        torch.manual_seed(SEED)
        self.rng, self.known, self.names = random.Random(SEED), known, names
        self.rates, self.longer = (RATES, 1) if tuned is None else (ADAPTED, LONGER)
        self.vocabulary, self.net = base.vocabulary, Joint(_initial(base, tuned), adapted=tuned is not None)

    def fit(self, passages: Sequence[Passage], more: Sequence[Passage], epochs: int = EPOCHS) -> Joint:
        """Train on `passages`, in the first epochs on `more` too; return the running mean of the weights."""
        shown = [[*passages, *(more if epoch < max(1, epochs - LAST) else [])] for epoch in range(epochs)]
        size, done, step = sum(len(p.text) for group in shown for p in group) * self.longer, 0, 0
        optimiser = _optimiser(self.net, self.rates)
        mean = {n: p.detach().clone() for n, p in self.net.named_parameters() if p.requires_grad}
        for epoch, group in enumerate(shown, 1):
            total, before = 0.0, done
            for batch in self._batches(group):
                for rates in optimiser.param_groups:
                    rates["lr"] = rates["peak"] * min(1.0, (step + 1) / WARM) * max(FLOOR, 1 - done / size)
                loss = self._loss(batch)
                optimiser.zero_grad()
                torch.autograd.backward(loss / BATCH)
                nn.utils.clip_grad_norm_(self.net.parameters(), CLIP)
                optimiser.step()
                total, done, step = total + loss.item(), done + sum(len(w[0]) for w in batch), step + 1
                _average(mean, self.net, step)
            sys.stderr.write(f"epoch {epoch} of {epochs}: loss {total / (done - before):.4f} a character\n")
        take_weights(self.net, mean)
        return self.net

    def _batches(self, passages: Sequence[Passage]) -> Iterator[list[Window]]:
        """Yield windows of about one length, about BATCH characters together, in random order."""
        found = [window for p in passages for window in self._windows(p)]
        self.rng.shuffle(found)
        batches: list[list[Window]] = []
        for first in range(0, len(found), POOL):
            batch: list[Window] = []
            for window in sorted(found[first : first + POOL], key=lambda w: len(w[0])):
                if batch and (len(batch) + 1) * len(window[0]) > BATCH:
                    batches.append(batch)
                    batch = []
                batch.append(window)
            batches.append(batch)
        self.rng.shuffle(batches)
        yield from batches

    def _windows(self, passage: Passage) -> Iterator[Window]:
        shown = swap(passage, self.names, self.rng, SWAP_RATE) if self.rng.random() < SWAPPED else passage
        text = shown.text
        table = columns(text, proposals(text, list(self.known(text))))
        tags = np.array([INDEX[t] for t in bio(len(text), shown.mentions)])
        ids = np.array([token(c, self.vocabulary) for c in text])
        for a, b in cut(text, self.rng, SMALLEST, WINDOW):
            yield ids[a:b], some_evidence(table[a:b], self.rng), tags[a:b]

    def _loss(self, batch: Sequence[Window]) -> Tensor:
        first, after = self.vocabulary[FIRST], self.vocabulary[AFTER]
        ids = padded([torch.tensor([first, *i, after]) for i, _, _ in batch])
        feats, tags = padded([torch.tensor(f) for _, f, _ in batch]), padded([torch.tensor(t) for _, _, t in batch])
        inside = padded([torch.ones(len(i), dtype=torch.bool) for i, _, _ in batch])
        emit, scores, whole = self.net.scores(ids, ids != self.vocabulary[PAD], feats, inside)
        return self.net.net.loss(emit, tags, inside) + self.net.span.loss(
            scores, whole, _names([t for _, _, t in batch])
        )


def _names(rows: Sequence[Ints]) -> Tensor:
    """Return the names of windows with these tags as rows (window, start, width - 1, class)."""
    found = [
        [number, start, end - start - 1, CLASSES.index(kind)]
        for number, tags in enumerate(rows)
        for start, end, kind in names_in(tags.tolist())
        if end - start <= WIDEST
    ]
    return torch.tensor(found, dtype=torch.long).reshape(-1, 4)


def token(char: str, vocabulary: Mapping[str, int]) -> int:
    """Return the token of a character; capital letters are read as small ones."""
    return vocabulary.get(char, vocabulary.get(char.lower(), vocabulary[UNKNOWN]))


def train(
    passages: Sequence[Passage],
    more: Sequence[Passage],
    known: Find,
    names: Names,
    base: Base,
    path: Path,
    epochs: int = EPOCHS,
    start: Path | None = None,
) -> None:
    """Train and write the network to `path`, its manifest beside it; see `Trainer.fit`.

    `start` is a file that this function wrote: its encoder stays as it is and is given adapters (those that it has
    become part of its matrices); its head for tags is trained on, the one over spans begins anew.
    """
    tuned = onnx.load(str(start)) if start else None
    write(Trainer(base, known, names, tuned).fit(passages, more, epochs), base, path)
    what = "bge-small-zh-v1.5 trained as a tagger over characters, with evidence, a convolution, a CRF and a head over spans, in 8-bit integers"
    write_manifest(path, described(path, what, "PyTorch", [*passages, *more], classes=TAGS, seed=SEED))


def _average(mean: Mapping[str, Tensor], net: nn.Module, step: int) -> None:
    """Keep a running mean of the weights, over about the last fifty steps."""
    keep = min(KEEP, step / (step + 10))
    with torch.no_grad():
        for name, parameter in net.named_parameters():
            if parameter.requires_grad:
                mean[name].lerp_(parameter, 1 - keep)


def _initial(base: Base, tuned: onnx.ModelProto | None) -> Net:
    """Return the network with the weights of `tuned`, but the word vectors, which stay those of `base`."""
    weights = initial_weights(base.model)
    if tuned is None:
        return Net(weights)
    given = initial_weights(tuned)
    net = Net({**weights, **{k: v for k, v in given.items() if k != WORDS}})
    net.take_head(given, {p.key: p.value for p in tuned.metadata_props})
    return net


def _optimiser(net: Joint, rates: Mapping[str, float]) -> torch.optim.AdamW:
    parts: dict[str, list[nn.Parameter]] = {name: [] for name in rates}
    for name, parameter in net.named_parameters():
        if parameter.requires_grad:
            parts[_part(name, rates)].append(parameter)
    groups = [{"params": parts[name], "lr": rate, "peak": rate} for name, rate in rates.items()]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def _part(name: str, rates: Mapping[str, float]) -> str:
    """Return by whose rate a weight is trained."""
    if name.startswith("span."):
        return "spans"
    if ".down." in name or ".up." in name:
        return "adapters"
    return "encoder" if name.startswith("net.enc.") and "encoder" in rates else "tags"
