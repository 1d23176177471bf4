"""A small network over the encoder's hidden states that scores pairs of mentions, beside the boosted trees."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors.inference.e5_weights import Floats
from extractors.inference.encoder import States, gelu

CHUNK = 256
Span = tuple[int, int]
Ints = NDArray[np.int64]
Keys = Sequence[tuple[int, int, int]]


class Places(NamedTuple):
    """Of every mention: its offsets, the number of its type, and the offsets of its sentence."""

    mentions: Sequence[Span]
    types: Sequence[int]
    sentences: Sequence[Span]


class PairHead:
    """Scores (head, relation, tail) triples of one document; weights lie in the encoder's file, named `re.…`."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as data:
            self.w = {k[3:]: data[k].astype(np.float32) for k in data.files if k.startswith("re.")}
        self.width = len(self.w["k.bias"])

    def logits(self, states: States, at: Places, keys: Keys, features: NDArray[np.float64]) -> Floats:
        """Return the log odds of every triple; `features` are those that the trees read."""
        if not keys:
            return np.zeros(0, np.float32)
        hidden = states.pieces.astype(np.float32)
        first = states.of[[start for start, _ in at.mentions]]
        last = states.of[[end - 1 for _, end in at.mentions]]
        types = self.w["ty.weight"][list(at.types)]
        mentions = self._line("m", np.concatenate([hidden[first], hidden[last], types], -1))
        mentions = gelu(mentions)
        heads, relations, tails = np.asarray(keys, np.int64).T
        context = self._context(states, at, keys, hidden, mentions)
        lying = features[:, : len(self.w["mean"])]
        known = gelu(self._line("f1", ((lying - self.w["mean"]) / self.w["std"]).astype(np.float32)))
        h, t = self._line("h", mentions), self._line("t", mentions)
        scores = np.empty(len(keys), np.float32)
        for begin in range(0, len(keys), 8 * CHUNK):
            part = slice(begin, begin + 8 * CHUNK)
            left, right = h[heads[part]], t[tails[part]]
            row = [left, right, left * right, context[part], known[part], self.w["rel.weight"][relations[part]]]
            scores[part] = self._line("o2", gelu(self._line("o1", np.concatenate(row, -1))))[:, 0]
        return scores

    def _context(self, states: States, at: Places, keys: Keys, hidden: Floats, mentions: Floats) -> Floats:
        """Return for every triple what both mentions attend to between their sentences."""
        look, value = self._line("k", hidden), self._line("v", hidden)
        from_head, from_tail = self._line("qh", mentions), self._line("qt", mentions)
        pairs = sorted({(h, t) for h, _, t in keys})
        place = {pair: i for i, pair in enumerate(pairs)}
        found = np.zeros((len(pairs), value.shape[1]), np.float32)
        for i, (head, tail) in enumerate(pairs):
            left, right = min(head, tail), max(head, tail)
            begin = states.of[at.sentences[left][0]]
            end = states.of[min(len(states.of), at.sentences[right][1]) - 1] + 1
            scores = look[begin:end] @ (from_head[head] + from_tail[tail]) / np.sqrt(np.float32(self.width))
            weights = np.exp(scores - scores.max())
            found[i] = weights @ value[begin:end] / weights.sum()
        return found[[place[h, t] for h, _, t in keys]]

    def _line(self, name: str, x: Floats) -> Floats:
        y: Floats = x @ self.w[f"{name}.weight"].T + self.w[f"{name}.bias"]
        return y
