"""How often a fragment of a report is filed under the right district: `python scripts/fragments.py GOLD [REPORTS]`.

GOLD is a folder of annotated texts with their `home`, REPORTS one of texts of cities and provinces, in which every
district is wrong. The texts are cut into pieces of several sizes, which lose title and issuer but for the first piece.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from neo4j_speed import say

from kg.ontology import load_ontology
from kg.read.divisions import divisions
from kg.read.fragment import inferred_home

SIZES = (600, 2000, 6000)


def pieces(text: str, size: int) -> Iterator[str]:
    """Yield whole lines of a text, at least `size` characters together but for the last piece."""
    piece = ""
    for line in text.splitlines(keepends=True):
        piece += line
        if len(piece) >= size:
            yield piece
            piece = ""
    if len(piece) > size // 3:
        yield piece


def texts(gold: Path, reports: Path | None) -> Iterator[tuple[str, str]]:
    """Yield (text, home name of its district, empty where it is of none)."""
    for file in sorted(gold.glob("*.json")):
        known = divisions().find(json.loads(file.read_text("utf-8"))["home"] or "-")
        home = divisions().home_name(known) if known and len(known.code) == 6 else ""
        yield file.with_suffix(".txt").read_text("utf-8"), home
    for file in sorted(reports.glob("*.txt")) if reports else ():
        yield file.read_text("utf-8"), ""


def fragments(gold: Path, reports: Path | None = None) -> None:
    """Print precision and recall of the inferred district for each size of piece."""
    ontology = load_ontology()
    districts, places = ontology.district_names(), ontology.local_names()
    for size in SIZES:
        counts: Counter[str] = Counter()
        for text, home in texts(gold, reports):
            for piece in pieces(text, size):
                found = inferred_home(piece, districts, places)
                counts["pieces"] += 1
                counts["of a district"] += bool(home)
                counts["right"] += bool(found) and found == home
                if found and found != home:
                    counts["wrong"] += 1
                    say(f"wrong: {found} for {home or 'none'}: {piece[:60]!r}")
        filed = counts["right"] + counts["wrong"]
        say(
            f"{size} characters: {counts['pieces']} pieces, {counts['of a district']} of a district, "
            f"{filed} filed, {counts['right']} rightly: precision {counts['right'] / max(1, filed):.3f}, "
            f"recall {counts['right'] / max(1, counts['of a district']):.3f}"
        )


if __name__ == "__main__":
    fragments(*map(Path, sys.argv[1:3]))
