"""How long a whole process takes, against a named peer that is timed in the same rounds."""

import os
import resource
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROUNDS = 7
PEER = ("-c", "import typer, rich")
PLAIN = {"kg --help": ("--help",), "kg query list": ("query", "list")}
QUESTIONS = {
    "kg query run": ("query", "run", "zone-profile", "zone={zone}"),
    "kg find": ("find", "{zone}"),
    "kg search": ("search", "{zone}"),
    "kg link": ("link", "{firm}"),
}


class Taken(NamedTuple):
    """Seconds of one process: of a clock on the wall, and of the processor (user and system)."""

    wall: float
    processor: float


def bench(graph: Path | None, rounds: int = ROUNDS) -> int:
    """Print the median of each command in seconds and as a ratio to the peer; questions only where a graph is given.

    Seconds of the processor hardly depend on what else the machine does. Modules are compiled, as those of an
    installed package are: a first round that is not counted compiles them into a folder of its own.
    """
    commands: dict[str, tuple[str, ...]] = {f"python {shlex.join(PEER)}": PEER}
    commands |= {name: ("-m", "kg", *words) for name, words in PLAIN.items()}
    if graph:
        subjects = _subjects(graph)
        for name, words in QUESTIONS.items():
            commands[name] = ("-m", "kg", *(word.format(**subjects) for word in words), "--graph", str(graph))
    # One round runs each command once, so that a change in the machine's load meets all of them.
    times: dict[str, list[Taken]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as compiled:
        for count in range(rounds + 1):
            for name, words in commands.items():
                taken = _run(words, compiled)
                times[name] += [taken] if count else []
    peer = _median(times[next(iter(commands))])
    sys.stdout.write(f"{'':32} {'processor':>9} {'of peer':>8} {'wall':>7} {'of peer':>8}   (medians of {rounds})\n")
    for name, all_taken in times.items():
        wall, processor = _median(all_taken)
        ratios = processor / peer.processor, wall / peer.wall
        sys.stdout.write(f"{name:32} {processor:7.2f} s {ratios[0]:8.1f} {wall:5.2f} s {ratios[1]:8.1f}\n")
    return 0


def _median(taken: list[Taken]) -> Taken:
    return Taken(*map(statistics.median, zip(*taken, strict=True)))


def _subjects(graph: Path) -> dict[str, str]:
    """Return the zone and the firm that are mentioned most in a graph."""
    from kg.find import folder_names

    names = folder_names(graph)
    return {
        key: max(names.of(kind), key=lambda item: item.mentions).name
        for key, kind in (("zone", "Zone"), ("firm", "Enterprise"))
    }


def _run(words: tuple[str, ...], compiled: str) -> Taken:
    """Run one command; its modules are compiled into a folder."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, *words]
    subprocess.run(command, check=True, capture_output=True, env={**environment, "PYTHONPYCACHEPREFIX": compiled})
    wall, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Taken(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
