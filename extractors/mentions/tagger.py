"""The tagger: a character CRF over shapes, neighbours and what gazetteer and rules propose, alone or with encoders."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from extractors.annotations import Mention, Typed
from extractors.inference.character_encoder import CharacterEncoder
from extractors.inference.crf import Crf, Flags
from extractors.inference.encoder import Encoder, States
from extractors.inference.spans import Span, best_names
from extractors.inference.tags import TAGS, TYPES, Floats, best_spans
from extractors.mentions.quoted import marked_names, plain_quoted
from extractors.mentions.select import select
from extractors.mentions.suffixes import suffix_names
from extractors.paths import MODELS
from extractors.structure.widths import narrow

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


class Joined(NamedTuple):
    """The share of the tags beside the log odds of a span, and the least score of a name."""

    share: float = 2.0
    least: float = -2.0


JOINED = Joined()


class Tagger:
    """Finds names: the CRF alone (fast), with the encoder over characters (standard), with both encoders (accurate).

    `bias` is taken from the log probability of "outside" where the CRF is alone; `spans` says how the encoder's scores of spans
    and the tags are put together. `shares` are the weights of the models in the mean of tags, by name; they are scaled to
    those that run. A name's source is the last of these.
    """

    def __init__(
        self,
        shares: Mapping[str, float],
        crf: Path = MODEL,
        characters: Path | None = None,
        encoder: Path | None = None,
        bias: float = 0.8,
        spans: Joined = JOINED,
    ) -> None:
        self.crf = Crf(crf)
        self.characters = CharacterEncoder(characters) if characters else None
        self.encoder = Encoder(encoder) if encoder else None
        self.bias, self.shares, self.spans = bias, shares, spans

    def read(self, text: str, known: Sequence[Mention]) -> tuple[list[Mention], Floats, Flags, States | None]:
        """Return the names of the best path, and for every character how likely it is in no name and whether its word
        goes on after it; then the encoder's states.

        `text` is as the file has it: the encoder has learned full-width punctuation where files have it, the CRF and the rules read
        its narrow forms. `known` are the names that the gazetteer found. The score is the mean probability of the path inside the
        span, where the encoder runs the logistic function of what both heads say of it.
        """
        plain = narrow(text)
        spans, states = proposals(plain, known), None
        said: dict[str, Floats] = {}
        said[CRF], goes_on = self.crf.read(plain, spans)
        odds: dict[Span, float] | None = None
        if self.characters:
            said[CHARACTERS], odds = self.characters.read(text, spans)
        if self.encoder:
            said[ENCODER], states = self.encoder.read(text, spans)
        probabilities = _mean(said, self.shares) if len(said) > 1 else said[CRF]
        if odds is None:
            names = best_spans(probabilities, self.bias)
        else:
            names = best_names(probabilities, odds, self.spans.share, self.spans.least)
        found = [Mention(*span, (list(said)[-1],)) for span in names]
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
