"""How many indicators of a graph have a measure, and whether pairs of indicators are joined as their writer says."""

import csv
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from neo4j_speed import say

from kg.folder import read_folder, read_ontology
from kg.measures import Join, joiner, load_measures

# The order in which joins are drawn to be read is the same in every run.
SEED = 11


def pairs(file: Path) -> int:
    """Print how the rows of `tests/cases/measures/pairs.tsv` come out by part, and each that is joined wrongly or missed."""
    with file.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t"))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        one, other = _named(row["one"], row["unit"]), _named(row["other"], row["other_unit"])
        how = outcome(row["meaning"], one, other)
        counts[row["part"]][how] += 1
        if how in ("missed", "joined wrongly"):
            say(f"{row['part']} {how}: {row['one']} ({one}), {row['other']} ({other})")
    for part, count in sorted(counts.items()):
        say(f"{part}: " + ", ".join(f"{count[how]} {how}" for how in ("joined", "apart", "missed", "joined wrongly")))
    return 0


def outcome(meaning: str, one: str | None, other: str | None) -> str:
    """Return how a pair came out whose two sides are the same or different measures, and were given these."""
    joined = one is not None and one == other
    if meaning == "same":
        return "joined" if joined else "missed"
    return "joined wrongly" if joined else "apart"


def _named(indicator: str, unit: str) -> str | None:
    found = joiner().measure_of(indicator, unit)
    return found.measure.name if found else None


def bench(folder: Path, shown: int) -> int:
    """Print what share of a graph's indicators and targets has a measure, and how many measures can be compared."""
    measures = joiner(load_measures(read_ontology(folder)))
    targets = [node.props for node in read_folder(folder).nodes.values() if node.type == "Target"]
    joins = [(t, measures.measure_of(t["indicator"], t["unit"], t["kind"], _before(t))) for t in targets]
    found = [(t, join) for t, join in joins if join]
    say(f"{len(found)} of {len(targets)} targets have a measure")
    named = {t["indicator"] for t in targets}
    say(f"{len({t['indicator'] for t, _ in found})} of {len(named)} indicators have a measure")
    years, districts = _several(found, "year"), _several(found, "district")
    say(
        f"{len({join.measure.name for _, join in found})} measures, {years} with figures of two years, {districts} of two districts"
    )
    for target, join in random.Random(SEED).sample(found, min(shown, len(found))):
        said = f"{target['indicator']} {target['value']} ({target['kind']})"
        say(f"{join.confidence:.2f}\t{join.measure.name}\t{said}\t{target['quote'][:90]}")
    return 0


def _before(target: dict[str, Any]) -> str:
    """Return the words of the quote before the figure."""
    before, value, _ = str(target["quote"]).partition(target["value"])
    return before if value else ""


def _several(found: list[tuple[dict[str, Any], Join]], prop: str) -> int:
    values: dict[str, set[Any]] = defaultdict(set)
    for target, join in found:
        values[join.measure.name].add(target[prop])
    return sum(len(seen - {None, ""}) > 1 for seen in values.values())
