"""How long a whole process takes, against a named peer that is timed in the same rounds."""

import shlex
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 7
PEER = ("-c", "import typer, rich")
PLAIN = {"kg --help": ("--help",), "kg query list": ("query", "list")}
QUESTIONS = {
    "kg query run": ("query", "run", "zone-profile", "zone={zone}"),
    "kg find": ("find", "{zone}"),
    "kg search": ("search", "{zone}"),
    "kg link": ("link", "{firm}"),
}


def bench(graph: Path | None, rounds: int = ROUNDS) -> int:
    """Print the median of each command in seconds and as a ratio to the peer; questions only where a graph is given."""
    commands: dict[str, tuple[str, ...]] = {f"python {shlex.join(PEER)}": PEER}
    commands |= {name: ("-m", "kg", *words) for name, words in PLAIN.items()}
    if graph:
        subjects = _subjects(graph)
        for name, words in QUESTIONS.items():
            commands[name] = ("-m", "kg", *(word.format(**subjects) for word in words), "--graph", str(graph))
    # One round runs each command once, so that a change in the machine's load meets all of them.
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, words in commands.items():
            times[name].append(_seconds(words))
    peer = statistics.median(next(iter(times.values())))
    for name, taken in times.items():
        middle = statistics.median(taken)
        sys.stdout.write(f"{name:32} {middle:6.2f} s  {middle / peer:5.1f} times the peer (median of {rounds})\n")
    return 0


def _subjects(graph: Path) -> dict[str, str]:
    """Return the zone and the firm that are mentioned most in a graph."""
    from kg.find import folder_names

    names = folder_names(graph)
    return {
        key: max(names.of(kind), key=lambda item: item.mentions).name
        for key, kind in (("zone", "Zone"), ("firm", "Enterprise"))
    }


def _seconds(words: tuple[str, ...]) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
    return time.perf_counter() - begin
