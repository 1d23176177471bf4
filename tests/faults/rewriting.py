"""Writes a small graph over an older one and fails, or is killed, at a chosen step. Run by test_generations and scripts/faults.

A step is one system call that changes the disk below the graph folder: a file opened for writing, a write, a flush, a
cut, a folder made, a name changed or removed. calls.c, which is to be loaded in front of the C library (LD_PRELOAD), counts
them and lets one fail; so the calls of Parquet, SQLite and the embedded engine, which fills its store in a process of its
own, are among them.

What a kill at a step leaves is what the disk holds before it: `kills` stops one build before each step and looks. What
a failed call leads to must be run: `faults`; so must what follows when only the process of the engine ends. Each ends
with a line of figures.
"""

import argparse
import contextlib
import ctypes
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tiny import made_graph, write_tiny

from kg.builder import add_stores
from kg.errors import EXIT_STORE, KgError
from kg.generations import generation
from kg.generations.current import STORES
from kg.generations.files import records
from kg.generations.write import listed_files
from kg.model import Graph
from kg.ontology import Ontology, load_ontology

# In the order of calls.c: killed; the disk full from then on; read-only from then on; permission missing once; the process of
# the engine ended; stopped before each.
FAULTS = ("kill", "full", "read-only", "denied", "abort", "stop")
FAILING = FAULTS[1:4]
# What a build may end with when a call failed: well, since another way was found, or the status of the store.
ENDS = {"kill": (-signal.SIGKILL, 0), "abort": (EXIT_STORE,)}
OTHER_ENDS = (0, EXIT_STORE)
# Each type is one more table, and the same steps again.
RELATION_TYPES = frozenset({"CONTAINED_IN", "SUBSECTOR_OF", "MEASURES", "OF_MEASURE", "MENTIONED_IN", "DEVELOPS"})
HERE = Path(__file__).resolve().parent


def small_ontology() -> Ontology:
    """Return the shipped ontology with few types and no names, so that a build takes a tenth of a second."""
    whole = load_ontology()
    relations = {kind: known for kind, known in whole.relation_types.items() if kind in RELATION_TYPES}
    ends = {end for known in relations.values() for end in (*known.head, *known.tail)}
    kept = {kind: node for kind, node in whole.node_types.items() if kind in ends or not node.entity}
    return Ontology(
        properties=whole.properties,
        node_types=kept,
        relation_types=relations,
        version="1",
        districts=whole.districts[:3],
    )


def small_graph(ontology: Ontology) -> Graph:
    """Return what of the made graph the types of the ontology hold."""
    graph = made_graph()
    graph.nodes = {key: node for key, node in graph.nodes.items() if node.type in ontology.node_types}
    graph.edges = {key: edge for key, edge in graph.edges.items() if edge.type in ontology.relation_types}
    return graph


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


# prctl(PR_SET_CHILD_SUBREAPER, 1): what a killed process started becomes a child of this one.
SUBREAPER = 36


def all_ended() -> None:
    """Wait for every process that a build left."""
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)


class Calls:
    """The shim: what all processes of a build share with this one, which looks on."""

    def __init__(self, root: Path) -> None:
        library = ctypes.CDLL(os.environ["LD_PRELOAD"])
        for name in ("size", "count", "first", "inside", "started"):
            getattr(library, f"faults_{name}").restype = ctypes.c_long
        shared = root / "shared"
        shared.write_bytes(bytes(library.faults_size()))
        os.environ["FAULTS_SHARED"] = str(shared)
        library.faults_share()
        self.library = library

    def arm(self, folder: Path, at: int, fault: str) -> None:
        """Count from now on what this process and those that it starts do below the folder; 0 only counts."""
        self.library.faults_arm(os.fsencode(folder), ctypes.c_long(at), FAULTS.index(fault))

    def number(self, name: str) -> int:
        """Return `count`, or of the process that the build started its `first` step, all `inside`, and its own number."""
        return int(getattr(self.library, f"faults_{name}")())

    def disarm(self) -> None:
        """Count no more."""
        self.library.faults_disarm()


