"""Relations to statements, and REPORTED_BY edges from entities to the district of their report."""

from collections.abc import Iterator, Sequence

from kg.graph.entities import Entities, kind_of
from kg.graph.text import Passages
from kg.kinds import FIRM, INSTITUTION, PARTNER, REPORTED
from kg.ontology import Ontology
from kg.statements import ScopeRow, Statement

HOME = "home district"
# The district stands in the title or is the issuer.
CERTAIN = 1.0
# Nobody has measured how often the district is right that only the places of a document tell.
GUESSED = 0.5
# Nor how often a firm named under an institution's label works with it; both that a corpus of eleven reports has do.
UNDER_LABEL, LABELLED = 0.5, "label-partner"


def stated(passages: Passages, ids: Sequence[str], ontology: Ontology) -> Iterator[Statement]:
    """Yield the relations of a document as statements between the nodes `ids` of its mentions.

    A relation of a mention without node is none, nor one that the type of a mention's node does not have.
    """
    mentions = passages.doc.found.mentions
    for r in passages.doc.found.relations:
        if kind_of(ids[r.head]) not in ontology.heads(r.type) or kind_of(ids[r.tail]) not in ontology.tails(r.type):
            continue
        apart = not passages.together(mentions[r.head].start, mentions[r.tail].start)
        yield Statement(ids[r.head], r.type, ids[r.tail], passages.evidence(r.start, r.end), r.score, r.trail, apart)


def labelled(passages: Passages, ids: Sequence[str], ontology: Ontology) -> Iterator[Statement]:
    """Yield that firms named under the label of an institution work with it: `上海清华国际创新中心:引进砺算科技`.

    Zones, programs and sectors over what stands under them are stated by the rules of `extractors.relations`.
    """
    if INSTITUTION not in ontology.tails(PARTNER) or FIRM not in ontology.heads(PARTNER):
        return
    named = [(m, key) for m, key in zip(passages.doc.found.mentions, ids, strict=True) if key]
    under: dict[tuple[str, str, int], Statement] = {}
    for scope in passages.doc.found.scopes:
        over = [key for m, key in named if scope.label_start <= m.start and m.end <= scope.label_end]
        if over and kind_of(over[0]) == INSTITUTION:
            for m, key in named:
                if kind_of(key) == FIRM and scope.start <= m.start and m.end <= scope.end:
                    evidence = passages.around(m.start, m.end)
                    made = Statement(key, PARTNER, over[0], evidence, UNDER_LABEL, (LABELLED,), inferred=True)
                    under[key, over[0], evidence.start] = made
    # A table's row is a scope in the scope of its table: what stands in both is said once.
    yield from under.values()


def reported(
    key: str, start: int, end: int, passages: Passages, entities: Entities, sure: float = 1.0
) -> Iterator[Statement]:
    """Yield that what stands at [start, end) of a document is reported by the document's district, where it has one.

    `sure` says how likely it is that what stands there is an entity of its type, or a figure that is understood: no report
    names what is none.
    """
    document = passages.doc.document
    if document.district:
        confidence = min(sure, GUESSED if document.district_inferred else CERTAIN)
        evidence = passages.around(start, end)
        yield Statement(key, REPORTED, entities.home(document), evidence, confidence, (HOME,), inferred=True)


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
