"""Figures of one measure of several things, for the small charts of a page: the subject's beside those of its kind."""

from collections import defaultdict
from typing import Any

from kg.export.book.figures import Figure, Figures, rank, series
from kg.export.book.figures import newest as newest_of
from kg.model import Graph
from kg.subgraph import owner_edges, owner_of

# Measures that a page compares, and things beside the subject: what two rows of a panel hold.
MEASURES, BESIDE = 6, 11
Group = tuple[str, str, bool]


def peers(graph: Graph, subject: str) -> list[dict[str, Any]]:
    """Return the measures that the subject shares with things of its type, those of most things first.

    Each is `{"measure", "unit", "change", "series": [{"id", "name", "points": [[year, status, number, value], …]}, …]}`, the
    subject's series first, numbers in one unit. Figures over several years and without a year are left out, and measures
    that have one year only.
    """
    if subject not in graph.nodes:
        return []
    kind = graph.nodes[subject].type
    owners = {target: owner_of(edge) for target, edge in owner_edges(graph).items()}
    alike = {target: (owner, False) for target, owner in owners.items() if graph.nodes[owner].type == kind}
    found: dict[Group, dict[str, list[Figure]]] = defaultdict(dict)
    for owner, figures in Figures(graph).all(alike).items():
        for one in series(f for f in figures if _yearly(graph, f)):
            found[one.measure, one.unit, one.change][owner] = list(one.figures)
    shared = [(key, has) for key, has in found.items() if subject in has and len(has) > 1 and _years(has) > 1]
    shared.sort(key=lambda item: (rank(series(item[1][subject])[0]), -len(item[1]), item[0]))
    return [_measure(graph, key, has, subject) for key, has in shared[:MEASURES]]


def _yearly(graph: Graph, figure: Figure) -> bool:
    props = graph.nodes[figure.id].props
    first, last = props.get("from_year"), props.get("to_year")
    return figure.known and bool(figure.year) and (not first or not last or first == last)


def _years(has: dict[str, list[Figure]]) -> int:
    return len({f.year for figures in has.values() for f in figures})


def _measure(graph: Graph, key: Group, has: dict[str, list[Figure]], subject: str) -> dict[str, Any]:
    order = sorted(has, key=lambda k: (k != subject, -_years({k: has[k]}), k))[: BESIDE + 1]
    made = [{"id": k, "name": graph.nodes[k].name, "points": _points(has[k])} for k in order]
    return {"measure": key[0], "unit": key[1], "change": key[2], "series": made}


def _points(figures: list[Figure]) -> list[list[Any]]:
    """Return the figures by year, of several of one year and status the one that most sentences give."""
    times = sorted({(f.year or 0, f.status) for f in figures})
    chosen = [newest_of([f for f in figures if (f.year, f.status) == time], time[1]) for time in times]
    return [[f.year, f.status, f.number, f.value] for f in chosen if f is not None]
