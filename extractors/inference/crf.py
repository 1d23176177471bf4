"""A linear-chain CRF over characters, features and sums as arrays: no string is made at run time.

Trained with CRFsuite (extractors.training.ner), whose weights `Crf` reads from an .npz file.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractors.inference.manifest import check_model
from extractors.inference.segmenter import Segmenter, segmenter_of
from extractors.inference.tags import INDEX, SENTENCE, TAGS, Floats, character_class, marginals, windows

TAILS = "园区城湾带计划行动院中心会节赛路厦场"
NEAR_TAILS, LONGEST_WORD = 8, 5
PLACES = "OBMES"
STARTS = (PLACES.index("B"), PLACES.index("S"))
GOES_ON = (PLACES.index("B"), PLACES.index("M"))
ABSENT, UNKNOWN_WORD = -1, -2
BATCH, STRETCH = 256, 100_000
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Spans = Sequence[tuple[int, int, str]]


def tag_column(size: int, spans: Spans) -> Ints:
    """Return the BIO tag (index into TAGS) of every character."""
    column = np.zeros(size, np.int64)
    for start, end, kind in spans:
        column[start] = INDEX[f"B-{kind}"]
        column[start + 1 : end] = INDEX[f"I-{kind}"]
    return column


def _shift(column: Ints, by: int, fill: int = 0) -> Ints:
    """Return the column as seen `by` characters further on; `fill` beyond the text."""
    moved = np.full(len(column), fill, np.int64)
    if by >= 0:
        moved[: max(len(column) - by, 0)] = column[by:]
    else:
        moved[-by:] = column[:by]
    return moved


def _join(*columns: Ints) -> Ints:
    """Return several columns as one key, 21 bits each."""
    key = columns[0]
    for column in columns[1:]:
        key = key << 21 | column
    return key


def keys(text: str, spans: Sequence[Spans], segmenter: Segmenter, word_id: Callable[[str], int]) -> dict[str, Ints]:
    """Return for every kind of feature its key at every character, ABSENT where there is none.

    `spans` are what gazetteer, suffix rules and quotes propose; `word_id` numbers words from 1.
    """
    size = len(text)
    chars = np.fromiter(map(ord, text), np.int64, size)
    gaz, suffix, quoted = (tag_column(size, found) for found in spans)
    place, length, word = _words(text, segmenter, word_id)
    at = {k: _shift(chars, k) for k in range(-2, 4)}
    classes = np.fromiter((ord(character_class(c)) for c in text), np.int64, size)
    inside = np.zeros(size, np.int64)
    depth = 0
    for i, char in enumerate(text):
        depth = 1 if char == "“" else 0 if char == "”" else depth
        inside[i] = depth
    shape = place * 100 + length
    starts = np.isin(place, STARTS)
    found = {
        "b": np.zeros(size, np.int64),
        **{f"c{k}": at[k] for k in range(-2, 3)},
        **{f"b{k}": _join(at[k], at[k + 1]) for k in range(-2, 2)},
        **{f"t{k}": _join(at[k], at[k + 1], at[k + 2]) for k in (-2, -1, 0)},
        "k": _join(_shift(classes, -1), classes, _shift(classes, 1)),
        **{"g": gaz, "s": suffix, "q": quoted, "Q": inside, "gs": _join(gaz, suffix)},
        **{"w": place, "wg": shape, "W": word},
        **{"wn": _shift(shape, 1, ABSENT), "g1": _shift(gaz, 1, ABSENT), "s1": _shift(suffix, 1, ABSENT)},
        **{"wp": _shift(shape, -1, ABSENT), "g-1": _shift(gaz, -1, ABSENT), "s-1": _shift(suffix, -1, ABSENT)},
        "Wn": np.where(_shift(starts.astype(np.int64), 1) == 1, _shift(word, 1, ABSENT), 0),
        "Wp": np.where(starts, _shift(word, -1, ABSENT), 0),
    }
    if size:
        found["Wn"][-1] = found["Wp"][0] = ABSENT
    tails = np.where(np.isin(chars, [ord(c) for c in TAILS]), chars, ABSENT)
    for k in range(1, NEAR_TAILS + 1):
        found[f"r{k}"] = _shift(tails, k, ABSENT)
    return found


def _words(text: str, segmenter: Segmenter, word_id: Callable[[str], int]) -> tuple[Ints, Ints, Ints]:
    """Return for every character its place in its word, the word's length up to 5, and the word."""
    place, length = np.zeros((2, len(text)), np.int64)
    word = np.full(len(text), word_id(""), np.int64)
    begin, middle, last, single = (PLACES.index(p) for p in "BMES")
    for start, end in segmenter.words(text):
        place[start:end] = middle
        place[end - 1] = last
        place[start] = single if end - start == 1 else begin
        length[start:end] = min(end - start, LONGEST_WORD)
        word[start:end] = word_id(text[start:end])
    return place, length, word


