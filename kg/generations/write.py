"""Writing a generation, switching to it, and removing those that nobody reads any more."""

import contextlib
import json
import os
import re
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from kg.errors import GraphError
from kg.generations.current import CURRENT, GENERATIONS, LOCK, MANIFEST, NAME, STORES, current_line, current_name
from kg.generations.files import (
    Record,
    files_in,
    records,
    remove_empty,
    remove_recorded,
    replace_text,
    sync,
    sync_tree,
    write_synced,
)
from kg.generations.locks import build_lock, take

WORK = re.compile(r"writing-[0-9a-f]{16}")
# What a build that was cut off may have left in its work folder; anything else there is somebody else's.
WRITTEN = re.compile(
    r"(\w+/)?[\w-]+\.parquet|(schema|vocabulary|manifest|stores|links)\.json"
    r"|(store\.lbug|search\.sqlite)([.-][\w.-]+)?"
)


@dataclass(slots=True)
class Site:
    """A graph folder whose build lock is held. `kept` are files in old generations that others put there."""

    folder: Path
    kept: list[str] = field(default_factory=list)

    @contextmanager
    def generation(self) -> Iterator[Path]:
        """Yield an empty work folder; what it holds at the end, a manifest among it, becomes the current generation.

        Raises GraphError when the disk refuses; whatever goes wrong, the generation that was current stays so.
        """
        try:
            home = self.folder / GENERATIONS
            home.mkdir(exist_ok=True)
            self.kept = sweep(self.folder)
            work = home / f"writing-{secrets.token_hex(8)}"
            work.mkdir()
            yield work
            _publish(self.folder, work)
        except OSError as error:
            reason = error.strerror or str(error)
            raise GraphError(f"{self.folder}: the graph cannot be written ({reason}); the one before is kept") from None
        finally:
            # What cannot be removed now is removed by the next build.
            with contextlib.suppress(OSError, GraphError):
                self.kept = sweep(self.folder)


@contextmanager
def building(folder: Path) -> Iterator[Site]:
    """Hold the build lock of a graph folder, which is made when it is missing.

    Raises GraphError when the folder holds something else than a graph, when another process builds, or when nothing
    can be written there. A folder that was made and not filled is removed at the end.
    """
    _refuse_foreign(folder)
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with build_lock(folder / LOCK):
            yield Site(folder)
    except OSError as error:
        if error.filename and Path(os.fsdecode(error.filename)) not in (folder / LOCK, *made):
            raise
        reason = error.strerror or str(error)
        raise GraphError(f"{folder}: nothing can be written here ({reason}); the graph is unchanged") from None
    finally:
        with contextlib.suppress(OSError):
            (folder / GENERATIONS).rmdir()
        for path in made:
            with contextlib.suppress(OSError):
                path.rmdir()


def _refuse_foreign(folder: Path) -> None:
    try:
        if folder.exists() and not folder.is_dir():
            raise GraphError(f"{folder}: this is a file; a graph is a folder, give a new or empty one")
        names = {path.name for path in folder.iterdir()} if folder.exists() else set()
    except OSError as error:
        raise GraphError(f"{folder}: cannot be opened ({error.strerror})") from None
    if current_name(folder) or (names <= {LOCK, GENERATIONS, f"{CURRENT}.new"} and _all_ours(folder / GENERATIONS)):
        return
    if MANIFEST in names and "schema.json" in names:
        raise GraphError(f"{folder}: this graph was written by an earlier kg; move it away or give a new folder")
    raise GraphError(f"{folder}: this folder holds something else than a graph; give a new or empty folder")


def _all_ours(home: Path) -> bool:
    return not home.exists() or all(NAME.fullmatch(p.name) or WORK.fullmatch(p.name) for p in home.iterdir())


def _publish(folder: Path, work: Path) -> None:
    listed = json.loads((work / MANIFEST).read_text("utf-8"))["files"]
    rest = records(work, (name for name in files_in(work) if name not in listed))
    write_synced(work / STORES, json.dumps({"files": rest}, indent=1, sort_keys=True) + "\n")
    sync_tree(work)
    home = folder / GENERATIONS
    last = max((int(p.name.split("-")[0]) for p in home.iterdir() if NAME.fullmatch(p.name)), default=0)
    name = f"{last + 1:06}-{sha256((work / MANIFEST).read_bytes()).hexdigest()[:12]}"
    work.chmod(0o755)
    work.rename(home / name)
    sync(home)
    replace_text(folder / CURRENT, current_line(name))


def listed_files(path: Path) -> dict[str, Record]:
    """Return the records of every file of a generation but `stores.json`. Raises OSError, ValueError."""
    found: dict[str, Record] = {}
    for name in (MANIFEST, STORES):
        if (path / name).exists():
            data = json.loads((path / name).read_text("utf-8"))
            if not isinstance(data, dict) or not isinstance(data.get("files"), dict):
                raise ValueError(f"{name} lists no files")
            found.update(data["files"])
    return found


def sweep(folder: Path) -> list[str]:
    """Remove generations that are not current and that nobody reads, and what builds that were cut off left.

    Only for the holder of the build lock. Return the files that stay since this program did not write them so.
    """
    home, current = folder / GENERATIONS, current_name(folder)
    kept: list[str] = []
    for path in sorted(home.iterdir()) if home.exists() else []:
        if WORK.fullmatch(path.name):
            left = _remove_work(path)
        elif NAME.fullmatch(path.name) and path.name != current:
            left = _remove_generation(path)
        else:
            continue
        kept += [f"{GENERATIONS}/{path.name}/{name}" for name in left]
    with contextlib.suppress(FileNotFoundError):
        (folder / f"{CURRENT}.new").unlink()
    return kept


def _remove_work(path: Path) -> list[str]:
    for name in files_in(path):
        if WRITTEN.fullmatch(name):
            (path / name).unlink()
    remove_empty(path)
    return files_in(path) if path.exists() else []


def _remove_generation(path: Path) -> list[str]:
    try:
        descriptor = os.open(path / MANIFEST, os.O_RDONLY)
    except FileNotFoundError:
        remove_empty(path)
        return files_in(path) if path.exists() else []
    try:
        if not take(descriptor, shared=False):
            return []
        if sys.platform == "win32":  # no open file can be moved or removed there: this finds readers
            os.close(descriptor)
            descriptor = os.open(os.devnull, os.O_RDONLY)
            (path / MANIFEST).replace(path / MANIFEST)
        known = listed_files(path)
        known.update(records(path, (name for name in (STORES, MANIFEST) if (path / name).exists())))
        # The lists go last: a removal that is cut off is finished by the next one.
        return remove_recorded(path, known, last=(STORES, MANIFEST))
    except ValueError:
        return files_in(path)
    finally:
        os.close(descriptor)
