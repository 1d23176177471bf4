"""Graded firms: reading them, and the figures of a ranking over them."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kg.link import Context
from kg.same import plain

TOP = 10
GRADED = Path(__file__).resolve().parent.parent / "tests/cases/link/graded.json"
Case = dict[str, Any]
Grades = dict[tuple[str, str], int]


def grades_of(case: Case) -> Grades:
    """Return the grades of a case by type and plain name."""
    return {(row["type"], plain(row["name"])): row["grade"] for row in case["relevant"]}


def names_of(context: Context, key: str) -> set[str]:
    """Return the plain names of a node."""
    node = context.nodes[key]
    return {plain(name) for name in (node["name"], *(node["aliases"] or ()))}


def grade_of(context: Context, key: str, wanted: Grades) -> int:
    """Return the grade of a node, 0 where it has none."""
    return max(wanted.get((key.partition(":")[0], name), 0) for name in names_of(context, key))


def gain_of(grades: Sequence[int]) -> float:
    """Return the discounted cumulative gain of grades in their order."""
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))
