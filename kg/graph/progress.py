"""How far a work is: planned, under way or achieved, by the clauses that name it and the parts they stand in."""

from collections.abc import Collection

from extractors.annotations import Mention, Span
from extractors.rules import load_rules
from kg.graph.entities import kind_of
from kg.graph.text import Passages
from kg.model import Graph

CLAUSE = load_rules("progress", "clauses")[0].regex
AHEAD, *WORDS = load_rules("progress", "words")
(BEGUN,) = load_rules("progress", "begun")
FINISHED, GOING, TOLD, PLANNED = "finished", "going", "told", "planned"


class Progress:
    """Collects what each mention says of the works of some types, and sets their `status` at the end."""

    def __init__(self, graph: Graph, kinds: Collection[str]) -> None:
        self.graph, self.kinds = graph, frozenset(kinds)
        self.said: dict[str, set[str]] = {}

    def mention(self, key: str, mention: Mention, passages: Passages) -> None:
        """Note what the clause around a mention of a node says, where the node is of one of the types."""
        if kind_of(key) not in self.kinds:
            return
        said = self.said.setdefault(key, set())
        status = passages.status(mention.start)
        if not status:
            return
        first, last, _ = passages.at(mention.start) or (mention.start, mention.end, "")
        place = passages.doc.text(first, last), mention.start - first, mention.end - first
        if status == PLANNED:
            said.add(GOING if goes_on(*place) else PLANNED)
        else:
            said.add(progress(*place))

    def settle(self) -> None:
        """Set `status` of each work, None where no part says whether it looks back or plans."""
        for key, said in self.said.items():
            self.graph.nodes[key].props["status"] = status_of(said)


def progress(text: str, start: int, end: int) -> str:
    """Return finished, going, or told where the clause around [start, end) of a review has no word for either.

    >>> progress("东桥竣工,加快西桥建设。", 7, 9)
    'going'
    """
    first, last = _clause(text, start, end)
    if AHEAD.regex.search(text, first, last):
        return GOING
    return _last(text, end, last) or _last(text, first, start) or TOLD


def goes_on(text: str, start: int, end: int) -> bool:
    """Say whether the clause around [start, end) of a plan says that the work has begun.

    >>> goes_on("开工东桥,续建西桥。", 8, 10)
    True
    """
    return bool(BEGUN.regex.search(text, *_clause(text, start, end)))


def _clause(text: str, start: int, end: int) -> Span:
    """Return where the clause around [start, end) begins and ends."""
    cuts = [m.start() for m in CLAUSE.finditer(text)]
    first = max((at + 1 for at in cuts if at < start), default=0)
    return first, min((at for at in cuts if at >= end), default=len(text))


def status_of(said: Collection[str]) -> str | None:
    """Return the status of a work of which clauses say these: one that is finished anywhere is achieved."""
    if FINISHED in said:
        return "achieved"
    if GOING in said or {TOLD, PLANNED} <= set(said):
        return "under way"
    return "achieved" if TOLD in said else PLANNED if PLANNED in said else None


def _last(text: str, start: int, end: int) -> str | None:
    """Return what the last word of progress in [start, end) says; of two that end together the earlier rule."""
    found = [(m.end(), -rank, rule) for rank, rule in enumerate(WORDS) for m in rule.regex.finditer(text, start, end)]
    return max(found, key=lambda f: f[:2])[2].becomes if found else None
