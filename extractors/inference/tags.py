"""Shared by the three taggers: the tag set, windows, feature columns, and the best path through tag probabilities."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from extractors.inference.manifest import read_manifest
from extractors.paths import MODELS

# The tags that the shipped models learned, as the CRF's manifest lists them. The other taggers are compared with
# these when they are loaded.
TAGS = read_manifest(MODELS / "ner.npz").classes
# The types in them; names of other types come from gazetteers and rules alone.
TYPES = tuple(tag[2:] for tag in TAGS if tag.startswith("B-"))
INDEX = {tag: i for i, tag in enumerate(TAGS)}
SENTENCE = re.compile(r"[^。;\n]+[。;\n]*|[。;\n]+")
CLASSES = {"h": 1, "d": 2, "a": 3, "“": 4, "”": 5, "(": 6, ")": 7, "《": 8, "》": 9,
           "、": 10, "。": 11, "\n": 12, ":": 13, ",": 14}  # fmt: skip
Floats = NDArray[np.float32]
# From this probability on a character is taken to be outside, and no path through it is looked for.
OUTSIDE = 0.999


def character_class(char: str) -> str:
    """Return h for Han, d for digits, a for other letters, else the character."""
    if "\u4e00" <= char <= "\u9fff":
        return "h"
    return "d" if char.isdigit() else "a" if char.isalpha() else char


def bio(size: int, spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """Return B-TYPE, I-TYPE and O tags of `size` characters."""
    tags = ["O"] * size
    for start, end, kind in spans:
        tags[start:end] = [f"B-{kind}"] + [f"I-{kind}"] * (end - start - 1)
    return tags


def columns(text: str, sources: Sequence[Sequence[tuple[int, int, str]]]) -> NDArray[np.int64]:
    """Return (characters, features): a tag column for every source of spans, the character class, inside quotes."""
    known = [[span for span in spans if span[2] in TYPES] for spans in sources]
    table = [[INDEX[tag] for tag in bio(len(text), spans)] for spans in known]
    table.append([CLASSES.get(character_class(c), 15) for c in text])
    inside, quoted = 0, []
    for char in text:
        inside = 1 if char == "“" else 0 if char in "”\n" else inside
        quoted.append(inside)
    table.append(quoted)
    return np.asarray(table, np.int64).T


def windows(text: str, limit: int) -> list[tuple[int, int]]:
    """Cut a text into stretches of whole sentences, at most `limit` characters each."""
    found, first, last = [], 0, 0
    for match in SENTENCE.finditer(text):
        start, end = match.span()
        while end - start > limit:
            if last > first:
                found.append((first, last))
            found.append((start, start + limit))
            start += limit
            first = last = start
        if end - first > limit and last > first:
            found.append((first, last))
            first = start
        last = end
    if last > first:
        found.append((first, last))
    return found


@cache
def _moves() -> NDArray[np.float64]:
    allowed = [[b[0] != "I" or a[1:] == b[1:] for b in TAGS] for a in TAGS]
    return np.where(allowed, 0.0, -1e9)


def best_spans(probabilities: Floats, bias: float) -> Iterator[tuple[int, int, str, float]]:
    """Yield (start, end, type, confidence) of the most probable legal path.

    `bias` is taken from the log probability of O: what lies outside is easier to be sure of than what lies inside.
    Confidence is the mean probability of the path inside the span.
    """
    logs = np.log(probabilities.astype(np.float64) + 1e-8)
    logs[:, 0] -= bias
    path = [0] * len(logs)
    for first, last in _stretches(probabilities[:, 0] < OUTSIDE):
        path[first:last] = _viterbi(logs[first:last])
    for start, end, kind in names_in(path):
        sure = float(np.mean([probabilities[i, path[i]] for i in range(start, end)]))
        yield start, end, kind, round(sure, 2)


def names_in(path: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, type) of the names that a sequence of tags holds."""
    start: int | None = None
    for at, tag in enumerate([*path, 0]):
        if start is not None and TAGS[tag][0] != "I":
            yield start, at, TAGS[path[start]][2:]
            start = None
        if start is None and TAGS[tag][0] == "B":
            start = at


def _stretches(unsure: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return [start, end) of the runs of characters that may be in a name."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], unsure, [False]]).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _viterbi(logs: NDArray[np.float64]) -> list[int]:
    if not len(logs):
        return []
    moves = _moves()
    score = logs[0] + moves[0]
    back = np.zeros(logs.shape, np.int64)
    for t in range(1, len(logs)):
        step = score[:, None] + moves
        back[t] = step.argmax(0)
        score = step.max(0) + logs[t]
    path = [int(score.argmax())]
    for t in range(len(logs) - 1, 0, -1):
        path.append(int(back[t, path[-1]]))
    return path[::-1]


def marginals(emit: Floats, inside: NDArray[np.bool_], moves: Floats, start: Floats) -> Floats:
    """Return a CRF's tag probabilities (batch, length, tags) by forward and backward sums, scaled at every step."""
    batch, length, count = emit.shape
    jump = np.exp(moves - moves.max())
    local = np.exp(emit - emit.max(-1, keepdims=True))
    ahead, behind = np.ones((2, batch, length, count), np.float32)
    ahead[:, 0] = local[:, 0] * np.exp(start - start.max())
    for t in range(1, length):
        step = (ahead[:, t - 1] @ jump) * local[:, t]
        ahead[:, t] = step / step.sum(-1, keepdims=True)
    for t in range(length - 2, -1, -1):
        step = (behind[:, t + 1] * local[:, t + 1]) @ jump.T
        step /= step.sum(-1, keepdims=True)
        behind[:, t] = np.where(inside[:, t + 1, None], step, 1)
    both = ahead * behind
    found: Floats = both / both.sum(-1, keepdims=True)
    return found
