"""What each part of extraction earns on the places that no shipped model has seen: the same run without it."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from unseen import judged_relations, read_unseen, spans_of

from extractors import extract, load_pipeline
from extractors.config import Config, load_config
from extractors.inference.character_encoder import MODEL as CHARACTERS
from extractors.inference.encoder import MODEL as ENCODER
from extractors.relations import classifier
from extractors.training import Passage
from extractors.training.relations import plain
from kg.extraction import Mode, gazetteer_rows, home_rows, place_types
from kg.model import Document
from kg.ontology import load_ontology

# Passes whose mentions or changes of mentions are left out in turn; the others make what all need.
PASSES = ("gazetteer", "lists", "marks", "boundaries", "reject", "retype", "abbreviations", "names")
Replaced = Mapping[str, Callable[..., Any]]


@dataclass(frozen=True)
class Run:
    """One run: passes, settings of the tagger, models, and functions of the classifier of relations that are replaced."""

    passes: tuple[str, ...]
    shares: Mapping[str, float] = field(default_factory=dict)
    encoders: bool = True
    replaced: Replaced = field(default_factory=dict)


def runs(shipped: Config) -> dict[str, Run]:
    """Return the runs by name."""
    found = {"all": Run(shipped.passes)}
    found |= {f"without {name}": Run(tuple(p for p in shipped.passes if p != name)) for name in PASSES}
    found["without any of these"] = Run(tuple(p for p in shipped.passes if p not in PASSES))
    found["without the CRF"] = Run(shipped.passes, {"crf": 1e-6})
    found["without the encoders"] = Run(shipped.passes, encoders=False)
    relations: dict[str, Replaced] = {
        "rules": {"ruled_pairs": lambda structure, at: {}},
        "floors of rules": {"floors": lambda at, keys, ruled: np.zeros(len(keys))},
        "vetoes": {"vetoed": lambda at, keys: np.ones(len(keys))},
        "lists": {"smooth": lambda at, keys, scores: scores},
        "one of part and place": {"one_of": lambda at, keys, scores: scores},
        "trees": {"smooth": lambda at, keys, scores: np.zeros(len(keys))},
    }
    return found | {f"relations without {k}": Run(shipped.passes, replaced=v) for k, v in relations.items()}


def bench(gold: Path, mode: Mode) -> int:
    """Print strict scores of mentions and relations on unseen places with everything and without each part."""
    passages, shipped = list(read_unseen(gold)), load_config()
    for name, run in runs(shipped).items():
        mentions, relations = _scores(passages, shipped, run, mode)
        sys.stdout.write(f"{name:40} mentions {_line(mentions)}  relations {_line(relations)}\n")
        sys.stdout.flush()
    return 0


def _line(counts: tuple[int, int, int]) -> str:
    right, said, true = counts
    return f"P {right / max(1, said):.3f} R {right / true:.3f} F1 {2 * right / (said + true):.3f}"


def _scores(
    passages: Sequence[tuple[Passage, Document]], shipped: Config, run: Run, mode: Mode
) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Return how many mentions and how many relations are right, found and annotated."""
    files = {"characters": str(CHARACTERS)} if run.encoders and mode != "fast" else {}
    files |= {"encoder": str(ENCODER)} if run.encoders and mode == "accurate" else {}
    shares = shipped.tagger.shares.model_copy(update=dict(run.shares))
    tagger = shipped.tagger.model_copy(update={"shares": shares})
    config = shipped.model_copy(update={"passes": run.passes, "tagger": tagger})
    nlp = load_pipeline(gazetteer_rows(load_ontology()), files, config, places=place_types())
    mentions, relations = np.zeros(3, int), np.zeros(3, int)
    with nlp.select_pipes(disable=["kg_targets", "kg_declared"]), _replaced(run.replaced):
        for passage, document in passages:
            found = extract(nlp, document.view.text, document.year, document.tables, home_rows(document))
            ours = {span for _, span in spans_of(document, found)}
            mentions += len(ours & set(passage.mentions)), len(ours), len(passage.mentions)
            judged = list(judged_relations(passage, found))
            relations += sum(j.right for j in judged), len(judged), _annotated(passage)
    return tuple(mentions.tolist()), tuple(relations.tolist())


def _annotated(passage: Passage) -> int:
    zones = {passage.text[start:end] for start, end, kind in passage.mentions if kind == "Zone"}
    return len({plain(*r, zones) for r in passage.relations if r[0] not in passage.homes and r[2] not in passage.homes})


@contextmanager
def _replaced(functions: Replaced) -> Iterator[None]:
    """Put others in the place of functions of the classifier for a while."""
    with patch.multiple(classifier, **functions) if functions else patch.dict({}):
        yield