class Crf:
    """Computes tag probabilities with weights written by extractors.training.ner."""

    def __init__(self, path: Path) -> None:
        check_model(path, classes=TAGS)
        self.segmenter = Segmenter(segmenter_of(path))
        with np.load(path) as data:
            self.words = {word: i for i, word in enumerate(str(data["words"]).split("\n"), 1)}
            self.moves = data["moves"]
            self.tables = {
                name[2:]: (data[name], np.vstack([data[f"w:{name[2:]}"], np.zeros((1, len(TAGS)), np.float32)]))
                for name in data.files
                if name.startswith("k:")
            }

    def read(self, text: str, spans: Sequence[Spans]) -> tuple[Floats, Flags]:
        """Return tag probabilities (characters, tags), and for every character whether its word goes on after it.

        A long text is read in stretches of whole sentences, to bound the memory.
        """
        if len(text) <= STRETCH:
            return self._stretch(text, spans)
        found = []
        for first, last in windows(text, STRETCH):
            inside = [[(a - first, b - first, k) for a, b, k in part if first <= a and b <= last] for part in spans]
            found.append(self._stretch(text[first:last], inside))
        return np.concatenate([f for f, _ in found]), np.concatenate([on for _, on in found])

    def _stretch(self, text: str, spans: Sequence[Spans]) -> tuple[Floats, Flags]:
        found = np.zeros((len(text), len(TAGS)), np.float32)
        emit, goes_on = self._emit(text, spans)
        cuts = sorted((m.span() for m in SENTENCE.finditer(text)), key=lambda s: s[0] - s[1])
        start = np.zeros(len(TAGS), np.float32)
        for first in range(0, len(cuts), BATCH):
            group = cuts[first : first + BATCH]
            longest = group[0][1] - group[0][0]
            padded = np.zeros((len(group), longest, len(TAGS)), np.float32)
            inside = np.zeros((len(group), longest), bool)
            for i, (a, b) in enumerate(group):
                padded[i, : b - a], inside[i, : b - a] = emit[a:b], True
            for (a, b), rows in zip(group, marginals(padded, inside, self.moves, start), strict=True):
                found[a:b] = rows[: b - a]
        return found, goes_on

    def _emit(self, text: str, spans: Sequence[Spans]) -> tuple[Floats, Flags]:
        emit = np.zeros((len(text), len(TAGS)), np.float32)
        columns = keys(text, spans, self.segmenter, lambda w: self.words.get(w, UNKNOWN_WORD))
        for name, column in columns.items():
            kind = f"r{min(int(name[1:]), 5)}" if name[0] == "r" else name
            if kind not in self.tables:
                continue
            known, weights = self.tables[kind]
            place = np.minimum(np.searchsorted(known, column), len(known) - 1)
            emit += weights[np.where(known[place] == column, place, len(known))]
        return emit, np.isin(columns["w"], GOES_ON)
