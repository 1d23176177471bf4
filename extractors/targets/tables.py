"""Flattened indicator tables: `1 地区生产总值 预期性 16715.2亿元 4.8% 增长7%左右 2 一般公共…`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.annotations import Quantity, Target
from extractors.targets.quantities import find_quantities

# The names of columns take some dozen characters; without an end each heading would look to the end of the text.
TABLE = re.compile(r"表\d{1,2}:\s*(?P<year>20\d\d)年[^。]{0,60}?序号\s(?P<head>.{0,400}?)(?=\s1\s)", re.DOTALL)
ROW = re.compile(
    r"\s(?P<no>\d{1,2})\s(?P<indicator>\S+)\s(?P<kind>预期性|约束性)\s"
    r"(?P<cells>.*?)(?=\s\d{1,2}\s\S+\s(?:预期性|约束性)\s|\s{0,9}注:|\s{0,9}[(][一二三][)]|\n|$)",
    re.DOTALL,
)
GROWTH = re.compile(r"-?[\d.]+%|[—-]+|[(].*[)]")
CHANGE = re.compile(r"(?:增长|增速高于|提高|下降|高于全市|降低)\D{0,4}$")


@dataclass(frozen=True, slots=True)
class Table:
    """A table's stretch of text and the targets read from its rows."""

    start: int
    end: int
    targets: tuple[Target, ...]


def find_tables(text: str) -> Iterator[Table]:
    """Yield the indicator tables. A header with 完成 holds result, growth and goal; else the goal alone."""
    for match in TABLE.finditer(text):
        done = "完成" in match["head"]
        at, targets, number = match.end(), [], 1
        while (row := ROW.match(text, at)) and int(row["no"]) == number:
            targets += _row(text, row, int(match["year"]), done)
            at, number = row.end(), number + 1
        if targets:
            yield Table(match.start(), at, tuple(targets))


def _row(text: str, row: re.Match[str], year: int, done: bool) -> list[Target]:
    begin, cells = row.start("cells"), row["cells"]
    if not done:
        return _numbers(text, row, begin, begin + len(cells), year, "planned", cells.strip())
    tokens = list(re.finditer(r"\S+", cells))
    growth = next((i for i, t in enumerate(tokens[1:], 1) if GROWTH.fullmatch(t.group())), 0)
    goal = begin + (tokens[growth + 1].start() if growth + 1 < len(tokens) else len(cells))
    written = text[goal : begin + len(cells)].strip()
    hits = _numbers(text, row, begin, begin + tokens[0].end(), year, "achieved", written)
    if growth and "%" in tokens[growth].group() and tokens[growth].group()[0] not in "((":
        token = tokens[growth]
        rate = Quantity(begin + token.start(), begin + token.end(), Decimal(token.group().strip("%")), None, "%", "eq")
        hits.append(_hit(row, rate, "change", year, "achieved", written))
    return hits + _numbers(text, row, goal, begin + len(cells), year, "planned", written)


def _numbers(text: str, row: re.Match[str], start: int, end: int, year: int, status: str, goal: str) -> list[Target]:
    return [
        _hit(
            row,
            replace(q, start=start + q.start, end=start + q.end),
            "change" if CHANGE.search(text[start : start + q.start]) else "level",
            year,
            status,
            goal,
        )
        for q in find_quantities(text[start:end])
    ]


def _hit(row: re.Match[str], quantity: Quantity, kind: str, year: int, status: str, goal: str) -> Target:
    return Target(quantity, row.span("indicator"), kind, year, status, None, 0.98, ("table",), goal)
