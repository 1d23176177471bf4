"""The statistical component: a character CRF over shapes, neighbours, gazetteer and rule candidates, alone or with an encoder."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from extractors.annotations import Candidate
from extractors.inference.crf import Crf, Flags
from extractors.inference.encoder import Encoder, States
from extractors.inference.tags import TAGS, Floats, best_spans
from extractors.mentions.boundaries import complete
from extractors.mentions.select import merge
from extractors.mentions.suffixes import quoted_names, suffix_names
from extractors.paths import MODELS

MODEL = MODELS / "ner.npz"
# Chosen on held-out districts: see docs/quality.md.
FAST_BIAS, ACCURATE_BIAS, ENCODER_SHARE = 0.8, 0.8, 0.6
FLOOR = 1e-4
WITHIN = [i for i, tag in enumerate(TAGS) if tag.startswith("I")]
# A listed name stands only where the model finds it likelier inside a name than outside.
UNSURE = 0.5
# The ontology's names stand, but for sectors and programs, which are often common words: not where the model is this sure.
CERTAIN, COMMON = 0.9, ("Industry", "Program")
Example = tuple[str, Sequence[tuple[int, int, str]]]
Scored = tuple[int, int, str, float]
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
        probabilities, goes_on = self.crf.read(text, spans)
        rule, bias, states = "crf", FAST_BIAS, None
        if self.encoder:
            more, states = self.encoder.read(text, spans)
            probabilities = _mixed(probabilities, more)
            rule, bias = "encoder", ACCURATE_BIAS
        outside = probabilities[:, 0]
        within = probabilities[:, WITHIN].sum(1)
        best = complete(text, between_words(list(best_spans(probabilities, bias)), within, goes_on))
        return [Candidate(a, b, kind, rule, sure) for a, b, kind, sure in best], outside, states


def stands(candidate: Candidate, outside: Floats) -> bool:
    """Say whether a known name is a name here, by how likely the model finds its characters in no name."""
    doubt = outside[candidate.start : candidate.end].mean()
    if candidate.rule == "listed":
        return bool(doubt < UNSURE)
    return candidate.rule != "gazetteer" or candidate.type not in COMMON or bool(doubt < CERTAIN)


def between_words(found: Sequence[Scored], within: Floats, goes_on: Flags) -> list[Scored]:
    """Return the names with ends moved out of words: to the word's end where it is likelier than not that a name goes on, else back.

    `within` is how likely each character goes on a name, `goes_on` whether its word does. Names of one character go.
    """
    taken = {start for start, *_ in found}
    whole = []
    for start, end, kind, sure in found:
        first, last = end, end
        while first > start and goes_on[first - 1]:
            first -= 1
        while last < len(goes_on) and goes_on[last - 1] and last not in taken:
            last += 1
        stop = end
        if first < end < last:
            stop = last if within[end:last].mean() + within[first:end].mean() >= 1 else first
        if stop - start > 1:
            whole.append((start, stop, kind, sure))
    return whole


def _mixed(crf: Floats, encoder: Floats) -> Floats:
    """Return the weighted geometric mean: where both agree on a boundary it stays sharp."""
    logs = (1 - ENCODER_SHARE) * np.log(crf + FLOOR) + ENCODER_SHARE * np.log(encoder + FLOOR)
    mixed: Floats = np.exp(logs).astype(np.float32)
    mixed /= mixed.sum(-1, keepdims=True)
    return mixed
