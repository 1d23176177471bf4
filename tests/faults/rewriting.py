"""Writes a small graph over an older one and fails, or is killed, at a chosen step. Run by test_generations and scripts/faults.

A step is one thing that the build does to the disk: a file opened for writing, a folder made, a name changed or
removed, a flush, a table written, a statement of the embedded engine.
"""

import errno
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tiny import tiny_graph

from kg.builder import add_stores
from kg.errors import KgError
from kg.generations import generation
from kg.generations.current import STORES
from kg.generations.files import records
from kg.generations.write import listed_files
from kg.ontology import load_ontology

FAULTS = {"kill": 0, "full": errno.ENOSPC, "read-only": errno.EROFS, "denied": errno.EACCES}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
EVENTS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate"}


class Steps:
    """Counts the steps below a folder and lets the one with the number `at` fail; 0 only counts."""

    def __init__(self, root: Path, at: int, fault: str) -> None:
        self.root, self.at, self.fault, self.count = str(root), at, fault, 0

    def watch(self) -> None:
        """Watch this process from now on."""
        import ladybug
        import pyarrow.parquet as pq

        sys.addaudithook(self._event)
        os.fsync = self._before(os.fsync, OSError)
        pq.write_table = self._before(pq.write_table, OSError)
        ladybug.Connection.execute = self._before(ladybug.Connection.execute, RuntimeError)

    def _event(self, event: str, given: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = given
            if not (isinstance(path, str) and isinstance(flags, int) and flags & WRITES):
                return
        elif event not in EVENTS:
            return
        if str(given[0]).startswith(self.root):
            self._step(OSError)

    def _before(self, call: Callable[..., Any], kind: type[Exception]) -> Callable[..., Any]:
        def counted(*args: Any, **words: Any) -> Any:
            self._step(kind)
            return call(*args, **words)

        return counted

    def _step(self, kind: type[Exception]) -> None:
        self.count += 1
        if self.count != self.at:
            return
        if self.fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        number = FAULTS[self.fault]
        raise OSError(number, os.strerror(number)) if kind is OSError else kind(f"IO exception: {os.strerror(number)}")


def in_child(work: Callable[[], int]) -> int:
    """Return the exit status of `work` in a child process; below 0 the signal that ended it, 99 an unforeseen error."""
    child = os.fork()
    if child == 0:
        status = 99
        try:
            status = work()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Builds:
    """Builds of small graphs in processes of their own, with the embedded store or without."""

    def __init__(self, stores: bool) -> None:
        # Loaded once, before any fork; neither library has started a thread.
        import ladybug  # noqa: F401
        import pyarrow.parquet  # noqa: F401

        self.ontology = load_ontology()
        self.fill: Callable[[Path], None] = add_stores if stores else no_stores

    def write(self, folder: Path, tool: str) -> int:
        """Write the graph that `tool` names; return the exit status that `kg` would have."""
        try:
            tiny_graph(folder, self.ontology, tool, self.fill)
        except KgError as error:
            return error.exit_code
        return 0


def no_stores(_: Path) -> None:
    """Add nothing to the tables."""


def count_steps(builds: Builds, folder: Path) -> int:
    """Return the number of steps of one build over the graph in `folder`."""
    reader, writer = os.pipe()

    def work() -> int:
        steps = Steps(folder, 0, "kill")
        steps.watch()
        status = builds.write(folder, "new")
        os.write(writer, str(steps.count).encode())
        return status

    status = in_child(work)
    os.close(writer)
    with os.fdopen(reader) as file:
        text = file.read()
    if status:
        raise RuntimeError(f"a build without a fault ended with {status}")
    return int(text)


def whole(folder: Path) -> str:
    """Return which graph a new reader finds, after comparing every file of it with its hash."""
    home = generation(folder)
    known = listed_files(home)
    if STORES not in {path.name for path in home.iterdir()} or records(home, known) != known:
        raise RuntimeError(f"{home}: the files are not those that were listed")
    tool: str = json.loads((home / "manifest.json").read_text("utf-8"))["tool"]
    return tool


def point(builds: Builds, template: Path, folder: Path, at: int, fault: str, again: bool) -> str:
    """Let a build over a copy of `template` fail at a step; return what is wrong afterwards, or nothing.

    `again` builds once more, which must find the folder fit for it and leave nothing of the failed build.
    """
    shutil.copytree(template, folder)

    def failing() -> int:
        Steps(folder, at, fault).watch()
        return builds.write(folder, "new")

    status = in_child(failing)
    try:
        if status not in ((-signal.SIGKILL,) if fault == "kill" else (0, 4)):
            return f"ended with {status}"
        found = whole(folder)
        if status == 0 and found != "new":
            return f"ended well, and the graph is the {found} one"
        return _rebuilt(builds, folder) if again else ""
    except (RuntimeError, KgError, OSError, ValueError) as error:
        return str(error)
    finally:
        shutil.rmtree(folder)


def _rebuilt(builds: Builds, folder: Path) -> str:
    status = in_child(lambda: builds.write(folder, "next"))
    if status or whole(folder) != "next":
        return f"the next build ended with {status}"
    left = sorted(path.name for path in (folder / "generations").iterdir())
    return "" if len(left) == 1 and not (folder / "LOCK").exists() else f"left behind: {left}"


def main(root: Path, most: int, stores: bool) -> int:
    """Try at most so many points, spread over all steps, each kind of fault in turn; 0 tries all with every kind.

    Where points are chosen, every fifth is followed by another build; where all are tried, each.
    """
    builds, template = Builds(stores), root / "template"
    if in_child(lambda: builds.write(template, "old")):
        raise RuntimeError("the first graph was not built")
    steps = count_steps(builds, template)
    kinds = list(FAULTS)
    points = [(at, kind) for at in range(1, steps + 1) for kind in kinds]
    if most:
        points = [((n * steps) // most + 1, kinds[n % len(kinds)]) for n in range(most)]
    wrong = 0
    for number, (at, kind) in enumerate(points):
        if said := point(builds, template, root / "graph", at, kind, not most or number % 5 == 0):
            wrong += 1
            sys.stderr.write(f"step {at} of {steps}, {kind}: {said}\n")
    sys.stdout.write(f"{len(points)} points of {steps} steps, {wrong} wrong\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:] != ["tables"]))
