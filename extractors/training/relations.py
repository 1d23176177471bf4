"""Trains the judge of pairs, and measures on held-out districts how often its scores are right."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import lightgbm
import numpy as np

from extractors.inference.encoder import States
from extractors.inference.manifest import write_manifest
from extractors.inference.trees import Floats, save_trees
from extractors.relations.candidates import Key
from extractors.relations.classes import NAMES
from extractors.relations.classifier import GOLD_THRESHOLD, Relater, combine, described, floors, ruled_pairs, smooth
from extractors.relations.context import Context, read_context
from extractors.relations.features import COLUMNS
from extractors.training import Passage, Scored, balanced, read
from extractors.training.boosting import boost
from extractors.training.provenance import described as provenance

SETTINGS = {
    "learning_rate": 0.04,
    "num_leaves": 24,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.5,
    "lambda_l2": 3,
    "max_depth": 8,
}
# Groups of districts that are left out in turn to measure scores: one each takes an hour with sixty districts.
FOLDS = 8
Data = tuple[Context, list[Key], Floats, Floats, Floats]


def prepare(passage: Passage, found: Sequence[Scored] | None = None) -> Data:
    """Return context, pairs, features, labels and least scores over the gold mentions, or over `found` ones with their score.

    Pairs with the passage's own district are left out (see GUIDE).
    """
    text = passage.text
    scored = sorted(found) if found is not None else [(*m, 1.0) for m in passage.mentions]
    ents = [s[:3] for s in scored]
    structure, mentions = read(text, scored)
    at = read_context(structure, mentions)
    ruled = ruled_pairs(structure, at)
    keys, features = described(at, ruled)
    words = [text[start:end] for start, end, _ in ents]
    kept = [i for i, (h, _, t) in enumerate(keys) if words[h] not in passage.homes and words[t] not in passage.homes]
    zones = {text[start:end] for start, end, kind in passage.mentions if kind == "Zone"}
    gold = {plain(*r, zones) for r in passage.relations}
    labels = [float(plain(words[keys[i][0]], NAMES[keys[i][1]], words[keys[i][2]], zones) in gold) for i in kept]
    keys = [keys[i] for i in kept]
    return at, keys, features[kept], np.asarray(labels), floors(at, keys, ruled)


def plain(head: str, kind: str, tail: str, zones: set[str]) -> tuple[str, str, str]:
    """Return the triple in the form that score.py compares: partners in order, part of a zone as lying in it."""
    if kind == "COOPERATES_WITH":
        head, tail = sorted((head, tail))
    if kind == "PART_OF" and head in zones and tail in zones:
        kind = "LOCATED_IN"
    return head, kind, tail


def _fit(data: Sequence[Data], seeds: Sequence[int]) -> list[lightgbm.Booster]:
    return [boost([d[2] for d in data], [d[3] for d in data], 250, seed, **SETTINGS) for seed in seeds]


def train(
    passages: Iterable[Passage],
    found: Mapping[str, Sequence[Scored]],
    path: Path,
    logits: Mapping[str, Floats] | None = None,
    own: Sequence[Passage] = (),
    also: Mapping[str, Sequence[Scored]] | None = None,
) -> None:
    """Write the model to `path`, with the share of true pairs by score, measured over held-out districts.

    `own` are passages to learn from beside those. `found` are, by passage, mentions that a tagger found which had not
    seen the district: the judge learns from these and from the gold ones, so that it knows the tagger's faults; `also` are
    those of another tagger, for more of such faults.
    `logits` are what the encoder's head says of the pairs of `prepare` over these, by passage, from encoders that
    have not seen the district.
    """
    known = list(passages)
    gold = [prepare(p) for p in known]
    read = [p for p in known if p.name in found]
    real = [prepare(p, found[p.name]) for p in read]
    homes = [p.home for p in (*known, *read)]
    beside = [(prepare(p), p.home) for p in own]
    beside += [(prepare(p, also[p.name]), p.home) for p in known if also and p.name in also]
    scores: list[Floats] = []
    labels: list[Floats] = []
    for left in _folds(homes):
        outside = [d for d, h in [*zip([*gold, *real], homes, strict=True), *beside] if h not in left]
        models = _fit(outside, (1,)) if outside else []
        for p, (at, keys, features, truth, least) in zip(read, real, strict=True):
            if p.home in left and models and keys:
                said = np.asarray(models[0].predict(features))
                said = combine(said, logits[p.name]) if logits is not None else said
                scores.append(np.maximum(smooth(at, keys, said), least))
                labels.append(truth)
    # Where no tagger found a pair in a district it had not seen, nothing can be measured: scores stay as they are.
    unmeasured = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    steps, shares = _calibrate(np.concatenate(scores), np.concatenate(labels)) if scores else unmeasured
    models = _fit([*gold, *real, *(d for d, _ in beside)], (1,))
    save_trees([m.dump_model() for m in models], path, scores=steps, shares=shares)
    what = "which pairs of mentions are related, and how often such scores are right"
    data = [*known, *own]
    write_manifest(path, provenance(path, what, "LightGBM", data, features=COLUMNS, classes=NAMES, seed=1))


def _folds(homes: Sequence[str]) -> list[set[str]]:
    """Return the districts in at most FOLDS groups of about as many passages each; those of a group are left out together."""
    return [fold for fold in balanced(Counter(homes), FOLDS) if fold]


def _calibrate(scores: Floats, labels: Floats) -> tuple[Floats, Floats]:
    """Return score steps and the share of true pairs at them, never falling (pool adjacent violators)."""
    order = np.argsort(scores)
    blocks: list[list[float]] = []
    for score, label in zip(scores[order], labels[order], strict=True):
        blocks.append([float(label), 1.0, float(score)])
        while len(blocks) > 1 and blocks[-2][0] * blocks[-1][1] >= blocks[-1][0] * blocks[-2][1]:
            right, count, top = blocks.pop()
            blocks[-1] = [blocks[-1][0] + right, blocks[-1][1] + count, top]
    kept = [b for b in blocks if b[1] >= 15] or blocks
    return np.array([b[2] for b in kept]), np.array([b[0] / b[1] for b in kept])


def gold_relations(passage: Passage, relater: Relater, states: States | None) -> tuple[int, int, int]:
    """Return how many relations between the passage's gold mentions are right, found and true."""
    text, ents = passage.text, list(passage.mentions)
    relater.threshold = GOLD_THRESHOLD
    hits = relater.find(*read(text, [(*e, 1.0) for e in ents]), states)
    words = [text[start:end] for start, end, _ in ents]
    zones = {text[start:end] for start, end, kind in ents if kind == "Zone"}
    said = {(words[h.head], h.type, words[h.tail]) for h in hits}
    found, true = (
        {plain(*r, zones) for r in given if r[0] not in passage.homes and r[2] not in passage.homes}
        for given in (said, passage.relations)
    )
    return len(found & true), len(found), len(true)
