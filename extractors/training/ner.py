"""Trains the character CRF with CRFsuite and writes its weights as the arrays that extractors.inference.crf reads."""

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pycrfsuite

from extractors.inference.crf import ABSENT, keys
from extractors.inference.manifest import write_manifest
from extractors.inference.segmenter import Segmenter, segmenter_of
from extractors.inference.tags import INDEX, SENTENCE, TAGS, Floats, bio
from extractors.mentions.tagger import Find, proposals
from extractors.training import Passage
from extractors.training.provenance import described

PARAMETERS = {"c1": 0.15, "c2": 0.02, "max_iterations": 70, "feature.possible_transitions": True}


def train(passages: Sequence[Passage], known: Find, path: Path) -> None:
    """Train on annotated passages and write the model to `path`, its manifest beside it."""
    trainer = pycrfsuite.Trainer(verbose=False, algorithm="lbfgs")
    trainer.set_params(PARAMETERS)
    segmenter, words = Segmenter(segmenter_of(path)), {"": 1}
    for text, spans in ((p.text, p.mentions) for p in passages):
        found = keys(text, proposals(text, list(known(text))), segmenter, lambda w: words.setdefault(w, len(words) + 1))
        rows: list[list[str]] = [[] for _ in text]
        for name, column in found.items():
            kind = f"r{min(int(name[1:]), 5)}" if name[0] == "r" else name
            for row, key in zip(rows, column.tolist(), strict=True):
                if key != ABSENT:
                    row.append(f"{kind}={key}")
        tags = bio(len(text), spans)
        for match in SENTENCE.finditer(text):
            trainer.append(rows[match.start() : match.end()], tags[match.start() : match.end()])
    with tempfile.TemporaryDirectory() as work:
        trainer.train(str(Path(work) / "model"))
        _convert(Path(work) / "model", list(words), path)
    what = "weights of a character CRF over characters, words, gazetteer and rules"
    write_manifest(path, described(path, what, "CRFsuite", passages, classes=TAGS))


def _convert(model: Path, words: list[str], path: Path) -> None:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    info = tagger.info()
    tables: dict[str, dict[int, Floats]] = defaultdict(dict)
    for (attribute, label), weight in info.state_features.items():
        name, _, key = attribute.partition("=")
        tables[name].setdefault(int(key), np.zeros(len(TAGS), np.float32))[INDEX[label]] = weight
    labels = {INDEX[label] for label in tagger.labels()}
    moves = np.full((len(TAGS), len(TAGS)), -1e4, np.float32)
    for a in labels:
        for b in labels:
            moves[a, b] = info.transitions.get((TAGS[a], TAGS[b]), 0.0)
    arrays: dict[str, Any] = {"words": np.array("\n".join(words)), "moves": moves}
    for name, table in tables.items():
        order = sorted(table)
        arrays[f"k:{name}"], arrays[f"w:{name}"] = np.array(order, np.int64), np.vstack([table[k] for k in order])
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **arrays)
