"""What the guard of `kg cypher` lets through, against what the engines themselves say that it would do, and do.

  scripts/fuzz_guard.py --graph FOLDER --statements 1000000                            on the embedded engine
  scripts/fuzz_guard.py --graph FOLDER --seconds 600 --uri bolt://localhost:7687       on a Neo4j server too, loaded
                                                                                       with the graph (--username, --password)

Statements are made of clauses that read, clauses that do not, expressions of a small grammar, what may stand between,
and changes to their characters (tests/cases/fuzz-cypher.json). Whatever the guard accepts must have, by the engine's own
EXPLAIN, no operator that writes, opens a file or a connection, or calls a procedure outside of the guard's list. What
differs only by blanks and comments is asked once: the guard writes it anew. One of `--run-every` is run as well, in a
session that may write: it must change nothing, and neither make a file nor open a connection.
"""

import argparse
import json
import random
import re
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fuzzing.engines import DIED, Embedded, Engine, Server

from kg.errors import QueryError
from kg.guard.check import Question, checked

PARTS = Path(__file__).resolve().parent.parent / "tests/cases/fuzz-cypher.json"


def statements(seed: int, file: Path, url: str = "http://127.0.0.1:1/x") -> Iterator[str]:
    """Yield statements without end; the same ones for a seed."""
    chance = random.Random(seed)
    parts: dict[str, list[Any]] = json.loads(PARTS.read_text("utf-8"))
    forbidden = [clause.replace("FILE", file.as_posix()).replace("URL", url) for clause in parts["forbidden"]]
    while True:
        clauses = list(chance.choice(parts["wholes"]))
        if chance.random() < 0.2:
            clauses[-1] = f"{chance.choice(parts['takes'])} {_expression(chance, parts, 3)} AS e"
        if chance.random() < 0.25:
            for _ in range(chance.randint(1, 3)):
                clauses.insert(chance.randint(0, len(clauses)), chance.choice(parts["reads"]))
        for _ in range(chance.choice((0, 1, 1, 2))):
            clauses.insert(chance.randint(0, len(clauses)), chance.choice(forbidden))
        text = clauses[0]
        for clause in clauses[1:]:
            plain = chance.random() < 0.85
            text += (" " if plain else chance.choice(parts["glue"])) + clause
        for _ in range(chance.choice((0, 0, 0, 1, 1, 2))):
            text = chance.choice(CHANGES)(chance, text, parts)
        yield text


def _expression(chance: random.Random, parts: dict[str, list[Any]], depth: int) -> str:
    """Return an expression: a value, an operator or a function over others, at most so deep."""
    if depth == 0 or chance.random() < 0.3:
        return str(chance.choice(parts["atoms"]))
    form = str(chance.choice(parts["forms"]))
    while "?" in form:
        form = form.replace("?", _expression(chance, parts, depth - 1).replace("?", ""), 1)
    return form


def _cased(chance: random.Random, text: str, _: dict[str, list[Any]]) -> str:
    return "".join(c.upper() if chance.random() < 0.5 else c.lower() for c in text)


def _signed(chance: random.Random, text: str, parts: dict[str, list[Any]]) -> str:
    at = chance.randint(0, len(text))
    pad = chance.choice(("", " "))
    return text[:at] + pad + chance.choice(parts["signs"]) + pad + text[at:]


def _glued(chance: random.Random, text: str, parts: dict[str, list[Any]]) -> str:
    gaps = [m.span() for m in re.finditer(r"\s+", text)] or [(0, 0)]
    start, end = chance.choice(gaps)
    return text[:start] + chance.choice(parts["glue"]) + text[end:]


def _quoted(chance: random.Random, text: str, _: dict[str, list[Any]]) -> str:
    words = [m.span() for m in re.finditer(r"\w+", text)] or [(0, 0)]
    start, end = chance.choice(words)
    return f"{text[:start]}`{text[start:end]}`{text[end:]}"


def _escaped(chance: random.Random, text: str, _: dict[str, list[Any]]) -> str:
    at = chance.randrange(len(text))
    return f"{text[:at]}\\u{ord(text[at]) & 0xFFFF:04x}{text[at + 1 :]}"


def _nested(chance: random.Random, text: str, _: dict[str, list[Any]]) -> str:
    around = chance.choice(("CALL {{ {} }} RETURN 1 AS o", "RETURN COUNT {{ {} }} AS o", "MATCH (o) WHERE EXISTS {{ {} }} RETURN o", "RETURN ({}) AS o", "MATCH (n) {}"))  # fmt: skip
    return around.format(text)


