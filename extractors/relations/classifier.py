"""The classifier of relations: boosted trees over pairs, with the encoder's head where there is one, and what rules state."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.annotations import CLASSIFIER, Mention, Relation
from extractors.inference.encoder import States
from extractors.inference.pair_head import PairHead, Places
from extractors.inference.trees import Floats, Trees
from extractors.paths import MODELS
from extractors.relations.candidates import Key, candidates
from extractors.relations.classes import NAMES, ORDER
from extractors.relations.context import Context, read_context
from extractors.relations.features import COLUMNS, rows
from extractors.relations.rules import stated
from extractors.relations.statements import decisions
from extractors.relations.vetoes import vetoed
from extractors.structure import Structure

MODEL = MODELS / "relations.npz"
# The same for the mentions of accurate mode, averaged with the encoder's head.
ACCURATE = MODELS / "relations-accurate.npz"
# Where every mention is right, the best F1 on held-out districts.
GOLD_THRESHOLD = 0.2
# The share of the encoder's head, and how close to 0 and 1 a score may come before its log odds are taken; both chosen
# on held-out districts.
HEAD_SHARE, NEVER = 0.2, 1e-5
# The least score of what a rule with a floor states between two sure mentions.
FLOOR = 0.3
PART = NAMES.index("PART_OF")
WITHIN = (PART, NAMES.index("LOCATED_IN"))
Ruled = Mapping[Key, Relation]


class Relater:
    """Judges every possible pair of mentions; `threshold` is the least score of a relation."""

    def __init__(self, path: Path = MODEL, encoder: Path | None = None, threshold: float = 0.12) -> None:
        self.trees = Trees(path, COLUMNS)
        self.head = PairHead(encoder) if encoder else None
        self.threshold = threshold
        with np.load(path) as data:
            self.steps = data["scores"], data["shares"]

    def find(self, structure: Structure, mentions: Sequence[Mention], states: States | None = None) -> list[Relation]:
        """Return the likely relations, each with the sentence of its later end.

        The score of a relation is the share of true ones among held-out relations of the same score.
        """
        if not mentions:
            return []
        at = read_context(structure, mentions)
        ruled = ruled_pairs(structure, at)
        keys, features = described(at, ruled)
        if not keys:
            return []
        scores = self.trees.scores(features)
        if self.head and states:
            scores = combine(scores, self.head.logits(states, places(at), keys, features))
        scores = np.maximum(smooth(at, keys, scores), floors(at, keys, ruled))
        scores = one_of(at, keys, scores) * vetoed(at, keys)
        truth = np.interp(scores, *self.steps)
        hits = []
        for key, score, share in zip(keys, scores, truth, strict=True):
            if score >= self.threshold:
                head, kind, tail = key
                span = structure.sentences[at.sentence[max(head, tail)]]
                source = ruled[key].trail if key in ruled else (_how(at, head, tail),)
                hits.append(Relation(head, NAMES[kind], tail, *span, round(float(share), 2), (*source, CLASSIFIER)))
        return sorted(hits, key=lambda h: (h.start, h.head, h.tail, h.type))


def ruled_pairs(structure: Structure, at: Context) -> dict[Key, Relation]:
    """Return what the rules state, of the relations that the classifier knows, by (head, relation, tail)."""
    return {
        (head, NAMES.index(type), tail): hit
        for (head, type, tail), hit in stated(structure, at).items()
        if type in NAMES
    }


def described(at: Context, ruled: Ruled) -> tuple[list[Key], Floats]:
    """Return every possible relation and its features."""
    keys = candidates(at, ((head, tail) for head, _, tail in ruled))
    return keys, rows(at, keys, {key: hit.score for key, hit in ruled.items()})


def places(at: Context) -> Places:
    """Return where the mentions and their sentences stand, for the encoder's head. Unknown types are in no pair."""
    return Places(
        [m.span for m in at.mentions],
        [ORDER.get(m.type, 0) for m in at.mentions],
        [at.spans[k] for k in at.sentence],
    )


def combine(scores: Floats, logits: NDArray[np.floating[Any]]) -> Floats:
    """Return the weighted mean, in log odds, of what the trees and the encoder's head say."""
    inside = np.clip(scores, NEVER, 1 - NEVER)
    mixed: Floats = (1 - HEAD_SHARE) * np.log(inside / (1 - inside)) + HEAD_SHARE * logits
    return 1 / (1 + np.exp(-mixed))


def _how(at: Context, head: int, tail: int) -> str:
    """Say how far apart a pair stands that no rule states."""
    if at.sentence[head] == at.sentence[tail]:
        return "pair:sentence"
    return "pair:label" if head == at.label[tail] or tail == at.label[head] else "pair:paragraph"


def floors(at: Context, keys: Sequence[Key], ruled: Ruled) -> Floats:
    """Return the least score of every relation: what a rule with a floor gives it, else 0."""
    rows = decisions()
    sure = [
        FLOOR * at.mentions[key[0]].score * at.mentions[key[2]].score
        if key in ruled and rows[ruled[key].trail[0]].floor
        else 0.0
        for key in keys
    ]
    return np.asarray(sure, np.float64)


def one_of(at: Context, keys: Sequence[Key], scores: Floats) -> Floats:
    """Return the scores with 0 where a zone scores less as a part of another than as lying in it, or the other way round."""
    best: dict[tuple[int, int], float] = {}
    zones = [at.mentions[head].type == at.mentions[tail].type == "Zone" and kind in WITHIN for head, kind, tail in keys]
    for (head, _, tail), score, both in zip(keys, scores.tolist(), zones, strict=True):
        if both:
            best[head, tail] = max(best.get((head, tail), 0.0), score)
    kept = [not both or score >= best[k[0], k[2]] for k, score, both in zip(keys, scores.tolist(), zones, strict=True)]
    return np.where(kept, scores, 0.0)


def smooth(at: Context, keys: Sequence[Key], scores: Floats) -> Floats:
    """Average a score with those of the other members of the same list (`A、B和C`); parts and wholes are left alone."""
    by_tail: dict[tuple[int, int, int], list[float]] = defaultdict(list)
    by_head: dict[tuple[int, int, int], list[float]] = defaultdict(list)
    for (head, kind, tail), score in zip(keys, scores.tolist(), strict=True):
        by_tail[head, kind, at.listed[tail]].append(score)
        by_head[at.listed[head], kind, tail].append(score)
    tails = {key: sum(group) / len(group) for key, group in by_tail.items()}
    heads = {key: sum(group) / len(group) for key, group in by_head.items()}
    smoothed = [
        score
        if kind == PART
        else score / 2 + tails[head, kind, at.listed[tail]] / 4 + heads[at.listed[head], kind, tail] / 4
        for (head, kind, tail), score in zip(keys, scores.tolist(), strict=True)
    ]
    return np.asarray(smoothed)
