"""The tagger: a character CRF over shapes, neighbours and what gazetteer and rules propose, alone or with an encoder."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from extractors.annotations import Mention, Typed
from extractors.inference.crf import Crf, Flags
from extractors.inference.encoder import Encoder, States
from extractors.inference.tags import TAGS, TYPES, Floats, best_spans
from extractors.mentions.quoted import marked_names, plain_quoted
from extractors.mentions.select import select
from extractors.mentions.suffixes import suffix_names
from extractors.paths import MODELS

MODEL = MODELS / "ner.npz"
CRF, ENCODER, WORD_END = "crf", "encoder", "word-end"
TAGGERS = frozenset({CRF, ENCODER})
# Kept from zero before the geometric mean of two models.
FLOOR = 1e-4
WITHIN = [i for i, tag in enumerate(TAGS) if tag.startswith("I")]
Find = Callable[[str], Iterable[Mention]]


def proposals(text: str, known: Sequence[Mention]) -> list[list[Typed]]:
    """Return the spans that gazetteer, suffix rules and quotes propose, of the types that the models know."""
    quoted = [*marked_names(text), *plain_quoted(text)]
    found = (known, select(list(suffix_names(text)), {}, 0)[0], select(quoted, {}, 0)[0])
    return [[(m.start, m.end, m.type) for m in part if m.type in TYPES] for part in found]


class Tagger:
    """Finds names: the CRF alone (fast) or averaged with the encoder (accurate).

    `bias` is taken from the log probability of "outside", `encoder_share` is the encoder's weight in the mean.
    """

    def __init__(
        self, crf: Path = MODEL, encoder: Path | None = None, bias: float = 0.8, encoder_share: float = 0.6
    ) -> None:
        self.crf = Crf(crf)
        self.encoder = Encoder(encoder) if encoder else None
        self.bias, self.share = bias, encoder_share

    def read(self, text: str, known: Sequence[Mention]) -> tuple[list[Mention], Floats, States | None]:
        """Return the names of the best path, how likely each character is in no name, and the encoder's states.

        `known` are the names that the gazetteer found. The score is the mean probability of the path inside the span.
        """
        spans = proposals(text, known)
        probabilities, goes_on = self.crf.read(text, spans)
        source, states = CRF, None
        if self.encoder:
            more, states = self.encoder.read(text, spans)
            probabilities = _mixed(probabilities, more, self.share)
            source = ENCODER
        within = probabilities[:, WITHIN].sum(1)
        found = [Mention(*span, (source,)) for span in best_spans(probabilities, self.bias)]
        return between_words(found, within, goes_on), probabilities[:, 0], states


def between_words(found: Sequence[Mention], within: Floats, goes_on: Flags) -> list[Mention]:
    """Return the names with ends moved out of words: to the word's end where it is likelier than not that a name goes on, else back.

    `within` is how likely each character goes on a name, `goes_on` whether its word does. Names of one character go.
    """
    taken = {m.start for m in found}
    whole = []
    for mention in found:
        start, end = mention.span
        first, last = end, end
        while first > start and goes_on[first - 1]:
            first -= 1
        while last < len(goes_on) and goes_on[last - 1] and last not in taken:
            last += 1
        stop = end
        if first < end < last:
            stop = last if within[end:last].mean() + within[first:end].mean() >= 1 else first
        if stop - start > 1:
            whole.append(mention.changed(WORD_END, end=stop))
    return whole


def _mixed(crf: Floats, encoder: Floats, share: float) -> Floats:
    """Return the weighted geometric mean: where both agree on a boundary it stays sharp."""
    logs = (1 - share) * np.log(crf + FLOOR) + share * np.log(encoder + FLOOR)
    mixed: Floats = np.exp(logs).astype(np.float32)
    mixed /= mixed.sum(-1, keepdims=True)
    return mixed