class Builds:
    """Builds of a graph in processes of their own, with the embedded store or without, of all types or of few."""

    def __init__(self, root: Path, stores: bool, every: bool) -> None:
        # Loaded once, before any fork; the library has started no thread.
        import pyarrow.parquet  # noqa: F401

        self.ontology = load_ontology() if every else small_ontology()
        self.graph = made_graph() if every else small_graph(self.ontology)
        self.fill: Callable[[Path], None] = add_stores if stores else no_stores
        self.name = f"{'tables and stores' if stores else 'tables'} of {len(self.ontology.node_types)} types"
        self.calls = Calls(root)

    def write(self, folder: Path, tool: str) -> int:
        """Write the graph that `tool` names; return the exit status that `kg` would have."""
        try:
            write_tiny(self.graph, folder, self.ontology, tool, self.fill)
        except KgError as error:
            return error.exit_code
        return 0

    def failing(self, folder: Path, at: int, fault: str) -> int:
        """Write the new graph with a fault at a step; 0 only counts."""
        self.calls.arm(folder, at, fault)
        return self.write(folder, "new")


def no_stores(_: Path) -> None:
    """Add nothing to the tables."""


def count_steps(builds: Builds, root: Path) -> int:
    """Return the number of steps of one build over a copy of the graph in `root / "template"`."""
    folder = root / "counted"
    shutil.copytree(root / "template", folder)
    status = in_child(lambda: builds.failing(folder, 0, "kill"))
    builds.calls.disarm()
    shutil.rmtree(folder)
    if status:
        raise RuntimeError(f"a build without a fault ended with {status}")
    return builds.calls.number("count")


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
    status = in_child(lambda: builds.failing(folder, at, fault))
    builds.calls.disarm()
    try:
        # The threads of an engine do not always take the same number of steps: the last ones may not come.
        if status not in ENDS.get(fault, OTHER_ENDS):
            return f"ended with {status}"
        found = whole(folder)
        if status == 0 and found != "new":
            return f"ended well, and the graph is the {found} one"
        return _rebuilt(builds, folder) if again else ""
    except (RuntimeError, KgError, OSError, ValueError) as error:
        return str(error)
    finally:
        # The process of a build that was killed ends by itself; meanwhile it may still write.
        all_ended()
        shutil.rmtree(folder)


def _rebuilt(builds: Builds, folder: Path) -> str:
    status = in_child(lambda: builds.write(folder, "next"))
    if status or whole(folder) != "next":
        return f"the next build ended with {status}"
    left = sorted(path.name for path in (folder / "generations").iterdir())
    return "" if len(left) == 1 and not (folder / "LOCK").exists() else f"left behind: {left}"


def kills(builds: Builds, root: Path, left: bool) -> tuple[int, int]:
    """Stop one build before each step and look at the graph; return the number of steps and of those with a wrong one.

    With `left` the folder holds what a build that was killed in the middle left, which is removed first.
    """
    folder = root / "graph"
    shutil.copytree(root / "template", folder)
    if left:
        middle = count_steps(builds, root) // 2
        in_child(lambda: builds.failing(folder, middle, "kill"))
        all_ended()
    child = os.fork()
    if child == 0:
        os._exit(builds.failing(folder, 0, "stop"))
    steps, wrong, before = 0, 0, "old"
    for stopped in stops(builds.calls, child):
        steps += 1
        said = _looked_at(folder)
        if said not in ("old", "new") or (before, said) == ("new", "old"):
            wrong += 1
            sys.stderr.write(f"step {steps}, kill: {said}\n")
        before = said
        os.kill(stopped, signal.SIGCONT)
    builds.calls.disarm()
    wrong += whole(folder) != "new"
    shutil.rmtree(folder)
    return steps, wrong


