"""The statistical component: a character CRF over shapes, neighbours, gazetteer and rule candidates, alone or with an encoder."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from extractors.crf import Crf
from extractors.encoder import Encoder, States
from extractors.merge import merge
from extractors.names import quoted_names, suffix_names
from extractors.tags import Floats, best_spans
from extractors.types import Candidate

MODEL = Path(__file__).parent / "model" / "ner.npz"
# Chosen on held-out districts: see docs/quality.md.
FAST_BIAS, ACCURATE_BIAS, ENCODER_SHARE = 0.8, 0.8, 0.6
FLOOR = 1e-4
# A listed name stands only where the model finds it likelier inside a name than outside.
UNSURE = 0.5
Example = tuple[str, Sequence[tuple[int, int, str]]]
Find = Callable[[str], Iterable[Candidate]]


def sources(text: str, known: Find) -> list[list[tuple[int, int, str]]]:
    """Return the spans that gazetteer, suffix rules and quotes propose."""
    found = (known(text), merge(suffix_names(text)), merge(quoted_names(text)))
    return [[(c.start, c.end, c.type) for c in spans] for spans in found]


class Tagger:
    """Finds names: the CRF alone (fast) or averaged with the encoder (accurate)."""

    def __init__(self, crf: Path = MODEL, encoder: Path | None = None) -> None:
        self.crf = Crf(crf)
        self.encoder = Encoder(encoder) if encoder else None

    def read(self, text: str, known: Find) -> tuple[list[Candidate], Floats, States | None]:
        """Return the names of the best path, how likely each character is in no name, and the encoder's states.

        Confidence is the mean probability of the path inside the span.
        """
        spans = sources(text, known)
        probabilities = self.crf.probabilities(text, spans)
        rule, bias, states = "crf", FAST_BIAS, None
        if self.encoder:
            more, states = self.encoder.read(text, spans)
            probabilities = _mixed(probabilities, more)
            rule, bias = "encoder", ACCURATE_BIAS
        found = [Candidate(a, b, kind, rule, sure) for a, b, kind, sure in best_spans(probabilities, bias)]
        return found, probabilities[:, 0], states


def _mixed(crf: Floats, encoder: Floats) -> Floats:
    """Return the weighted geometric mean: where both agree on a boundary it stays sharp."""
    logs = (1 - ENCODER_SHARE) * np.log(crf + FLOOR) + ENCODER_SHARE * np.log(encoder + FLOOR)
    mixed: Floats = np.exp(logs).astype(np.float32)
    mixed /= mixed.sum(-1, keepdims=True)
    return mixed
