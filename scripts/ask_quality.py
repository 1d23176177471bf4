"""How often `kg ask` understands the questions of tests/cases/ask: the first reading right, one of the first three right."""

import csv
import sys
from collections import Counter
from pathlib import Path

from kg.ask import Reading, surfaces, understand
from kg.find import Named, Names, folder_names

CASES = Path(__file__).resolve().parent.parent / "tests" / "cases" / "ask"


def bench(graph: Path | None, verbose: bool = False) -> int:
    """Print the shares for each half of the questions; the names of a graph stand beside those of the cases."""
    names = case_names()
    if graph:
        own = {item.id for item in names.items}
        names = Names(names.items + [item for item in folder_names(graph).items if item.id not in own])
    known = surfaces(names)
    count: Counter[tuple[str, str]] = Counter()
    for half, question, wanted in questions():
        said = [shown(reading) for reading in understand(question, known)]
        places = [place for place, text in enumerate(said) if text in wanted]
        count[half, "all"] += 1
        count[half, "first"] += places[:1] == [0]
        count[half, "three"] += bool(places)
        if verbose and places[:1] != [0]:
            sys.stdout.write(f"{half} {question}\n   wanted {wanted}\n   said {said}\n")
    for half in ("seen", "held"):
        number = count[half, "all"]
        first, three = (count[half, what] / number for what in ("first", "three"))
        sys.stdout.write(
            f"{half}: {number} questions, first choice right {first:.3f}, one of three right {three:.3f}\n"
        )
    return 0


def case_names() -> Names:
    """Return the entities that the questions are about, in no graph."""
    with (CASES / "names.tsv").open(encoding="utf-8", newline="") as file:
        rows = [(row["type"], name) for row in csv.DictReader(file, delimiter="\t") for name in row["names"].split()]
    return Names([Named(f"{kind}:{name}", kind, name, (), 1) for kind, name in rows])


def questions() -> list[tuple[str, str, list[str]]]:
    """Return (half, question, answers of which each is right)."""
    with (CASES / "questions.tsv").open(encoding="utf-8", newline="") as file:
        return [
            (row["half"], row["question"], row["answer"].split(" | ")) for row in csv.DictReader(file, delimiter="\t")
        ]


def shown(reading: Reading) -> str:
    """Return a reading as the cases write it: name and parameters, without filters."""
    params = (f"{key}={','.join(found.name for found in values)}" for key, values in reading.params.items())
    return " ".join([reading.answer.name, *params])
