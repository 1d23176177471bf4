"""Shared by both trained taggers: the head over an encoder's states, windows of a text, the running mean of weights."""

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as fn

from extractors.inference.tags import SENTENCE, TAGS

HIDDEN, FEATURE = 256, 12
# Values of the columns of extractors.inference.tags.columns: three tag columns, character class, inside quotes.
SIZES = (len(TAGS),) * 3 + (16, 2)
# How often each of the tag columns is left out, so that the tagger does not rely on it.
EVIDENCE_DROP = 0.1


def gelu(x: Tensor) -> Tensor:
    """The tanh form, which numpy computes fast."""
    return fn.gelu(x, approximate="tanh")


class WithEvidence(Protocol):
    """A head that begins with evidence, a layer and a convolution."""

    fe: nn.ModuleList
    l1: nn.Linear
    cv: nn.Conv1d
    training: bool


def with_evidence(head: WithEvidence, h: Tensor, feats: Tensor, inside: Tensor) -> Tensor:
    """Return what a head makes of states and evidence (batch, characters, HIDDEN) before its scores."""
    known = torch.cat([table(feats[..., i]) for i, table in enumerate(head.fe)], -1)
    h = torch.cat([fn.dropout(h, 0.2, head.training), fn.dropout(known, 0.1, head.training)], -1)
    h = gelu(head.l1(h)) * inside[..., None]
    return fn.dropout(h + gelu(head.cv(h.transpose(1, 2))).transpose(1, 2), 0.2, head.training)


class Tagging(nn.Module):
    """Evidence, a layer, a convolution and a CRF over the states of characters."""

    def add_head(self, width: int) -> None:
        """Make the layers over states of `width`."""
        self.fe = nn.ModuleList(nn.Embedding(n, FEATURE) for n in SIZES)
        self.l1 = nn.Linear(width + FEATURE * len(SIZES), HIDDEN)
        self.cv = nn.Conv1d(HIDDEN, HIDDEN, 3, padding=1)
        self.out = nn.Linear(HIDDEN, len(TAGS))
        self.tr = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.st = nn.Parameter(torch.zeros(len(TAGS)))

    def tag_scores(self, h: Tensor, feats: Tensor, inside: Tensor) -> Tensor:
        """Return tag scores (batch, characters, tags) from states (batch, characters, width)."""
        scores: Tensor = self.out(with_evidence(self, h, feats, inside))
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


def cut(text: str, rng: random.Random, smallest: int, longest: int) -> Iterator[tuple[int, int]]:
    """Yield stretches of whole sentences, of a length drawn between two, cut anew every epoch."""
    first = last = 0
    limit = rng.randint(smallest, longest)
    for match in SENTENCE.finditer(text):
        start, end = match.span()
        if end - first > limit and last > first:
            yield first, last
            first, limit = start, rng.randint(smallest, longest)
        while end - first > longest:
            yield first, first + longest
            first += longest
        last = end
    if last > first:
        yield first, last


def some_evidence(rows: np.ndarray, rng: random.Random) -> np.ndarray:
    """Return a copy of the rows of `columns` in which each tag column is empty now and then."""
    shown = rows.copy()
    for column in range(3):
        if rng.random() < EVIDENCE_DROP:
            shown[:, column] = 0
    return shown


def padded(rows: Sequence[Tensor]) -> Tensor:
    """Return rows of different length as one tensor, zeros behind the shorter ones."""
    return nn.utils.rnn.pad_sequence(list(rows), batch_first=True)


def take_weights(net: nn.Module, weights: Mapping[str, Tensor]) -> None:
    """Give the network these weights, for use; those that are not among them stay."""
    with torch.no_grad():
        parameters = dict(net.named_parameters())
        for name, value in weights.items():
            parameters[name].copy_(value)
    net.eval()