def stops(calls: Calls, child: int) -> Iterator[int]:
    """Yield which process of a build has stopped, each time that one has, until the build ends well."""
    while not (ended := os.waitpid(child, os.WNOHANG))[0]:
        stopped = [one for one in {child, calls.number("started")} if _state(one) == "T"]
        yield from stopped
        if not stopped:
            time.sleep(0.0002)
    if ended[1]:
        raise RuntimeError(f"a build without a fault ended with {os.waitstatus_to_exitcode(ended[1])}")


def _state(process: int) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii", "replace").rpartition(") ")[2][:1]
    except OSError:
        return ""


def _looked_at(folder: Path) -> str:
    try:
        return whole(folder)
    except (RuntimeError, KgError, OSError, ValueError) as error:
        return str(error)


def faults(builds: Builds, root: Path, most: int, part: tuple[int, int] = (1, 1)) -> tuple[int, int, int]:
    """Let builds fail at so many points, spread over all steps, each kind of fault in turn; 0 for all steps and kinds.

    Every fifth is followed by another build. `part` is one of so many runs that together try all points. Return the
    number of points, of steps and of what was wrong.
    """
    steps = count_steps(builds, root)
    points = [(at, kind) for at in range(1, steps + 1) for kind in FAILING]
    if most:
        kinds = FAULTS[:4]
        points = [((n * steps) // most + 1, kinds[n % len(kinds)]) for n in range(most)]
    number, parts = part
    points = points[len(points) * (number - 1) // parts : len(points) * number // parts]
    return len(points), steps, wrong_of(builds, root, points, steps)


def ends(builds: Builds, root: Path, most: int) -> tuple[int, int, int]:
    """Let the process of the engine end at so many points, spread over its steps. Return what `faults` returns."""
    steps = count_steps(builds, root)
    # The last steps may be the build's own in another run.
    first, inside = builds.calls.number("first"), builds.calls.number("inside") - 10
    points = [(first + n * inside // most, "abort") for n in range(most)]
    return most, steps, wrong_of(builds, root, points, steps)


def wrong_of(builds: Builds, root: Path, points: Sequence[tuple[int, str]], steps: int) -> int:
    """Try the points and return how many went wrong; each is said."""
    wrong = 0
    for number, (at, kind) in enumerate(points):
        if said := point(builds, root / "template", root / "graph", at, kind, number % 5 == 0):
            wrong += 1
            sys.stderr.write(f"step {at} of {steps}, {kind}: {said}\n")
    return wrong


def main(given: argparse.Namespace) -> int:
    """Do what the command line says and print the figures."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1)
    builds = Builds(given.root, given.stores, given.every)
    if in_child(lambda: builds.write(given.root / "template", "old")):
        raise RuntimeError("the first graph was not built")
    if given.kills:
        steps, wrong = kills(builds, given.root, given.left)
        over = ", over what a killed build left" if given.left else ""
        sys.stdout.write(f"{builds.name}{over}: killed at each of {steps} steps, {wrong} wrong\n")
    else:
        tried = (
            ends(builds, given.root, given.ends) if given.ends else faults(builds, given.root, given.points, given.part)
        )
        points, steps, wrong = tried
        sys.stdout.write(f"{builds.name}: {points} points of {steps} steps, {wrong} wrong\n")
    return 1 if wrong else 0


def as_part(text: str) -> tuple[int, int]:
    """Return 1/4 as (1, 4)."""
    number, _, parts = text.partition("/")
    return int(number), int(parts)


def parsed() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path, help="an empty folder")
    parser.add_argument("--kills", action="store_true", help="look before each step of one build; else let builds fail")
    parser.add_argument("--left", action="store_true", help="with --kills: over what a killed build left")
    parser.add_argument("--points", type=int, default=0, help="so many, spread over all steps; all steps if not given")
    parser.add_argument("--ends", type=int, default=0, help="so many points at which the process of the engine ends")
    parser.add_argument(
        "--part", type=as_part, default=(1, 1), metavar="N/PARTS", help="one part of the points, as 1/4"
    )
    parser.add_argument("--stores", action="store_true", help="with the embedded store, the search and the link index")
    parser.add_argument("--every", action="store_true", help="all types of the shipped ontology, not a few")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main(parsed()))