def _cut(chance: random.Random, text: str, _: dict[str, list[Any]]) -> str:
    start = chance.randrange(len(text))
    return (text[:start] + text[start + chance.randint(1, 6) :]) or text


CHANGES = (_cased, _signed, _signed, _glued, _quoted, _escaped, _nested, _cut)


@dataclass
class Tally:
    """What became of the statements: counts, and those that the guard let through and an engine would not just read."""

    counts: Counter[str] = field(default_factory=Counter)
    found: list[tuple[str, str]] = field(default_factory=list)
    crashed: list[str] = field(default_factory=list)


def compare(
    engines: dict[str, Engine], made: Iterator[str], most: int, seconds: float = float("inf"), run_every: int = 0
) -> Tally:
    """Compare the guard's verdict with each engine's on at most so many statements, in about so many seconds."""
    tally, end, known = Tally(), time.monotonic() + seconds, set[str]()
    for text in made:
        if tally.counts["statements"] >= most or time.monotonic() > end:
            return tally
        tally.counts["statements"] += 1
        try:
            question = checked(text)
        except QueryError:
            continue
        tally.counts["accepted"] += 1
        key = f"{question.cypher}\0{question.params}"
        if key not in known:
            known.add(key)
            tally.counts["different"] += 1
            _ask(engines, tally, text, question, bool(run_every) and len(known) % run_every == 0)
    return tally


def _ask(engines: dict[str, Engine], tally: Tally, text: str, question: Question, run: bool) -> None:
    for name, engine in engines.items():
        said = engine.judge(question.cypher, question.params)
        if said == DIED:
            # `kg cypher` asks in a process of its own, which ends with one line.
            tally.counts[f"crashes of {name}"] += 1
            tally.crashed.append(text)
            continue
        tally.counts[f"understood by {name}"] += said is not None
        if said == "" and run:
            tally.counts[f"run by {name}"] += 1
            said = engine.run(question.cypher, question.params)
            said = "" if said == DIED else said
        if said:
            tally.found.append((text, f"{name}: {said}"))


def connected(listening: socket.socket) -> bool:
    """Say whether anybody connected to a socket that listens."""
    listening.setblocking(False)
    try:
        listening.accept()
    except BlockingIOError:
        return False
    return True


def fuzzed(given: argparse.Namespace, engines: dict[str, Engine], work: Path) -> Tally:
    """Compare; then look at the graphs, the files and the connections."""
    file = work / "fuzz.csv"
    file.write_text("a,b\n1,2\n", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/x"
        before = {name: engine.state() for name, engine in engines.items()}
        made = statements(given.seed, file, url)
        tally = compare(engines, made, given.statements, given.seconds, given.run_every)
        if connected(listening):
            tally.found.append((url, "a connection was opened"))
    for name, engine in engines.items():
        if engine.state() != before[name]:
            tally.found.append(("", f"{name}: {before[name]} became {engine.state()}"))
    if (left := sorted(path.name for path in work.iterdir())) != [file.name]:
        tally.found.append(("", f"files were written: {left}"))
    return tally


def parsed() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=1 << 62, help="at most so many")
    parser.add_argument("--seconds", type=float, default=60.0, help="at most about so long")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--run-every", type=int, default=20, help="of the different ones that are accepted, run each so-manieth"
    )
    parser.add_argument("--graph", type=Path, required=True, help="a graph folder with its embedded store")
    parser.add_argument("--uri", default="", help="also ask this Neo4j server")
    parser.add_argument("--username", default="neo4j")
    parser.add_argument("--password", default="district-kg")
    return parser.parse_args()


def main() -> int:
    """Entry point."""
    given, begin = parsed(), time.monotonic()
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        engines = {"the embedded engine": stack.enter_context(Embedded(given.graph))}
        if given.uri:
            from neo4j import GraphDatabase

            driver = GraphDatabase.driver(
                given.uri, auth=(given.username, given.password), notifications_min_severity="OFF"
            )
            engines["Neo4j"] = Server(stack.enter_context(driver))
        tally = fuzzed(given, engines, work)
    counts = ", ".join(f"{name} {number}" for name, number in tally.counts.items())
    sys.stdout.write(f"seed {given.seed}, {time.monotonic() - begin:.0f} s: {counts}; let through {len(tally.found)}\n")
    for text in tally.crashed[:5]:
        sys.stdout.write(f"an engine crashed: {text!r}\n")
    for text, said in tally.found[:20]:
        sys.stdout.write(f"{text!r}\n  {said}\n")
    return 1 if tally.found else 0


if __name__ == "__main__":
    sys.exit(main())
