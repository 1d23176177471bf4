"""Files on disk: their hashes, flushing them, and removing only those that are known to be this program's."""

import hashlib
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypedDict


class Record(TypedDict):
    """Size in bytes and SHA-256 of a file."""

    size: int
    sha256: str


def record(path: Path) -> Record:
    """Return size and hash of a file. Raises OSError."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return {"size": file.tell(), "sha256": digest}


def files_in(root: Path) -> list[str]:
    """Return the names of all files under a folder, relative to it with `/`, sorted. Links are files, not followed."""
    found = [(Path(folder) / name).relative_to(root).as_posix() for folder, _, names in os.walk(root) for name in names]
    return sorted(found)


def records(root: Path, names: Iterable[str]) -> dict[str, Record]:
    """Return the records of the named files of a folder."""
    return {name: record(root / name) for name in names}


def sync(path: Path) -> None:
    """Flush a file or a folder to the disk. Windows flushes no folders: there its rename is in the journal."""
    folder = path.is_dir()
    if folder and sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY if folder else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(root: Path) -> None:
    """Flush every file and folder under a folder, and the folder."""
    for folder, _, names in os.walk(root, topdown=False):
        for name in names:
            sync(Path(folder) / name)
        sync(Path(folder))


def write_synced(path: Path, text: str) -> None:
    """Write a text file and flush it."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def replace_text(path: Path, text: str) -> None:
    """Put a text file in the place of another one in one step: readers see the old or the new text, whole."""
    fresh = path.with_name(path.name + ".new")
    write_synced(fresh, text)
    fresh.replace(path)
    sync(path.parent)


def is_own(path: Path, known: Record) -> bool:
    """Return whether a file is the one that was recorded, byte for byte."""
    return path.is_file() and not path.is_symlink() and path.stat().st_size == known["size"] and record(path) == known


def remove_recorded(root: Path, known: Mapping[str, Record], last: Sequence[str] = ()) -> list[str]:
    """Remove the files of a folder that are as recorded, those of `last` at the end, then what folders are empty.

    Return the names of the files that stay: changed ones, and ones that were not recorded.
    """
    for name in [*sorted(known.keys() - set(last)), *last]:
        if name in known and is_own(root / name, known[name]):
            (root / name).unlink()
    remove_empty(root)
    return files_in(root) if root.exists() else []


def remove_empty(root: Path) -> None:
    """Remove a folder and the folders under it as far as they are empty."""
    for folder, _, _ in os.walk(root, topdown=False):
        if not any(Path(folder).iterdir()):
            Path(folder).rmdir()
