"""What the guard of `kg cypher` lets through, against what the engines themselves say that it would do.

  scripts/fuzz guard --statements 100000 --seed 1              on the embedded engine
  scripts/fuzz guard --seconds 600 --uri bolt://localhost:7687 on Neo4j too (--username, --password)

Statements are made of clauses that read, clauses that do not, what may stand between, and changes to their characters
(tests/cases/fuzz-cypher.json). Whatever the guard accepts must have, by the engine's own EXPLAIN, no operator that
writes, opens a file or a connection, or calls a procedure outside of the guard's list.
"""

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import QueryError, StoreError
from kg.guard.check import allowed, checked
from kg.stores.embedded import EmbeddedStore
from kg.stores.plans import check_engine_plan, server_operators
from kg.stores.plans import reading as reading_operators

PARTS = Path(__file__).resolve().parent.parent / "tests/cases/fuzz-cypher.json"
# The engine says this where it read what a clause names, and could not go on.
TOUCHED = re.compile(
    r"Copy exception|IO exception|Cannot infer the format|No file found|extension|read.only|file_format", re.IGNORECASE
)
# Errors of what the server does not run: no Cypher of its own, or a procedure of the other engine.
REFUSED = ("Neo.ClientError.Statement", "Neo.ClientError.Procedure.ProcedureNotFound")
# None where the engine does not understand the statement, else what it would do beyond reading (empty for nothing).
Judge = Callable[[str, dict[str, Any]], str | None]


def statements(seed: int, file: Path) -> Iterator[str]:
    """Yield statements without end; the same ones for a seed."""
    chance = random.Random(seed)
    parts: dict[str, list[Any]] = json.loads(PARTS.read_text("utf-8"))
    forbidden = [clause.replace("FILE", file.as_posix()) for clause in parts["forbidden"]]
    while True:
        clauses = list(chance.choice(parts["wholes"]))
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


def embedded_judge(store: EmbeddedStore) -> Judge:
    """Return what says what the embedded engine would do."""

    def judge(cypher: str, params: dict[str, Any]) -> str | None:
        try:
            rows = store.run(f"EXPLAIN {cypher}", params)
            check_engine_plan("".join(str(value) for row in rows for value in row.values()))
        except QueryError as error:
            return str(error)
        except StoreError as error:
            said = str(error)
            return said if TOUCHED.search(said) and "Parser exception" not in said else None
        return ""

    return judge


def server_judge(driver: Any) -> Judge:
    """Return what says what a Neo4j server would do. The session may write: the plan alone decides."""
    from neo4j.exceptions import Neo4jError

    procedures = frozenset(allowed()["procedures"])

    def judge(cypher: str, params: dict[str, Any]) -> str | None:
        try:
            with driver.session() as session:
                found = session.run("EXPLAIN " + cypher, params).consume()
        except Neo4jError as error:
            return None if (error.code or "").startswith(REFUSED) else str(error)
        more = [name for name in server_operators(found.plan or {}) if name not in reading_operators("neo4j")]
        called = [name for name in _procedures(found.plan or {}) if name.lower() not in procedures]
        return "" if found.query_type == "r" and not (more or called) else f"{found.query_type} {more} {called}"

    return judge


def _procedures(plan: dict[str, Any]) -> Iterator[str]:
    if "ProcedureCall" in str(plan.get("operatorType")):
        yield str(plan.get("args", {}).get("Details", "")).partition("(")[0]
    for child in plan.get("children", ()):
        yield from _procedures(child)


@dataclass
class Tally:
    """What became of the statements: counts, and those that the guard let through and an engine would not just read."""

    counts: Counter[str] = field(default_factory=Counter)
    found: list[tuple[str, str]] = field(default_factory=list)


def compare(judges: dict[str, Judge], seed: int, most: int, seconds: float, file: Path) -> Tally:
    """Compare the guard's verdict with each engine's on at most so many statements, in about so many seconds."""
    tally, end = Tally(), time.monotonic() + seconds
    for text in statements(seed, file):
        if tally.counts["statements"] >= most or time.monotonic() > end:
            return tally
        tally.counts["statements"] += 1
        try:
            question = checked(text)
        except QueryError:
            continue
        tally.counts["accepted"] += 1
        for name, judge in judges.items():
            said = judge(question.cypher, question.params)
            tally.counts[f"understood by {name}"] += said is not None
            if said:
                tally.found.append((text, f"{name}: {said}"))
    return tally


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=1 << 62, help="at most so many")
    parser.add_argument("--seconds", type=float, default=60.0, help="at most about so long")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--graph", type=Path, required=True, help="a graph folder with its embedded store")
    parser.add_argument("--uri", default="", help="also ask this Neo4j server")
    parser.add_argument("--username", default="neo4j")
    parser.add_argument("--password", default="district-kg")
    given = parser.parse_args()
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as work, EmbeddedStore(given.graph) as store:
        file = Path(work) / "fuzz.csv"
        file.write_text("a,b\n1,2\n", "utf-8")
        judges = {"the embedded engine": embedded_judge(store)}
        if given.uri:
            from neo4j import GraphDatabase

            driver = GraphDatabase.driver(
                given.uri, auth=(given.username, given.password), notifications_min_severity="OFF"
            )
            judges["Neo4j"] = server_judge(driver)
        tally = compare(judges, given.seed, given.statements, given.seconds, file)
        if given.uri:
            driver.close()
    counts = ", ".join(f"{name} {number}" for name, number in tally.counts.items())
    sys.stdout.write(f"seed {given.seed}, {time.monotonic() - begin:.0f} s: {counts}; let through {len(tally.found)}\n")
    for text, said in tally.found[:20]:
        sys.stdout.write(f"{text!r}\n  {said}\n")
    return 1 if tally.found else 0


if __name__ == "__main__":
    sys.exit(main())
