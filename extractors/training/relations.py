"""Trains the judge of pairs, and measures on held-out districts how often its scores are right."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import lightgbm
import numpy as np

from extractors.leads import find_leads
from extractors.pairs import NAMES, Layout, layout, rows
from extractors.relations import smooth
from extractors.segment import find_scopes, find_sections, find_sentences
from extractors.training import Passage
from extractors.training.boosting import boost
from extractors.trees import Floats, save_trees

SETTINGS = {"learning_rate": 0.04, "num_leaves": 24, "min_data_in_leaf": 20, "feature_fraction": 0.5, "lambda_l2": 3}
Keys = list[tuple[int, int, int]]
Data = tuple[Layout, Keys, Floats, Floats]


def prepare(passage: Passage) -> Data:
    """Return layout, pairs, features and labels; pairs with the passage's own district are left out (see GUIDE)."""
    text, ents = passage.text, passage.mentions
    sentences = find_sentences(text)
    scopes = [*find_scopes(text, find_sections(text, None)), *find_leads(text, sentences, ents)]
    at = layout(text, sentences, sorted(scopes, key=lambda s: (s.start, -s.end)), ents)
    keys, features = rows(at)
    words = [text[start:end] for start, end, _ in ents]
    kept = [i for i, (h, _, t) in enumerate(keys) if words[h] not in passage.homes and words[t] not in passage.homes]
    zones = {words[i] for i, e in enumerate(ents) if e[2] == "Zone"}
    gold = {_plain(*r, zones) for r in passage.relations}
    labels = [float(_plain(words[keys[i][0]], NAMES[keys[i][1]], words[keys[i][2]], zones) in gold) for i in kept]
    return at, [keys[i] for i in kept], features[kept], np.asarray(labels)


def _plain(head: str, kind: str, tail: str, zones: set[str]) -> tuple[str, str, str]:
    if kind == "COOPERATES_WITH":
        head, tail = sorted((head, tail))
    if kind == "PART_OF" and head in zones and tail in zones:
        kind = "LOCATED_IN"
    return head, kind, tail


def _fit(data: Sequence[Data], seeds: Sequence[int]) -> list[lightgbm.Booster]:
    return [boost([d[2] for d in data], [d[3] for d in data], 250, seed, **SETTINGS) for seed in seeds]


def train(passages: Iterable[Passage], path: Path) -> None:
    """Write the model to `path`, with the share of true pairs by score, measured over held-out districts."""
    known = list(passages)
    data = [prepare(p) for p in known]
    scores: list[Floats] = []
    labels: list[Floats] = []
    for home in sorted({p.home for p in known}):
        inside = [d for d, p in zip(data, known, strict=True) if p.home != home]
        models = _fit(inside, (1,)) if inside else []
        for at, keys, features, truth in (
            d for d, p in zip(data, known, strict=True) if models and p.home == home and d[1]
        ):
            scores.append(smooth(at, keys, np.asarray(models[0].predict(features))))
            labels.append(truth)
    steps, shares = _calibrate(np.concatenate(scores), np.concatenate(labels))
    save_trees([m.dump_model() for m in _fit(data, (1, 2, 3))], path, scores=steps, shares=shares)


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
