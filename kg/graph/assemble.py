"""The graph of a collection: the stages in their order."""

from collections.abc import Sequence

from kg.annotated import Annotated
from kg.graph.edges import add_statements
from kg.graph.entities import Entities
from kg.graph.facts import labelled, reported, scopes, stated
from kg.graph.measures import Measuring
from kg.graph.progress import Progress
from kg.graph.sectors import add_taxonomy
from kg.graph.sentences import add_sentences
from kg.graph.targets import targets
from kg.graph.text import add_text, count_parts
from kg.measures import joiner, load_measures
from kg.model import Graph
from kg.ontology import Ontology
from kg.outcome import follow_up
from kg.resolve import Resolution
from kg.statements import Statement


def assemble(docs: Sequence[Annotated], resolution: Resolution, ontology: Ontology) -> Graph:
    """Return the graph of the documents, whose mentions `resolution` has mapped to nodes."""
    graph = Graph()
    entities = Entities(graph, ontology, resolution.linker.entries)
    indicators = {name: entry for entry in ontology.indicators for name in (entry.name, *entry.aliases)}
    measuring = Measuring(graph, joiner(load_measures(ontology)))
    progress = Progress(graph, [kind for kind, known in ontology.node_types.items() if "status" in known.properties])
    statements: list[Statement] = []
    for doc in sorted(docs, key=lambda d: d.document.id):
        passages, ids = add_text(graph, doc), resolution.ids[doc.document.id]
        statements += reported(doc.document.id, 0, 0, passages, entities)
        for key, mention in zip(ids, doc.found.mentions, strict=True):
            if key:
                entities.mention(key, mention, passages)
                progress.mention(key, mention, passages)
                statements += reported(key, mention.start, mention.end, passages, entities, mention.score)
        statements += stated(passages, ids, ontology)
        statements += labelled(passages, ids, ontology)
        statements += targets(passages, ids, entities, indicators, measuring)
        graph.scopes += scopes(passages, ids)
    progress.settle()
    add_statements(graph, statements)
    _finish(graph, ontology)
    return graph


def _finish(graph: Graph, ontology: Ontology) -> None:
    """Add the sentences and the sectors above, and what became of plans."""
    add_sentences(graph)
    add_taxonomy(graph, ontology)
    count_parts(graph)
    follow_up(graph)
