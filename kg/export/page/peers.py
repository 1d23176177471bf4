"""Figures of one measure of several things, for the small charts of a page: the subject's beside those of its kind."""

from collections import defaultdict
from typing import Any

from kg.export.book.figures import Figure, Figures, Series, by_time, rank, series
from kg.model import Graph
from kg.subgraph import owner_edges, owner_of

# Measures that a page compares, and things beside the subject: what two rows of a panel hold.
MEASURES, BESIDE = 6, 11
# The series of a measure, by the id of who has it.
Has = dict[str, Series]


def peers(graph: Graph, subject: str) -> list[dict[str, Any]]:
    """Return the measures that the subject shares with things of its type, those of most things first.

    Each is `{"measure", "series": [{"id", "name", "points": [[year, status, number, value], …]}, …]}`, the subject's series
    first, numbers in one unit. Figures over several years and without a year are left out, and measures that have one year
    only.
    """
    owners = {target: owner_of(edge) for target, edge in owner_edges(graph).items()}
    if subject not in owners.values():
        return []
    kind = graph.nodes[subject].type
    alike = {target: (owner, False) for target, owner in owners.items() if graph.nodes[owner].type == kind}
    found: dict[tuple[str, str, bool], Has] = defaultdict(dict)
    for owner, figures in Figures(graph).all(alike).items():
        for one in series(f for f in figures if _yearly(graph, f)):
            found[one.measure, one.unit, one.change][owner] = one
    shared = [(key, has) for key, has in found.items() if subject in has and len(has) > 1 and _several_years(has)]
    shared.sort(key=lambda item: (rank(item[1][subject]), -len(item[1]), item[0]))
    return [{"measure": key[0], "series": _series(graph, has, subject)} for key, has in shared[:MEASURES]]


def _yearly(graph: Graph, figure: Figure) -> bool:
    props = graph.nodes[figure.id].props
    first, last = props.get("from_year"), props.get("to_year")
    return figure.known and bool(figure.year) and (not first or not last or first == last)


def _several_years(has: Has) -> bool:
    return len({year for one in has.values() for year in one.years}) > 1


def _series(graph: Graph, has: Has, subject: str) -> list[dict[str, Any]]:
    order = sorted(has, key=lambda k: (k != subject, -len(has[k].years), k))[: BESIDE + 1]
    return [{"id": k, "name": graph.nodes[k].name, "points": _points(has[k])} for k in order]


def _points(one: Series) -> list[list[Any]]:
    return [[f.year, f.status, f.number, f.value] for _, f in sorted(by_time(one.figures).items())]
