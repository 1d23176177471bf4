"""The tagger's network: bge-small-zh-v1.5 with one token a character, evidence, and heads for tags (a CRF) and spans, run by onnxruntime."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractors.inference.manifest import check_model
from extractors.inference.spans import Span, span_odds
from extractors.inference.tags import TAGS, Floats, columns, marginals, windows
from extractors.paths import MODELS

MODEL = MODELS / "characters.onnx"
# Characters a window, as in training, and windows whose probabilities are computed together.
WINDOW, BATCH = 250, 8
# Tokens before those of `characters` (see extractors.training.character_export).
PAD, UNKNOWN, FIRST, LAST = range(4)
SPECIAL = 4
OUTPUTS = ["scores", "pairs", "starts", "ends"]
Ints = NDArray[np.int64]


class CharacterEncoder:
    """Computes tag probabilities for every character of a text."""

    def __init__(self, path: Path = MODEL) -> None:
        # Fast mode does without it, and it takes a third of a second.
        import onnxruntime

        check_model(path, classes=TAGS)
        options = onnxruntime.SessionOptions()
        # Two processes run side by side.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
        kept = self.session.get_modelmeta().custom_metadata_map
        self.token = {char: i for i, char in enumerate(kept["characters"], SPECIAL)}
        self.moves = np.asarray(json.loads(kept["moves"]), np.float32)
        self.start = np.asarray(json.loads(kept["start"]), np.float32)
        self.widths = np.asarray(json.loads(kept["widths"]), np.float32)

    def read(self, text: str, spans: Sequence[Sequence[tuple[int, int, str]]]) -> tuple[Floats, dict[Span, float]]:
        """Return tag probabilities (characters, tags), and the likely spans with their log odds.

        `spans` are what gazetteer, suffix rules and quotes found, in this order.
        """
        found, odds = np.zeros((len(text), len(TAGS)), np.float32), dict[Span, float]()
        ids = np.fromiter(map(self._id, text), np.int64, len(text))
        table = columns(text, spans)
        parts = sorted(windows(text, WINDOW), key=lambda p: p[0] - p[1])
        for first in range(0, len(parts), BATCH):
            group = parts[first : first + BATCH]
            scores = []
            for a, b in group:
                rows, inside = self._scores(ids[a:b], table[a:b])
                scores.append(rows)
                odds |= {Span(s + a, e + a, kind): o for (s, e, kind), o in inside.items()}
            for (a, b), rows in zip(group, self._marginals(scores), strict=True):
                found[a:b] = rows[: b - a]
        return found, odds

    def _id(self, char: str) -> int:
        """Return the token of a character; capital letters are read as small ones."""
        return self.token.get(char) or self.token.get(char.lower(), UNKNOWN)

    def _scores(self, ids: Ints, evidence: Ints) -> tuple[Floats, dict[Span, float]]:
        """Return tag scores (characters, tags) and likely spans of one window: what it computes stays in the processor's cache, a batch would not."""
        given = {
            "tokens": np.concatenate(([FIRST], ids, [LAST]))[None],
            "evidence": evidence[None],
            "inside": np.ones((1, len(ids)), np.float32),
        }
        scores, pairs, starts, ends = (rows[0] for rows in self.session.run(OUTPUTS, given))
        return scores, span_odds(pairs.reshape(len(ids), -1, len(ids)), starts, ends, self.widths)

    def _marginals(self, scores: Sequence[Floats]) -> Floats:
        """Return tag probabilities (windows, characters, tags); the sums of several windows are one product each step."""
        shape = len(scores), max(map(len, scores))
        emit, inside = np.zeros((*shape, len(TAGS)), np.float32), np.zeros(shape, bool)
        for i, rows in enumerate(scores):
            emit[i, : len(rows)], inside[i, : len(rows)] = rows, True
        return marginals(emit, inside, self.moves, self.start)
