"""Trains the choice among the spans that may say what a value measures."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from extractors.inference.manifest import write_manifest
from extractors.inference.segmenter import Segmenter
from extractors.inference.trees import Floats, save_trees
from extractors.structure.sentences import find_sentences
from extractors.structure.widths import narrow
from extractors.targets.indicator_features import COLUMNS, features
from extractors.targets.indicators import candidates
from extractors.targets.quantities import find_quantities
from extractors.targets.value_context import Place, Words
from extractors.training import Passage
from extractors.training.boosting import boost
from extractors.training.provenance import described

# One ensemble alone is right or wrong by its seed in one value of a hundred.
SEEDS = 4


def similarity(span: str, gold: str) -> float:
    """Return the share of common characters; a span inside the other is worth 0.6 at least."""
    common = (Counter(span) & Counter(gold)).total() / max(len(span), len(gold))
    return max(common, 0.6 if span in gold or gold in span or common >= 0.5 else 0.0)


def examples(passage: Passage, segmenter: Segmenter) -> Iterable[tuple[Floats, Floats]]:
    """Yield (features, similarity to the gold indicator) of the candidates of every gold value."""
    text = narrow(passage.text)
    names = {i for start, end, _ in passage.mentions for i in range(start, end)}
    words = Words(text, segmenter.goes_on(text), names)
    for first, last in find_sentences(text):
        chosen: list[tuple[int, int]] = []
        earlier: list[tuple[int, int]] = []
        for quantity in find_quantities(text[first:last]):
            start, end = first + quantity.start, first + quantity.end
            gold = passage.targets.get((start, end))
            place = Place(words, first, start, end, last, quantity.unit, tuple(earlier))
            earlier.append((start, end))
            options = candidates(place, chosen) if gold else []
            if gold and options:
                labels = np.array([similarity(text[a:b], gold) for _, (a, b) in options])
                yield features(place, options, len(chosen)), labels
                chosen.append(options[int(labels.argmax())][1])


def train(passages: Iterable[Passage], path: Path) -> None:
    """Write the model to `path`."""
    known, segmenter = list(passages), Segmenter()
    rows, labels = zip(*(pair for p in known for pair in examples(p, segmenter)), strict=True)
    settings = {
        "learning_rate": 0.05,
        "num_leaves": 15,
        "min_data_in_leaf": 10,
        "feature_fraction": 0.6,
        "lambda_l2": 1,
    }
    save_trees([boost(rows, labels, 220, seed, **settings).dump_model() for seed in range(1, SEEDS + 1)], path)
    write_manifest(
        path, described(path, "which words say what a value measures", "LightGBM", known, features=COLUMNS, seed=1)
    )
