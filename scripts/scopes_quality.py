"""`scripts/bench scopes`: how well sectors are found in business scopes, beside the plain names of the taxonomy."""

import csv
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from neo4j_speed import say
from rapidfuzz import fuzz, process

from kg.link.scopes import ScopeReader
from kg.link.scopes.clauses import clauses
from kg.link.sectors import Sectors, taxonomy
from kg.ontology import load_ontology

CASES = Path(__file__).parent.parent / "tests/cases/link"
# The lexicon was written between the first two; words of the second went into it. No word was taken from the third; the last
# was measured once (recall 0.944) and its misses read.
PARTS = (
    ("before the lexicon", "scopes-before.tsv"),
    ("after its first state", "scopes-after.tsv"),
    ("unseen", "scopes-unseen.tsv"),
    ("fresh, by a second writer", "scopes-fresh.tsv"),
)
UNSEEN = "scopes-unseen.tsv"
TOP = 3
Case = dict[str, str]
Finder = Callable[[str], list[str]]


def bench(show: bool) -> int:
    """Print for each part the share of right first sectors, recall and precision of the first three."""
    sectors = Sectors(taxonomy(load_ontology()))
    finders: Sequence[tuple[str, Finder]] = (
        ("kg link", lambda scope: [reading.sector for reading in sectors.of_scope(scope)]),
        ("names of the taxonomy, counted", lambda scope: [name for name, _ in sectors.find(scope).most_common()]),
    )
    say(
        "| scopes | reading | first is right | recall of top 3 | precision of top 3 | none found |\n|---|---|---|---|---|---|"
    )
    for part, name in PARTS:
        with (CASES / name).open(encoding="utf-8", newline="") as source:
            cases = list(csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE))
        for reading, finder in finders:
            found = [finder(case["scope"])[:TOP] for case in cases]
            say(f"| {part} ({len(cases)}) | {reading} | {_line(sectors, cases, found)} |")
            if show and reading == "kg link" and name != UNSEEN:
                _show(sectors, cases, found)
        if name == PARTS[0][1]:
            _speed(sectors, [case["scope"] for case in cases])
    return 0


def _speed(sectors: Sectors, scopes: Sequence[str]) -> None:
    """Print how many scopes are read in a second of processor time, beside rapidfuzz looking for the phrase most like each clause."""
    phrases = sectors.reader.lexicon.phrases
    begin = time.process_time()
    for scope in scopes:
        ScopeReader(sectors.reader.lexicon).read(scope)
    own = (time.process_time() - begin) / len(scopes)
    few = scopes[:10]
    begin = time.process_time()
    for scope in few:
        for _, clause in clauses(scope):
            process.extractOne(clause, phrases, scorer=fuzz.ratio)
    peer = (time.process_time() - begin) / len(few)
    say(f"reading: {1 / own:.0f} scopes/s, {peer / own:.1f} times rapidfuzz over the same phrases")


def _line(sectors: Sectors, cases: Sequence[Case], found: Sequence[list[str]]) -> str:
    first = sum(bool(one) and _hits(sectors, one[0], _main(case)) for case, one in zip(cases, found, strict=True))
    recall = sum(_recall(sectors, case, one) for case, one in zip(cases, found, strict=True))
    said = sum(map(len, found))
    right = sum(_right(sectors, case, name) for case, one in zip(cases, found, strict=True) for name in one)
    none = sum(not one for one in found)
    count = len(cases)
    return f"{first / count:.3f} | {recall / count:.3f} | {right / max(1, said):.3f} | {none}"


def _main(case: Case) -> list[str]:
    return case["main"].split("、")


def _recall(sectors: Sectors, case: Case, found: Sequence[str]) -> float:
    """Return the share of the main sectors that are found, each by its name or by a part of it."""
    main = _main(case)
    return sum(any(_hits(sectors, name, [wanted]) for name in found) for wanted in main) / len(main)


def _hits(sectors: Sectors, name: str, wanted: Sequence[str]) -> bool:
    return any(name == one or one in sectors.above.get(name, ()) for one in wanted)


def _right(sectors: Sectors, case: Case, name: str) -> bool:
    """Whether a sector is a main or an accepted one, a part of one, or what a main one is part of."""
    wanted = [*_main(case), *filter(None, case["also"].split("、"))]
    return _hits(sectors, name, wanted) or any(name in sectors.above.get(one, ()) for one in wanted)


def _show(sectors: Sectors, cases: Sequence[Case], found: Sequence[list[str]]) -> None:
    """Print the misses, never those of the unseen part, and the recall of each section of GB/T 4754."""
    by_section: dict[str, list[float]] = defaultdict(list)
    wrong: Counter[str] = Counter()
    for case, one in zip(cases, found, strict=True):
        by_section[case["section"]].append(value := _recall(sectors, case, one))
        if value < 1.0 or not _hits(sectors, one[0], _main(case)):
            say(f"  {case['section']} {case['main']} <- {'、'.join(one) or 'none'}: {case['scope'][:60]}")
        wrong.update(name for name in one if not _right(sectors, case, name))
    say(
        "  recall by section: "
        + ", ".join(f"{s} {sum(v) / len(v):.2f} ({len(v)})" for s, v in sorted(by_section.items()))
    )
    say("  wrong most often: " + ", ".join(f"{name} {count}" for name, count in wrong.most_common(12)))
