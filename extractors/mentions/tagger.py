"""The tagger: a character CRF over shapes, neighbours and what gazetteer and rules propose, alone or with encoders."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from extractors.annotations import Mention, Typed
from extractors.inference.character_encoder import CharacterEncoder
from extractors.inference.crf import Crf, Flags
from extractors.inference.encoder import Encoder, States
from extractors.inference.tags import TAGS, TYPES, Floats, best_spans
from extractors.mentions.quoted import marked_names, plain_quoted
from extractors.mentions.select import select
from extractors.mentions.suffixes import suffix_names
from extractors.paths import MODELS

MODEL = MODELS / "ner.npz"
CRF, CHARACTERS, ENCODER, WORD_END = "crf", "characters", "encoder", "word-end"
TAGGERS = frozenset({CRF, CHARACTERS, ENCODER})
# Kept from zero before the geometric mean of models.
FLOOR = 1e-4
WITHIN = [i for i, tag in enumerate(TAGS) if tag.startswith("I")]
Find = Callable[[str], Iterable[Mention]]


def proposals(text: str, known: Sequence[Mention]) -> list[list[Typed]]:
    """Return the spans that gazetteer, suffix rules and quotes propose, of the types that the models know."""
    quoted = [*marked_names(text), *plain_quoted(text)]
    found = (known, select(list(suffix_names(text)), {}, 0)[0], select(quoted, {}, 0)[0])
    return [[(m.start, m.end, m.type) for m in part if m.type in TYPES] for part in found]


class Tagger:
    """Finds names: the CRF alone (fast), with the encoder over characters (standard), with both encoders (accurate).

    `bias` is taken from the log probability of "outside". `shares` are the weights of the models in their mean, by
    name; they are scaled to those that run. A name's source is the last of these.
    """

    def __init__(
        self,
        shares: Mapping[str, float],
        crf: Path = MODEL,
        characters: Path | None = None,
        encoder: Path | None = None,
        bias: float = 0.8,
    ) -> None:
        self.crf = Crf(crf)
        self.characters = CharacterEncoder(characters) if characters else None
        self.encoder = Encoder(encoder) if encoder else None
        self.bias, self.shares = bias, shares

    def read(self, text: str, known: Sequence[Mention]) -> tuple[list[Mention], Floats, Flags, States | None]:
        """Return the names of the best path, and for every character how likely it is in no name and whether its word
        goes on after it; then the encoder's states.

        `known` are the names that the gazetteer found. The score is the mean probability of the path inside the span.
        """
        spans, states = proposals(text, known), None
        said: dict[str, Floats] = {}
        said[CRF], goes_on = self.crf.read(text, spans)
        if self.characters:
            said[CHARACTERS] = self.characters.read(text, spans)
        if self.encoder:
            said[ENCODER], states = self.encoder.read(text, spans)
        probabilities = _mean(said, self.shares) if len(said) > 1 else said[CRF]
        found = [Mention(*span, (list(said)[-1],)) for span in best_spans(probabilities, self.bias)]
        if len(said) > 1:
            # Encoders know words: ends moved by the segmentation make their names worse (docs/quality.md).
            found = [m for m in found if m.end - m.start > 1]
        else:
            found = between_words(found, probabilities[:, WITHIN].sum(1), goes_on)
        return found, probabilities[:, 0], goes_on, states


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


def _mean(said: Mapping[str, Floats], shares: Mapping[str, float]) -> Floats:
    """Return the weighted geometric mean: where the models agree on a boundary it stays sharp."""
    whole = sum(shares[name] for name in said)
    logs = sum(shares[name] / whole * np.log(rows + FLOOR) for name, rows in said.items())
    mean: Floats = np.exp(logs).astype(np.float32)
    mean /= mean.sum(-1, keepdims=True)
    return mean
