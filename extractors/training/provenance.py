"""The training data, seed and commit that go into the manifest of a model."""

import hashlib
import subprocess
from collections.abc import Sequence
from pathlib import Path

from extractors.inference.manifest import Manifest, file_hash
from extractors.paths import PACKAGE
from extractors.training import Passage


def described(
    model: Path,
    what: str,
    trainer: str,
    passages: Sequence[Passage],
    features: Sequence[str] = (),
    classes: Sequence[str] = (),
    seed: int | None = None,
) -> Manifest:
    """Return the manifest of a model that was just written, trained on `passages`."""
    return Manifest(
        file=model.name,
        sha256=file_hash(model),
        what=what,
        trainer=trainer,
        data={
            "passages": len(passages),
            "mentions": sum(len(p.mentions) for p in passages),
            "relations": sum(len(p.relations) for p in passages),
            "targets": sum(len(p.targets) for p in passages),
            "sha256": data_hash(passages),
        },
        seed=seed,
        commit=commit(),
        features=tuple(features),
        classes=tuple(classes),
    )


def data_hash(passages: Sequence[Passage]) -> str:
    """Return the SHA-256 of texts and annotations, in the order of the passages' names."""
    digest = hashlib.sha256()
    for p in sorted(passages, key=lambda p: p.name):
        digest.update(repr((p.name, p.text, p.mentions, sorted(p.relations), sorted(p.targets.items()))).encode())
    return digest.hexdigest()


def commit() -> str | None:
    """Return the commit of the checkout that trains, None outside of one."""
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=PACKAGE, capture_output=True, text=True, check=False)
    return done.stdout.strip() or None
