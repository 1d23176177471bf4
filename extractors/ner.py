"""The statistical component: a character CRF over shapes, neighbours, gazetteer and rule candidates."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pycrfsuite

from extractors.merge import merge
from extractors.names import quoted_names, suffix_names
from extractors.types import Candidate

MODEL = Path(__file__).parent / "model" / "ner.crfsuite"
SENTENCE = re.compile(r"[^。;\n]+[。;\n]?")
TAILS = frozenset("园区城湾带计划行动院中心会节赛路厦场")
PAD = "\0\0\0"
PARAMETERS = {"c1": 0.15, "c2": 0.02, "max_iterations": 70, "feature.possible_transitions": True}
Example = tuple[str, Sequence[tuple[int, int, str]]]
Find = Callable[[str], Iterable[Candidate]]


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


def features(text: str, known: Find) -> list[list[str]]:
    """Return the features of every character; `known` finds gazetteer names."""
    sources = (known(text), merge(suffix_names(text)), merge(quoted_names(text)))
    gaz, suffix, quoted = (bio(len(text), ((c.start, c.end, c.type) for c in found)) for found in sources)
    padded = PAD + text + PAD
    classes = [character_class(c) for c in padded]
    inside, rows = "0", []
    for i, char in enumerate(text):
        inside = "1" if char == "“" else "0" if char == "”" else inside
        j = i + 3
        row = ["b", *(f"c{k}={padded[j + k]}" for k in range(-2, 3))]
        row += [f"b{k}={padded[j + k : j + k + 2]}" for k in range(-2, 2)]
        row += [f"t{k}={padded[j + k : j + k + 3]}" for k in (-2, -1, 0)]
        row += ["k=" + "".join(classes[j - 1 : j + 2]), f"g={gaz[i]}", f"s={suffix[i]}", f"q={quoted[i]}"]
        row += [f"Q={inside}", f"gs={gaz[i]}{suffix[i]}"]
        if i + 1 < len(text):
            row += [f"g1={gaz[i + 1]}", f"s1={suffix[i + 1]}"]
        if i:
            row += [f"g-1={gaz[i - 1]}", f"s-1={suffix[i - 1]}"]
        row += [f"r{min(k, 5)}={c}" for k, c in enumerate(text[i + 1 : i + 9], 1) if c in TAILS]
        rows.append(row)
    return rows


def train(examples: Iterable[Example], known: Find, path: Path) -> None:
    """Train on (text, spans) pairs and write the model to `path`."""
    trainer = pycrfsuite.Trainer(verbose=False, algorithm="lbfgs")
    trainer.set_params(PARAMETERS)
    for text, spans in examples:
        rows, tags = features(text, known), bio(len(text), spans)
        for match in SENTENCE.finditer(text):
            trainer.append(rows[match.start() : match.end()], tags[match.start() : match.end()])
    trainer.train(str(path))


class Tagger:
    """Finds names with a trained model."""

    def __init__(self, path: Path) -> None:
        self.tagger = pycrfsuite.Tagger()
        self.tagger.open(str(path))

    def find(self, text: str, known: Find) -> Iterator[Candidate]:
        """Yield the names of the best path; confidence is the lowest marginal probability inside the span."""
        rows = features(text, known)
        for match in SENTENCE.finditer(text):
            self.tagger.set(rows[match.start() : match.end()])
            tags = [*self.tagger.tag(), "O"]
            start = None
            for at, tag in enumerate(tags):
                if start is not None and tag != f"I-{tags[start][2:]}":
                    sure = min(self.tagger.marginal(tags[i], i) for i in range(start, at))
                    first = match.start()
                    yield Candidate(first + start, first + at, tags[start][2:], "crf", round(sure, 3))
                    start = None
                if start is None and tag != "O":
                    start = at
