"""Ranking candidates for a firm by a sum of named parts, each with the sentence behind it."""

import bisect
import math
from collections.abc import Collection, Iterable

from kg.kinds import FIRM, PROJECT
from kg.link.conditions import conditions, support
from kg.link.context import Context
from kg.link.firm import Firm, understand
from kg.link.parts import Basis, Wanted, basis, of_evidence, parts, wanted
from kg.link.reasons import Link, parts_text, reason
from kg.link.weights import weigh, weights

__all__ = ["KINDS", "Link", "firms_for", "parts_text", "rank", "rank_each", "why_not"]

# What is offered unless other types are asked for: a project is somebody's, and nothing to join; see `_own`.
KINDS = ("Program", "Policy", "Zone", "Institution", "Event")
# From this strength of a tie on a project is the firm's own, and belongs among its links.
OWN = 0.5
# What evidence may add to a score at most: its age only takes away. Sums in another order differ by their last digit.
MOST = sum(max(0.0, weights().get(part, 0.0)) for part in ("year", "planned", "stated"))
ROUNDED = 1e-9
# Under this score a link is not shown but for a measure for any firm; see docs/link.md for how it was chosen.
SHOWN = 0.7


def rank(context: Context, firm: Firm, top: int = 10, kinds: Collection[str] = ()) -> list[Link]:
    """Return the best candidates, best first; ties by id. `kinds` are node types, by default those of `KINDS`.

    Only what a path, a field or a sector ties to the firm, and measures for firms of any sector where the firm is;
    nothing for a firm of which nothing is known, see `kg.link.nothing_known`.
    """
    return _ranked(context, firm, wanted(context, firm), top, kinds)


def rank_each(context: Context, firm: Firm, top: int = 10, kinds: Collection[str] = ()) -> list[Link]:
    """Return the best candidates of each type, type after type in the order of `kinds` or `KINDS`."""
    known = wanted(context, firm)
    return [link for kind in kinds or KINDS for link in _ranked(context, firm, known, top, (kind,))]


def _ranked(context: Context, firm: Firm, known: Wanted, top: int, kinds: Collection[str]) -> list[Link]:
    if firm.unknown:
        return []
    waiting = (
        (bound, key)
        for bound, key in _ordered(context, firm, known)
        if key.partition(":")[0] in (kinds or KINDS) or (not kinds and _own(known, key))
    )
    # A project is somebody's and scores low for that: who asks for projects wants them.
    found = _best(context, firm, waiting, known, top, -math.inf if PROJECT in kinds else SHOWN)
    for link in found:
        link.conditions = conditions(context, firm, link.id, firm.fields)
        link.support = support(context, link.id)
    return found


def _own(known: Wanted, key: str) -> bool:
    return key in known.ties and known.ties[key].strength >= OWN


def _ordered(context: Context, firm: Firm, known: Wanted) -> list[tuple[float, str]]:
    """Return (score without what the evidence adds, id) of what may be linked to a firm, the highest first."""
    if context.shortlist:
        return context.shortlist.ordered(firm, known)
    found = []
    for key in context.reachable.of(known) & context.offers.keys():
        if context.nodes[key]["name"] not in context.places:
            told = parts(context, firm, key, known, basis(context, key, known))
            if told:
                found.append((sum(weigh(told).values()), key))
    return sorted(found, key=lambda row: (-row[0], row[1]))


def _best(
    context: Context,
    firm: Firm,
    waiting: Iterable[tuple[float, str]],
    known: Wanted,
    top: int,
    least: float = -math.inf,
) -> list[Link]:
    """Return the best candidates of a score of at least `least`, and measures for any firm.

    Evidence is looked up only for those that it may bring among them.
    """
    best: list[Link] = []
    for bound, key in waiting:
        if len(best) >= top and bound + MOST + ROUNDED < best[-1].score:
            break
        on = basis(context, key, known)
        if (found := parts(context, firm, key, known, on)) is None:
            continue
        link = _made(context, firm, key, found, on)
        if link.score >= least or found["measure"] == 1.0:
            bisect.insort(best, link, key=lambda one: (-one.score, one.id))
            del best[top:]
    return best


def firms_for(context: Context, key: str, top: int = 10) -> list[tuple[Firm, Link]]:
    """Return the enterprises of the graph that a candidate fits best, with the link that says why."""
    found = []
    for node in sorted(k for k in context.nodes if k.startswith(f"{FIRM}:")):
        firm = understand(context, str(context.nodes[node]["name"]))
        link = _link(context, firm, key, wanted(context, firm))
        if link:
            found.append((firm, link))
    return sorted(found, key=lambda pair: (-pair[1].score, pair[0].name))[:top]


def why_not(context: Context, firm: Firm, key: str) -> str:
    """Return in one sentence why a candidate is not among the best, or at which place and with which parts it is."""
    known = wanted(context, firm)
    waiting = _ordered(context, firm, known)
    ranked = _best(context, firm, waiting, known, len(waiting))
    name = context.name_of(key)
    place = next((i for i, link in enumerate(ranked, 1) if link.id == key), 0)
    if place:
        link = ranked[place - 1]
        told = ", ".join(f"{part} {value:+.2f}" for part, value in link.parts.items() if round(value, 2))
        return f"{name} is number {place} of {len(ranked)}, score {link.score:.2f}: {told}; path: {link.path}"
    if key in context.superseded:
        return f"{name} is not linked: the graph holds a later edition of it"
    if context.audience.nothing(name, context.kind_of(key).site):
        return f"{name} is not linked: the name is too general to say what it offers"
    if context.audience.internal(name, firm.scope + firm.name):
        return f"{name} is not linked: by its name it is an act within the government"
    if not firm.fields and not firm.sectors and not firm.ids:
        return f"{name} is not linked: nothing is known of {firm.name}; give --scope or --industry"
    offered = "、".join(sorted({*context.offers.get(key, {}), *context.about.get(key, {})})) or "none"
    asked = "、".join(sorted({*firm.sectors, *firm.fields})) or "none"
    return f"{name} is not linked: no relation or sentence ties it to {firm.name}, and its sectors ({offered}) are none of the firm's ({asked}) or near one"


def _link(context: Context, firm: Firm, key: str, known: Wanted) -> Link | None:
    on = basis(context, key, known)
    found = parts(context, firm, key, known, on)
    return _made(context, firm, key, found, on) if found else None


def _made(context: Context, firm: Firm, key: str, found: dict[str, float], on: Basis) -> Link:
    path, evidence, why = reason(context, firm, key, on)
    weighed = weigh(found | of_evidence(context, evidence))
    return Link(key, sum(weighed.values()), weighed, path, evidence, why)
