"""Names found by their context: towns in a list that is announced as one of towns, and runs of labels."""

from collections.abc import Container, Iterable, Iterator

from extractors.annotations import Mention, Span
from extractors.rules import load_rules, load_table
from extractors.structure.labels import find_area_labels

TOWNS, TOWN_SUFFIX, ROAD_SUFFIX = load_rules("sources", "town-lists")
RUN, HEADING_WORD = load_rules("sources", "label-runs")
AREA_LABEL, AREA_SCORE = "area-label", 0.9


def area_labels(text: str) -> Iterator[Mention]:
    """Yield the areas that open the rows of a flattened table of areas."""
    for start, end in find_area_labels(text):
        yield Mention(start, end, "Zone", AREA_SCORE, (AREA_LABEL,))


def short_towns(names: Iterable[str]) -> frozenset[str]:
    """Return how towns are called in a list of them: `控江路街道` is `控江路` or `控江`."""
    bare = {TOWN_SUFFIX.regex.sub("", name) for name in names}
    return frozenset(name for name in bare | {ROAD_SUFFIX.regex.sub("", name) for name in bare} if len(name) > 1)


def town_lists(text: str, towns: Container[str]) -> Iterator[Mention]:
    """Yield the short names of towns in a list that says they are: `新场、大团等10个镇`, `五角场、四平、殷行街道`."""
    for match in TOWNS.regex.finditer(text):
        found = list(_backwards(text, match.start(), towns))
        # A single name before `区域` may be any area's.
        if len(found) > 1 or not match.group().endswith("区域"):
            for start, end in found:
                yield Mention(start, end, TOWNS.becomes or "", TOWNS.weight, (TOWNS.id,))


def _backwards(text: str, end: int, towns: Container[str]) -> Iterator[Span]:
    """Yield the towns of the list that ends at `end`, the last one first."""
    end -= text[end - 1 : end] == "、"
    while end > 0:
        start = next((end - n for n in (4, 3, 2) if n <= end and text[end - n : end] in towns), end)
        if start == end:
            break
        yield start, end
        end = start - 1 if start and text[start - 1] in "、和及" else 0


def label_runs(text: str, sectors: Container[str]) -> Iterator[Mention]:
    """Yield the labels of each run: sectors where one of them is known for a sector, else programs."""
    found = [m for m in RUN.regex.finditer(text) if not HEADING_WORD.regex.match(m["name"])]
    apart, length = load_table("sources", "run-apart"), load_table("sources", "run-length")
    first = 0
    for n, match in enumerate(found, 1):
        if n < len(found) and found[n].start() - match.end() < apart:
            continue
        run = found[first:n]
        first = n
        if len({m["name"] for m in run}) >= length:
            kind = "Industry" if any(m["name"] in sectors for m in run) else "Program"
            for m in run:
                yield Mention(*m.span("name"), kind, RUN.weight, (RUN.id,))
