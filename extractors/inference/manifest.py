"""The manifest of a shipped model: what it is, its training data, its features and hash; checked when it is loaded."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

FORMAT = 1


class ModelError(ValueError):
    """A model file is missing, damaged, or not the one that the code expects; the message says what differs."""


class Columns(NamedTuple):
    """Features or classes by name, in the order of the model's columns."""

    what: str
    names: tuple[str, ...]


class Manifest(BaseModel):
    """What `NAME.json` beside `NAME.npz` says. `scores` are as measured on held-out districts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = FORMAT
    file: str
    sha256: str
    what: str
    trainer: str
    data: Mapping[str, Any]
    seed: int | None = None
    commit: str | None = None
    features: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    scores: Mapping[str, float] = {}
    licence: str = "Apache-2.0"


def manifest_of(model: Path) -> Path:
    """Return where the manifest of a model file or folder lies."""
    return model.with_suffix(".json")


def file_hash(model: Path) -> str:
    """Return the SHA-256 of a model's bytes; of a folder, of its files in the order of their names."""
    digest = hashlib.sha256()
    for file in _files(model):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(model: Path) -> list[Path]:
    return sorted(model.iterdir()) if model.is_dir() else [model]


def _known_hash(model: Path) -> str:
    """Return the hash of a model, computed once in a process while its files keep path, size and time of change."""
    stats = ((file, file.stat()) for file in _files(model.absolute()))
    return _hash_in_state(model.absolute(), tuple((file.name, s.st_mtime_ns, s.st_size) for file, s in stats))


# The shipped models are seven; a measurement loads those of some dozen districts beside them.
@lru_cache(maxsize=256)
def _hash_in_state(model: Path, state: tuple[tuple[str, int, int], ...]) -> str:
    """Return file_hash(model); `state` is name, time of change (ns) and size (bytes) of its files, and only tells states apart."""
    return file_hash(model)


def read_manifest(model: Path) -> Manifest:
    """Return the manifest of a model. Raises ModelError where model or manifest is missing or of another format."""
    path = manifest_of(model)
    if not model.exists():
        raise ModelError(f"{model}: no such model file; install the package again or train it with scripts/train")
    try:
        data = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ModelError(f"{model.name} has no manifest {path.name} beside it; scripts/train writes both") from None
    except ValueError:
        raise ModelError(f"{path}: not JSON; install the package again or train the model with scripts/train") from None
    if data.get("format") != FORMAT:
        raise ModelError(f"{path.name} has format {data.get('format')}, this version reads {FORMAT}; train it again")
    return Manifest.model_validate(data)


def check_model(model: Path, features: Sequence[str] = (), classes: Sequence[str] = ()) -> Manifest:
    """Check bytes, features and classes of a model against its manifest, and return the manifest.

    A file that has not changed since it was last checked in this process is not read again. Raises ModelError saying which names differ.
    """
    manifest = read_manifest(model)
    if _known_hash(model) != manifest.sha256:
        raise ModelError(f"{model.name} is not the file that {manifest_of(model).name} describes: its SHA-256 differs")
    _same(model, Columns("feature", manifest.features), tuple(features))
    _same(model, Columns("class", manifest.classes), tuple(classes))
    return manifest


def _same(model: Path, known: Columns, expected: tuple[str, ...]) -> None:
    if not expected or known.names == expected:
        return
    pairs = zip(known.names, expected, strict=False)
    at = next((i for i, (ours, theirs) in enumerate(pairs) if ours != theirs), min(len(known.names), len(expected)))
    ours, theirs = (names[at] if at < len(names) else "nothing" for names in (known.names, expected))
    raise ModelError(
        f"{model.name} was trained with {len(known.names)} {known.what} names, the code has {len(expected)}; "
        f"the first difference is number {at + 1}: {ours} there, {theirs} here; train it again with scripts/train"
    )


def write_manifest(model: Path, manifest: Manifest) -> None:
    """Write a manifest beside its model."""
    text = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=1)
    manifest_of(model).write_text(text + "\n", "utf-8")
