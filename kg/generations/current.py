"""The current generation, and holding it so that no build removes it while it is read."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from kg.errors import GraphError
from kg.generations.locks import take

CURRENT, LOCK, GENERATIONS = "CURRENT", "LOCK", "generations"
# What lists the tables of a generation, and what lists the stores made from them.
MANIFEST, STORES = "manifest.json", "stores.json"
NAME = re.compile(r"\d{6,}-[0-9a-f]{12}")
LINE = re.compile(rf"district-kg generation ({NAME.pattern})\n")
# A build may switch while a reader opens: it looks again. That many builds do not end within one opening.
TRIES = 20


def current_line(name: str) -> str:
    """Return what `CURRENT` holds for a generation."""
    return f"district-kg generation {name}\n"


def current_name(folder: Path) -> str | None:
    """Return the name of the current generation, None where the folder has no `CURRENT` of this program.

    Raises GraphError where it cannot be read.
    """
    try:
        found = LINE.fullmatch((folder / CURRENT).read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None
    except OSError as error:
        raise GraphError(f"{folder}: its {CURRENT} cannot be read ({error.strerror})") from None
    return found[1] if found else None


class Held:
    """A generation that stays on disk until `release`, or the end of the process."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path, self._descriptor = path, descriptor

    def release(self) -> None:
        """Let go of it; twice does no harm."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _hold_current(folder: Path) -> Held:
    for _ in range(TRIES):
        name = current_name(folder)
        path = folder / GENERATIONS / name if name else folder
        try:
            descriptor = os.open(path / MANIFEST, os.O_RDONLY)
        except FileNotFoundError:
            if current_name(folder) != name:
                continue
            raise GraphError(_missing(folder, name)) from None
        except OSError as error:
            raise GraphError(f"{folder}: the graph cannot be read ({error.strerror}: {path / MANIFEST})") from None
        take(descriptor, shared=True, wait=True)
        # A build removes a generation only after CURRENT names another: named still, and it is safe.
        if current_name(folder) == name:
            return Held(path, descriptor)
        os.close(descriptor)
    raise GraphError(f"{folder}: builds replace this graph faster than it can be opened; wait until they are done")


def _missing(folder: Path, name: str | None) -> str:
    if name:
        return f"{folder}: its {CURRENT} names generation {name}, which is not there; build the graph again"
    if (folder / CURRENT).exists():
        return f"{folder}: its {CURRENT} is no file of this program, or is damaged; build into a new folder"
    return f"{folder}: no graph here; make one with: kg build FILES --graph {folder}"


_PINS: ContextVar[dict[Path, Held] | None] = ContextVar("pins", default=None)


@contextmanager
def pins() -> Iterator[None]:
    """Within this, each graph folder is read at the generation that its first reader found, whatever is built."""
    held: dict[Path, Held] = {}
    token = _PINS.set(held)
    try:
        yield
    finally:
        _PINS.reset(token)
        for one in held.values():
            one.release()


@contextmanager
def holding(folder: Path) -> Iterator[Path]:
    """Yield the folder of the generation to read, held meanwhile. Raises GraphError where there is no graph."""
    pinned = _PINS.get()
    if pinned is not None:
        key = folder.absolute()
        if key not in pinned:
            pinned[key] = _hold_current(folder)
        yield pinned[key].path
        return
    held = _hold_current(folder)
    try:
        yield held.path
    finally:
        held.release()


def hold(folder: Path) -> Held:
    """Return the generation to read, held until it is released; the current one outside of `pins`.

    A generation's own folder may be given too. Raises GraphError where there is no graph.
    """
    with holding(folder) as path:
        return _hold_current(path)


def generation(folder: Path) -> Path:
    """Return the folder of the generation to read; it is sure to stay only within `pins`. Raises GraphError."""
    with holding(folder) as path:
        return path
