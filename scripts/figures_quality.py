"""How much of the figures of passages is right that the choice of indicators has never learned from."""

import re
import sys
from collections import Counter
from pathlib import Path

from texts import texts_of

from extractors import extract
from extractors.annotations import Target
from extractors.training.figures import Figure, Stretch, read_figures
from kg.extraction import Models, pipeline
from kg.ontology import load_ontology

# The annotators differ in whether a number that is new is one of 新增X or of X, and in quotes.
NEW = re.compile(r"^(?:新增|新建|新引进|新开工|新落地|新登记|引进)(?=..)")
MARKS = re.compile(r"[“”《》\s]")
PARTS = ("indicator", "overlaps", "year", "status", "kind", "comparator", "usable")


def bench(gold: Path, corpus: Path) -> int:
    """Print the shares by kind of passage: indicator alike, one in the other, year, status, kind, and the last three usable together."""
    nlp = pipeline(load_ontology(), Models("standard"))
    counts: dict[str, Counter[str]] = {}
    for stretch in read_figures(gold, texts_of([corpus])):
        found = {(t.quantity.start, t.quantity.end): t for t in extract(nlp, stretch.text, stretch.year).targets}
        for figure in stretch.figures:
            for part in (stretch.part, "all"):
                counts.setdefault(part, Counter()).update(
                    _judged(stretch, figure, found.get((figure.start, figure.end)))
                )
    for part, said in sorted(counts.items()):
        shares = "  ".join(f"{name} {said[name] / max(1, said['found']):.3f}" for name in PARTS)
        sys.stdout.write(
            f"{part}: {said['figures']} figures, {said['found']} found; {shares}; of {said['none']} that are none {said['taken']} are taken for one\n"
        )
    return 0


def _judged(stretch: Stretch, figure: Figure, found: Target | None) -> list[str]:
    """Return what is right of a figure, by the names in PARTS."""
    if figure.indicator is None:
        return ["none", *(["taken"] if found else [])]
    if found is None:
        return ["figures"]
    right, said = _bare(stretch.text, figure.indicator), _bare(stretch.text, found.indicator)
    told = {
        "indicator": right == said,
        "overlaps": right in said or said in right,
        "year": found.year == figure.year,
        "status": found.status == figure.status,
        "kind": found.kind == figure.kind,
        "comparator": found.quantity.comparator == figure.comparator,
    }
    told["usable"] = told["overlaps"] and told["year"] and told["status"]
    return ["figures", "found", *(name for name, holds in told.items() if holds)]


def _bare(text: str, span: tuple[int, int]) -> str:
    return NEW.sub("", MARKS.sub("", text[slice(*span)]))
