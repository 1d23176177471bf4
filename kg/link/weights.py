"""The weights of the parts of a score: learned from graded firms by `scripts/train link`, kept as data beside this file."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("weights.json")
# More of these never lowers a score, more of those never raises it; the others, which are the types, may do either.
FOR = frozenset(
    ("path", "field", "more_fields", "sector", "more_sectors", "words", "rare_word", "home", "here", "city", "measure", "opening", "evidence", "planned", "stated")
)  # fmt: skip
AGAINST = frozenset(("away", "away_measure", "public", "body", "paper", "breadth", "year"))


@cache
def weights() -> dict[str, float]:
    """Return the shipped weights by part."""
    read: dict[str, float] = json.loads(FILE.read_text("utf-8"))["weights"]
    return read


def weigh(parts: Mapping[str, float]) -> dict[str, float]:
    """Return what each part adds to a score, without those that add nothing."""
    known = weights()
    return {part: value * weight for part, value in parts.items() if value and (weight := known.get(part))}
