"""Word segmentation by spacy-pkuseg with the project's own model: evidence for the tagger, never a span's boundary."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import spacy_pkuseg
from numpy.typing import NDArray

from extractors.paths import MODELS

MODEL = MODELS / "segment"
PIECE = re.compile(r"[^。;\n]+[。;\n]?")
LONGEST = 5
Place = tuple[str, str, str]
NO_WORD: Place = ("O", "O", "")


def segmenter_of(tagger: Path) -> Path:
    """Return the segmentation model that a tagger's file was trained with: the one beside it, else the shipped one."""
    beside = tagger.with_name(MODEL.name)
    return beside if beside.is_dir() else MODEL


class Segmenter:
    """Splits text into words; `words` of a user dictionary stay whole."""

    def __init__(self, path: Path = MODEL, words: Sequence[str] = ()) -> None:
        self.model = spacy_pkuseg.pkuseg(str(path), user_dict=list(words) or None)

    def words(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield [start, end) of every word; white space belongs to none."""
        for piece in PIECE.finditer(text):
            at = piece.start()
            for word in self.model.cut(piece.group()):
                start = text.find(word, at, at + len(word) + LONGEST)
                if start >= 0:
                    at = start + len(word)
                    yield start, at

    def goes_on(self, text: str) -> NDArray[np.bool_]:
        """Return for every character whether its word goes on after it."""
        found = np.zeros(len(text), np.bool_)
        for start, end in self.words(text):
            found[start : end - 1] = True
        return found

    def places(self, text: str) -> list[Place]:
        """Return for every character its place in its word (B, M, E, S), the word's length up to 5, and the word."""
        found = [NO_WORD] * len(text)
        for start, end in self.words(text):
            word, size = text[start:end], end - start
            for i in range(start, end):
                place = "S" if size == 1 else "B" if i == start else "E" if i == end - 1 else "M"
                found[i] = (place, str(min(size, LONGEST)), word)
        return found
