"""The statistical component: a character CRF over shapes, neighbours, gazetteer and rule candidates, alone or with an encoder."""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import pycrfsuite

from extractors.encoder import Encoder
from extractors.merge import merge
from extractors.names import quoted_names, suffix_names
from extractors.segmenter import Place, Segmenter
from extractors.tags import INDEX, TAGS, Floats, best_spans, bio, character_class
from extractors.types import Candidate

MODEL = Path(__file__).parent / "model" / "ner.crfsuite"
SENTENCE = re.compile(r"[^。;\n]+[。;\n]?")
TAILS = frozenset("园区城湾带计划行动院中心会节赛路厦场")
# Chosen on held-out districts: see docs/quality.md.
FAST_BIAS, ACCURATE_BIAS, ENCODER_SHARE = 0.4, 0.4, 0.55
FLOOR = 1e-4
# A listed name stands only where the model finds it likelier inside a name than outside.
UNSURE = 0.5
PLAINLY_OUTSIDE = 0.995
PAD = "\0\0\0"
PARAMETERS = {"c1": 0.15, "c2": 0.02, "max_iterations": 70, "feature.possible_transitions": True}
Example = tuple[str, Sequence[tuple[int, int, str]]]
Find = Callable[[str], Iterable[Candidate]]


def sources(text: str, known: Find) -> list[list[tuple[int, int, str]]]:
    """Return the spans that gazetteer, suffix rules and quotes propose."""
    found = (known(text), merge(suffix_names(text)), merge(quoted_names(text)))
    return [[(c.start, c.end, c.type) for c in spans] for spans in found]


def features(text: str, spans: Sequence[Sequence[tuple[int, int, str]]], words: Sequence[Place]) -> list[list[str]]:
    """Return the features of every character; `spans` are the three lists of `sources`, `words` from the segmenter."""
    gaz, suffix, quoted = (bio(len(text), found) for found in spans)
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
        place, size, word = words[i]
        row += [f"w={place}", f"wg={place}{size}", f"W={word}"]
        if i + 1 < len(text):
            after = words[i + 1]
            row += [f"wn={after[0]}{after[1]}", f"Wn={after[2]}" if after[0] in "BS" else "Wn"]
            row += [f"g1={gaz[i + 1]}", f"s1={suffix[i + 1]}"]
        if i:
            before = words[i - 1]
            row += [f"wp={before[0]}{before[1]}", f"Wp={before[2]}" if place in "BS" else "Wp"]
            row += [f"g-1={gaz[i - 1]}", f"s-1={suffix[i - 1]}"]
        row += [f"r{min(k, 5)}={c}" for k, c in enumerate(text[i + 1 : i + 9], 1) if c in TAILS]
        rows.append(row)
    return rows


def train(examples: Iterable[Example], known: Find, path: Path) -> None:
    """Train on (text, spans) pairs and write the model to `path`."""
    trainer = pycrfsuite.Trainer(verbose=False, algorithm="lbfgs")
    trainer.set_params(PARAMETERS)
    segmenter = Segmenter()
    for text, spans in examples:
        rows, tags = features(text, sources(text, known), segmenter.places(text)), bio(len(text), spans)
        for match in SENTENCE.finditer(text):
            trainer.append(rows[match.start() : match.end()], tags[match.start() : match.end()])
    trainer.train(str(path))


class Crf:
    """Computes tag probabilities with a model written by `train`."""

    def __init__(self, path: Path) -> None:
        self.tagger = pycrfsuite.Tagger()
        self.tagger.open(str(path))
        self.segmenter = Segmenter()
        self.inner = [(INDEX[label], label) for label in self.tagger.labels() if label != "O"]

    def probabilities(self, text: str, spans: Sequence[Sequence[tuple[int, int, str]]]) -> Floats:
        """Return (characters, tags)."""
        found = np.zeros((len(text), len(TAGS)), np.float32)
        found[:, 0] = 1
        rows, marginal = features(text, spans, self.segmenter.places(text)), self.tagger.marginal
        for match in SENTENCE.finditer(text):
            self.tagger.set(rows[match.start() : match.end()])
            for at in range(match.end() - match.start()):
                row = found[match.start() + at]
                row[0] = marginal("O", at)
                # Most characters are plainly outside; asking for their other tags would double the cost.
                if row[0] < PLAINLY_OUTSIDE:
                    for column, label in self.inner:
                        row[column] = marginal(label, at)
        return found


class Tagger:
    """Finds names: the CRF alone (fast) or averaged with the encoder (accurate)."""

    def __init__(self, crf: Path = MODEL, encoder: Path | None = None) -> None:
        self.crf = Crf(crf)
        self.encoder = Encoder(encoder) if encoder else None

    def read(self, text: str, known: Find) -> tuple[list[Candidate], Floats]:
        """Return the names of the best path, and for every character the probability that it is in no name.

        Confidence is the mean probability of the path inside the span.
        """
        spans = sources(text, known)
        probabilities = self.crf.probabilities(text, spans)
        rule, bias = "crf", FAST_BIAS
        if self.encoder:
            probabilities = _mixed(probabilities, self.encoder.probabilities(text, spans))
            rule, bias = "encoder", ACCURATE_BIAS
        found = [Candidate(a, b, kind, rule, sure) for a, b, kind, sure in best_spans(probabilities, bias)]
        return found, probabilities[:, 0]


def _mixed(crf: Floats, encoder: Floats) -> Floats:
    """Return the weighted geometric mean: where both agree on a boundary it stays sharp."""
    logs = (1 - ENCODER_SHARE) * np.log(crf + FLOOR) + ENCODER_SHARE * np.log(encoder + FLOOR)
    mixed: Floats = np.exp(logs).astype(np.float32)
    mixed /= mixed.sum(-1, keepdims=True)
    return mixed
