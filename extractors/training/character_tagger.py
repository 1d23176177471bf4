"""Trains the tagger: the whole of bge-small-zh-v1.5 but its word vectors, one token a character, with evidence, convolution and CRF."""

import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from extractors.inference.tags import INDEX, SENTENCE, bio, columns
from extractors.mentions.tagger import Find, proposals
from extractors.training import Passage
from extractors.training.augment import Names, swap
from extractors.training.character_net import Net

WINDOW, SMALLEST, BATCH = 250, 80, 1500
RATES = {True: 1e-4, False: 2e-3}
EVIDENCE_DROP, SWAPPED, SWAP_RATE = 0.1, 0.6, 0.25
# Steps to the full rate; the least share of it.
CLIP, WARM, FLOOR, KEEP = 1.0, 40, 0.02, 0.98
PAD, UNKNOWN, FIRST, LAST = 0, 100, 101, 102
SEED = 0
# How many of the lowest layers stay as they are.
FROZEN = 0
# Epochs that also see the written passages and the project's own stretches, which are sparser than the gold text.
WITH_WRITTEN = 3
Window = tuple[np.ndarray, np.ndarray, np.ndarray]


class Trainer:
    """One training on annotated passages; see `fit`."""

    def __init__(
        self, weights: Mapping[str, np.ndarray], vocabulary: Mapping[str, int], known: Find, names: Names
    ) -> None:
        torch.manual_seed(SEED)
        self.rng, self.known, self.names = random.Random(SEED), known, names
        self.vocabulary, self.net = vocabulary, Net(weights)
        for part in (self.net.enc.norm, *self.net.enc.layers[:FROZEN]):
            part.requires_grad_(False)
        self.evidence: dict[str, np.ndarray] = {}

    def fit(
        self, passages: Sequence[Passage], written: Sequence[Passage], seconds: float, save: Callable[[Net, int], None]
    ) -> Net:
        """Train for a time: some epochs with the written passages, then epochs without; rates fall with the time that is left.

        After every epoch `save` gets the network with the running mean of the weights, and the epoch.
        """
        net = self.net
        optimiser = _optimiser(net)
        mean = {n: p.detach().clone() for n, p in net.named_parameters()}
        begun, epoch, step = time.monotonic(), 0, 0
        while (spent := (time.monotonic() - begun) / seconds) < 1:
            total, count = 0.0, 0
            for batch in self._batches([*passages, *(written if epoch < WITH_WRITTEN else [])]):
                spent = (time.monotonic() - begun) / seconds
                if spent >= 1:
                    break
                for group in optimiser.param_groups:
                    group["lr"] = group["peak"] * min(1.0, (step + 1) / WARM) * max(FLOOR, 1 - spent)
                loss = self._loss(batch)
                optimiser.zero_grad()
                torch.autograd.backward(loss / BATCH)
                total += loss.item()
                nn.utils.clip_grad_norm_(net.parameters(), CLIP)
                optimiser.step()
                step, count = step + 1, count + sum(len(w[0]) for w in batch)
                _average(mean, net, step)
                if step % 20 == 1:
                    sys.stderr.write(
                        f"epoch {epoch}, step {step}, {spent:.0%} of the time: {total / count:.4f}, {time.process_time():.0f} s of CPU\n"
                    )
            epoch += 1
            save(_with(net, mean), epoch)
        return _with(net, mean)

    def _batches(self, passages: Sequence[Passage]) -> Iterator[list[Window]]:
        """Yield windows of about one length, about BATCH characters together, in random order."""
        found = [window for p in passages for window in self._windows(p)]
        sys.stderr.write(f"windows: {time.process_time():.0f} s of CPU\n")
        self.rng.shuffle(found)
        batches: list[list[Window]] = []
        for first in range(0, len(found), 100):
            batch: list[Window] = []
            for window in sorted(found[first : first + 100], key=lambda w: len(w[0])):
                if batch and (len(batch) + 1) * len(window[0]) > BATCH:
                    batches.append(batch)
                    batch = []
                batch.append(window)
            batches.append(batch)
        self.rng.shuffle(batches)
        yield from batches

    def _windows(self, passage: Passage) -> Iterator[Window]:
        swapped = self.rng.random() < SWAPPED
        shown = swap(passage, self.names, self.rng, SWAP_RATE) if swapped else passage
        text = shown.text
        if swapped or passage.name not in self.evidence:
            table = columns(text, proposals(text, list(self.known(text))))
            if not swapped:
                self.evidence[passage.name] = table
        else:
            table = self.evidence[passage.name]
        tags = np.array([INDEX[t] for t in bio(len(text), shown.mentions)])
        ids = np.array([character_id(c, self.vocabulary) for c in text])
        for a, b in cut(text, self.rng):
            kept = table[a:b].copy()
            for column in range(3):
                if self.rng.random() < EVIDENCE_DROP:
                    kept[:, column] = 0
            yield ids[a:b], kept, tags[a:b]

    def _loss(self, batch: Sequence[Window]) -> Tensor:
        ids = _padded([torch.tensor([FIRST, *i, LAST]) for i, _, _ in batch])
        feats, tags = _padded([torch.tensor(f) for _, f, _ in batch]), _padded([torch.tensor(t) for _, _, t in batch])
        inside = _padded([torch.ones(len(i), dtype=torch.bool) for i, _, _ in batch])
        return self.net.loss(self.net.emit(ids, ids != PAD, feats, inside), tags, inside)


def character_id(char: str, vocabulary: Mapping[str, int]) -> int:
    """Return the token of a character; capital letters are read as small ones."""
    return vocabulary.get(char, vocabulary.get(char.lower(), UNKNOWN))


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


def _padded(rows: Sequence[Tensor]) -> Tensor:
    return nn.utils.rnn.pad_sequence(list(rows), batch_first=True)


def _average(mean: dict[str, Tensor], net: Net, step: int) -> None:
    """Keep a running mean of the weights, over about the last fifty steps."""
    trained = [(mean[n], p) for n, p in net.named_parameters() if p.requires_grad]
    with torch.no_grad():
        torch._foreach_lerp_([m for m, _ in trained], [p for _, p in trained], 1 - min(KEEP, step / (step + 10)))


def _with(net: Net, mean: Mapping[str, Tensor]) -> Net:
    import copy

    other = copy.deepcopy(net)
    with torch.no_grad():
        for name, parameter in other.named_parameters():
            parameter.copy_(mean[name])
    return other.eval()


def _optimiser(net: Net) -> torch.optim.AdamW:
    named = [(n, p) for n, p in net.named_parameters() if p.requires_grad]
    groups = [
        {"params": [p for n, p in named if n.startswith("enc.") == inner], "lr": rate, "peak": rate}
        for inner, rate in RATES.items()
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
