"""Mentions of every passage by taggers that learned from the other half of the districts.

The judge of relations learns from these beside the annotated mentions, so that it knows the taggers' faults and their scores.
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from texts import texts_of

from extractors.training import Passage, balanced, digest, find_mentions, read_gold
from extractors.training.annotated import read_own
from kg.extraction import Mode, Models, pipeline
from kg.ontology import load_ontology

# As many as the halves were trained for whose mentions the shipped judge has learned from.
EPOCHS = 4
MODES: tuple[Mode, Mode] = ("standard", "fast")


def mentions_of_halves(
    gold: Path, corpus: Sequence[Path], work: Path, without: Sequence[str] = (), options: Sequence[str] = ()
) -> dict[Mode, Path]:
    """Train the CRF and the encoder over characters on each half of the districts, and write what they find in the other.

    Returns by mode a JSON file: for every passage of the gold folder and every whole stretch of the project's own annotations
    mentions as [start, end, type, score]; districts of `without` are left out. Files that `work` already holds for the same
    passages and options are used again; `options` go to the training of encoders. Raises ValueError for fewer than two districts.
    """
    work.mkdir(parents=True, exist_ok=True)
    passages = [*read_gold(gold, without), *read_own(texts_of(corpus), without, whole_ones=True)]
    key = _key(passages, options)
    files = {mode: work / f"mentions-of-halves-{mode}-{key}.json" for mode in MODES}
    if all(file.exists() for file in files.values()):
        return files
    found: dict[Mode, dict[str, list[tuple[int, int, str, float]]]] = {mode: {} for mode in MODES}
    for number, homes in enumerate(halves(passages)):
        given = ["--gold", gold, "--corpus", *corpus, "--without", *without, *sorted(home or "-" for home in homes)]
        crf = _train("ner", work / f"ner-half-{number}-{key}.npz", given)
        encoder = _train(
            "characters", work / f"characters-half-{number}-{key}.onnx", [*given, "--epochs", EPOCHS, *options]
        )
        models = Models("standard", crf, encoder)
        for mode in MODES:
            nlp = pipeline(load_ontology(), models if mode == "standard" else Models(mode, models.crf))
            found[mode] |= {p.name: find_mentions(nlp, p) for p in passages if p.home in homes}
    for mode, file in files.items():
        file.write_text(json.dumps(found[mode]), "utf-8")
    return files


def halves(passages: Sequence[Passage]) -> tuple[set[str], set[str]]:
    """Return the districts in two groups of about as many mentions. Raises ValueError for fewer than two districts."""
    sizes: Counter[str] = Counter()
    for passage in passages:
        sizes[passage.home] += len(passage.mentions)
    if len(sizes) < 2:
        raise ValueError(f"passages of {len(sizes)} districts given; two halves need at least two districts")
    one, other = balanced(sizes, 2)
    return one, other


def _key(passages: Sequence[Passage], options: Sequence[str]) -> str:
    """Return what names the files of these passages, their marks and these options."""
    marks = [(p.name, p.home, digest(p.text), p.mentions) for p in passages]
    return digest(repr((marks, EPOCHS, tuple(options))))


def _train(what: str, file: Path, given: Sequence[object]) -> Path:
    """Return the model, trained where it is not there."""
    if not file.exists():
        command = [sys.executable, Path(__file__).with_name("train"), what, *given, "--output", file]
        subprocess.run(list(map(str, command)), check=True)
    return file
