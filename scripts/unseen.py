"""Measurements on the places that no shipped model has seen: how often a confidence is right."""

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from held_out import UNSEEN
from numpy.typing import NDArray

from extractors.annotations import Extraction, Mention
from extractors.config import load_config
from extractors.mentions.confidence import log_odds, share
from extractors.training import Passage, read_gold
from extractors.training.relations import plain
from kg.extraction import Mode, Models, annotate
from kg.model import Document
from kg.ontology import load_ontology
from kg.read import find_sources, load_source, read_documents

# Stretches of confidence, of the same width.
BINS = 10
# How often labels are drawn by their confidence to see the error of one that is right.
DRAWS, SEED = 1000, 1
# A source needs so many cases, of several scores, for a fit of its own: known names have two scores.
LEAST, SCORES = 50, 3
RELATIONS = "relations"
Span = tuple[int, int, str]


class Judged(NamedTuple):
    """A confidence, whether what was found with it is annotated, and of which source and place it is."""

    confidence: float
    right: bool
    source: str = ""
    place: str = ""


def copy_unseen(gold: Path, part: Path) -> None:
    """Copy the passages of unseen places into one folder."""
    part.mkdir()
    for file in sorted(gold.glob("*/*.json")):
        if json.loads(file.read_text("utf-8"))["home"] in UNSEEN:
            shutil.copy(file, part / file.name)
            shutil.copy(file.with_suffix(".txt"), part)


def calibration(gold: Path, mode: Mode) -> int:
    """Print, for mentions and relations of unseen places, the share of right ones by confidence, and the expected error of confidence."""
    mentions: list[Judged] = []
    relations: list[Judged] = []
    for passage, document in read_unseen(gold):
        found = annotate(document, load_ontology(), Models(mode))
        mentions += [
            Judged(m.score, span in passage.mentions, m.source, passage.home) for m, span in spans_of(document, found)
        ]
        relations += judged_relations(passage, found)
    for name, judged in (("mentions", mentions), ("relations", relations)):
        _diagram(name, judged)
    judged = [*mentions, *relations]
    for source in sorted({m.source for m in judged} & {*load_config().confidence, RELATIONS}):
        cases = [m for m in judged if m.source == source]
        if len(cases) < LEAST or len({m.confidence for m in cases}) < SCORES:
            sys.stdout.write(
                f"{source}: {len(cases)} found, {sum(m.right for m in cases)} right; too few or too alike to fit\n"
            )
        else:
            _fitted(source, cases)
    return 0


def _fitted(source: str, judged: Sequence[Judged]) -> None:
    """Print the slope and offset that would make the scores of a source right, and what is gained where they were not fitted."""
    slope, offset = load_config().confidence.get(source, (1.0, 0.0))
    scores = [((log_odds(m.confidence) - offset) / slope, m.right) for m in judged]
    fits = {
        place: _fit([s for s, m in zip(scores, judged, strict=True) if m.place != place])
        for place in {m.place for m in judged}
    }
    moved = [Judged(share(odds, *fits[m.place]), right) for (odds, right), m in zip(scores, judged, strict=True)]
    raw = [Judged(share(odds, 1.0, 0.0), right) for odds, right in scores]
    steep, off = _fit(scores)
    sys.stdout.write(
        f"{source}: {len(judged)} found, slope {steep:.2f} and offset {off:.2f} fit all places; expected calibration error "
        f"{_error(raw):.3f} without a fit, {_error(moved):.3f} with one on the other places\n"
    )


def _fit(scores: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Return slope and offset of a logistic regression of right ones on log odds, by Newton's method."""
    x = np.stack([np.asarray([s for s, _ in scores]), np.ones(len(scores))], 1)
    y = np.asarray([right for _, right in scores], np.float64)
    weights = np.zeros(2)
    for _ in range(20):
        said = 1 / (1 + np.exp(-x @ weights))
        weights += np.linalg.solve((x * (said * (1 - said))[:, None]).T @ x, x.T @ (y - said))
    return float(weights[0]), float(weights[1])


def judged_relations(passage: Passage, found: Extraction) -> Iterator[Judged]:
    """Yield every relation between two texts once, with its best confidence; those with the home district are left out, as in score.py."""
    zones = {passage.text[start:end] for start, end, kind in passage.mentions if kind == "Zone"}
    names = [found.text[m.start : m.end] for m in found.mentions]
    true = {plain(*r, zones) for r in passage.relations}
    best: dict[tuple[str, str, str], float] = {}
    for r in found.relations:
        if names[r.head] not in passage.homes and names[r.tail] not in passage.homes:
            key = plain(names[r.head], r.type, names[r.tail], zones)
            best[key] = max(best.get(key, 0.0), r.score)
    yield from (Judged(score, key in true, RELATIONS, passage.home) for key, score in best.items())


def _places(confidences: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the bin of every confidence."""
    return np.minimum((confidences * BINS).astype(np.intp), BINS - 1)


def _bins(judged: Sequence[Judged]) -> Iterator[tuple[int, int, float, float]]:
    """Yield (bin, how many, mean confidence, share of right ones) for every stretch of confidence that has any."""
    rows = np.asarray([(j.confidence, j.right) for j in judged], np.float64).reshape(-1, 2)
    at = _places(rows[:, 0])
    for k in sorted(set(at.tolist())):
        part = rows[at == k]
        yield k, len(part), *map(float, part.mean(0))


def _error(judged: Sequence[Judged]) -> float:
    """Return the expected calibration error."""
    return sum(size / len(judged) * abs(sure - right) for _, size, sure, right in _bins(judged))


def _least(judged: Sequence[Judged]) -> float:
    """Return the expected calibration error that confidences have on so few cases where they are right: the mean of drawn labels."""
    sure = np.asarray([j.confidence for j in judged])
    at = _places(sure)
    drawn = np.random.default_rng(SEED).random((DRAWS, len(judged))) < sure
    error = sum((np.abs(drawn[:, at == k].sum(1) - sure[at == k].sum()) for k in set(at.tolist())), np.zeros(DRAWS))
    return float(error.mean() / max(1, len(judged)))


def _diagram(name: str, judged: Sequence[Judged]) -> None:
    right = sum(j.right for j in judged) / max(1, len(judged))
    sys.stdout.write(f"{name}: {len(judged)} found, {right:.3f} right\nconfidence   found   mean  right\n")
    for k, size, sure, right in _bins(judged):
        bar = "#" * round(20 * right)
        sys.stdout.write(f"{k / BINS:.1f} to {(k + 1) / BINS:.1f} {size:7} {sure:6.2f} {right:6.2f} {bar}\n")
    sys.stdout.write(
        f"expected calibration error {_error(judged):.3f}; {_least(judged):.3f} if every confidence were right\n"
    )


def spans_of(document: Document, found: Extraction) -> Iterator[tuple[Mention, Span]]:
    """Yield the mentions with their offsets in the file."""
    for m in found.mentions:
        yield m, (*document.view.span(m.start, m.end), m.type)


def read_unseen(gold: Path) -> Iterator[tuple[Passage, Document]]:
    """Yield the passages of unseen places as documents, with the district that the gold gives."""
    known = load_ontology().district_names()
    for passage in read_gold(gold):
        if passage.home in UNSEEN:
            [source], _ = find_sources([str(gold / f"{passage.name}.txt")])
            for document in read_documents(load_source(source), known):
                yield passage, replace(document, district=passage.home)
