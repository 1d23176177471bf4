"""Relations between mentions: pairs described by how they lie in the text, judged by a trained model."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.annotations import Mention, Relation, RelationHit, Scope
from extractors.inference.encoder import States
from extractors.inference.pair_head import PairHead
from extractors.inference.trees import Floats, Trees
from extractors.paths import MODELS
from extractors.relations.context import Layout, layout
from extractors.relations.features import NAMES, Key, rows
from extractors.relations.triggers import find_relations
from extractors.structure import Structure

MODEL = MODELS / "relations.npz"
# The same for the mentions of accurate mode, averaged with the encoder's head.
ACCURATE = MODELS / "relations-accurate.npz"
# Best F1 on held-out districts; what enters a graph as stated is decided by confidence there.
THRESHOLD = 0.12
# The same where every mention is right.
GOLD_THRESHOLD = 0.2
HEAD_SHARE, NEVER = 0.2, 1e-5
# Rules that mostly hold where every mention is right (nine in ten; a zone's programs three in four), though some are too rare to be learned; and the least score
# of what they say.
SURE = {
    "scope:holds", "sentence:holds", "scope:implements", "sentence:partners", "scope:located", "sentence:located",
    "scope:sector", "scope:topic", "sentence:topic", "sentence:focus",
    "sentence:within", "sentence:of", "name:part", "list:part", "list:settled", "run:part", "heading:supports",
}  # fmt: skip
FLOOR = 0.3
PART = NAMES.index("PART_OF")
WITHIN = (PART, NAMES.index("LOCATED_IN"))


class Relater:
    """Judges every possible pair of mentions, with the encoder's head where its file is given."""

    def __init__(self, path: Path = MODEL, encoder: Path | None = None) -> None:
        self.trees = Trees(path)
        self.head = PairHead(encoder) if encoder else None
        self.threshold = THRESHOLD
        with np.load(path) as data:
            self.steps = data["scores"], data["shares"]

    def find(
        self,
        structure: Structure,
        mentions: Sequence[Mention],
        states: States | None = None,
    ) -> list[Relation]:
        """Return the likely relations, each with the sentence of its later end.

        Confidence is the share of true relations among held-out ones of the same score.
        """
        if not mentions:
            return []
        at = layout(structure, mentions)
        ruled = stated(at, structure.scopes)
        keys, features = rows(at, ruled)
        if not keys:
            return []
        scores = self.trees.scores(features)
        if self.head and states:
            scores = combine(scores, self.head.logits(states, at, keys, features))
        scores = np.maximum(smooth(at, keys, scores), floors(at, keys, ruled))
        scores = one_of(at, keys, scores)
        truth = np.interp(scores, *self.steps)
        hits = []
        for (head, kind, tail), score, share in zip(keys, scores, truth, strict=True):
            if score >= self.threshold:
                start, end = structure.sentences[at.sentence[max(head, tail)]]
                rule = ruled.get((head, kind, tail))
                trail = (rule.rule if rule else _how(at, head, tail), "classifier")
                hits.append(Relation(head, NAMES[kind], tail, start, end, round(float(share), 2), trail))
        return sorted(hits, key=lambda h: (h.start, h.head, h.tail, h.type))


def combine(scores: Floats, logits: NDArray[np.floating[Any]]) -> Floats:
    """Return the weighted mean, in log odds, of what the trees and the encoder's head say."""
    inside = np.clip(scores, NEVER, 1 - NEVER)
    mixed: Floats = (1 - HEAD_SHARE) * np.log(inside / (1 - inside)) + HEAD_SHARE * logits
    return 1 / (1 + np.exp(-mixed))


def stated(at: Layout, scopes: Sequence[Scope]) -> dict[Key, RelationHit]:
    """Return what the rules state by (head, relation, tail)."""
    hits = find_relations(at.text, at.spans, scopes, at.ents, at.heading)
    return {(h.head, NAMES.index(h.type), h.tail): h for h in hits}


def _how(at: Layout, head: int, tail: int) -> str:
    if at.sentence[head] == at.sentence[tail]:
        return "pair:sentence"
    return "pair:label" if head in (at.label[tail],) or tail in (at.label[head],) else "pair:paragraph"


def floors(at: Layout, keys: Sequence[Key], ruled: Mapping[Key, RelationHit]) -> Floats:
    """Return the least score of every relation: what a sure rule gives it, else 0."""
    sure = [FLOOR * at.sure[k[0]] * at.sure[k[2]] if k in ruled and ruled[k].rule in SURE else 0.0 for k in keys]
    return np.asarray(sure, np.float64)


def one_of(at: Layout, keys: Sequence[Key], scores: Floats) -> Floats:
    """Return the scores with 0 where a zone scores less as a part of another than as lying in it, or the other way round."""
    best: dict[tuple[int, int], float] = {}
    zones = [at.ents[head][2] == at.ents[tail][2] == "Zone" and kind in WITHIN for head, kind, tail in keys]
    for (head, _, tail), score, both in zip(keys, scores.tolist(), zones, strict=True):
        if both:
            best[head, tail] = max(best.get((head, tail), 0.0), score)
    kept = [not both or score >= best[k[0], k[2]] for k, score, both in zip(keys, scores.tolist(), zones, strict=True)]
    return np.where(kept, scores, 0.0)


def smooth(at: Layout, keys: Sequence[Key], scores: Floats) -> Floats:
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
