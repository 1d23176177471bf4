"""Relations to statements, and the statements that a mention implies."""

from collections.abc import Iterator, Sequence

from kg.graph.entities import Entities, kind_of
from kg.graph.text import Passages
from kg.ontology import Ontology
from kg.statements import ScopeRow, Statement

HOME = "home district"
# Of an implied fact nobody has measured how often it is true.
IMPLIED_CONFIDENCE = 0.5


def stated(passages: Passages, ids: Sequence[str], ontology: Ontology) -> Iterator[Statement]:
    """Yield the relations of a document as statements between the nodes `ids` of its mentions.

    A relation of a mention without node is none, nor one that the type of a mention's node does not have.
    """
    for r in passages.doc.found.relations:
        if kind_of(ids[r.head]) not in ontology.heads(r.type) or kind_of(ids[r.tail]) not in ontology.tails(r.type):
            continue
        yield Statement(ids[r.head], r.type, ids[r.tail], passages.evidence(r.start, r.end), r.score, r.trail)


def implied(
    key: str, at: tuple[int, int, str] | None, passages: Passages, entities: Entities, ontology: Ontology
) -> Iterator[Statement]:
    """Yield the relation of a mention in passage `at` with its document's district, unless the ontology places it elsewhere."""
    document, entry = passages.doc.document, entities.entries.get(key)
    known = ontology.node_types[kind_of(key)]
    elsewhere = entry is not None and known.local and entry.district != document.district
    if at is None or not document.district or known.implied is None or elsewhere:
        return
    home = entities.home(document)
    ends = (key, home) if ontology.points_home(known.implied) else (home, key)
    evidence = passages.evidence(at[0], at[1])
    yield Statement(ends[0], known.implied, ends[1], evidence, IMPLIED_CONFIDENCE, (HOME,), implied=True)


def scopes(passages: Passages, ids: Sequence[str]) -> Iterator[ScopeRow]:
    """Yield the discourse scopes of a document, one row for each entity that a label names."""
    doc = passages.doc
    for scope in doc.found.scopes:
        label, inside = (scope.label_start, scope.label_end), doc.span(scope.start, scope.end)
        named = [
            key for key, m in zip(ids, doc.found.mentions, strict=True) if label[0] <= m.start and m.end <= label[1]
        ]
        for key in dict.fromkeys(filter(None, named)) or [""]:
            yield ScopeRow(key, doc.document.id, *doc.span(*label), *inside)
