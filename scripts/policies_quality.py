"""How much of the numbers of policies is read right: conditions left out, sums found with what they are paid for."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from extractors import extract
from extractors.annotations import Target
from kg.extraction import Models, pipeline
from kg.ontology import load_ontology

CASES = Path(__file__).parents[1] / "tests/cases/policies"
# The year that the paragraphs are read with.
YEAR = 2025


class Number(NamedTuple):
    """A number of a policy: [start, end), what it measures (None: a condition), its comparator."""

    start: int
    end: int
    indicator: str | None
    comparator: str


def read_policies(file: Path) -> tuple[str, list[Number]]:
    """Return the paragraphs of a file of `tests/cases/policies` as one text, and its numbers."""
    text, numbers = "", []
    for paragraph in json.loads(file.read_text("utf-8")):
        for value, nth, indicator, comparator in paragraph["numbers"]:
            at = -1
            for _ in range(nth):
                at = paragraph["text"].index(value, at + 1)
            start = len(text) + at
            numbers.append(Number(start, start + len(value), indicator, comparator))
        text += paragraph["text"] + "\n"
    return text, numbers


def score(text: str, numbers: list[Number], targets: list[Target]) -> Counter[str]:
    """Count conditions, those taken for figures, figures, those found, and those with the right indicator or comparator."""
    counts: Counter[str] = Counter()
    for number in numbers:
        counts.update(_judged(text, number, targets))
    return counts


def _judged(text: str, number: Number, targets: list[Target]) -> Iterator[str]:
    found = next((t for t in targets if t.quantity.start < number.end and number.start < t.quantity.end), None)
    if number.indicator is None:
        yield "conditions"
        yield from ["taken"] if found else []
        return
    yield "figures"
    if found:
        yield "found"
        said = text[slice(*found.indicator)]
        yield from ["indicator"] if alike(said, number.indicator) else []
        yield from ["comparator"] if found.quantity.comparator == number.comparator else []


def alike(one: str, other: str) -> bool:
    """Say whether indicators name one thing, as score.py of the gold folder does: one in the other, or half of the characters shared."""
    shared = sum((Counter(one) & Counter(other)).values())
    return bool(one) and (one in other or other in one or 2 * shared >= max(len(one), len(other)))


def bench() -> int:
    """Print the shares by file."""
    nlp = pipeline(load_ontology(), Models("standard"))
    for file in sorted(CASES.glob("*.json")):
        text, numbers = read_policies(file)
        counts = score(text, numbers, list(extract(nlp, text, YEAR).targets))
        found = max(1, counts["found"])
        sys.stdout.write(
            f"{file.stem}: of {counts['conditions']} conditions {counts['taken']} are taken for figures; of {counts['figures']} figures "
            f"{found} found, of these indicator {counts['indicator'] / found:.3f}  comparator {counts['comparator'] / found:.3f}\n"
        )
    return 0
