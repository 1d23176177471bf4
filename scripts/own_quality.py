"""Scores on the project's own annotations of real reports: stretches outside the gold passages, by models that have not seen their district."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from neo4j_speed import say
from texts import texts_of

from extractors.pipeline import extract
from extractors.training import Passage, read_gold
from extractors.training.annotated import read_own
from extractors.training.relations import plain
from kg.extraction import Models, pipeline
from kg.ontology import load_ontology

Triple = tuple[str, str, str]


def bench(corpus: Path, gold: Path, models: Mapping[str, Models]) -> int:
    """Print strict scores of mentions and relations; the annotations are sparser than the gold ones, so precision looks lower."""
    read = {p.text for p in read_gold(gold)}
    passages = [p for p in read_own(texts_of([corpus])) if p.home in models and p.text not in read]
    mentions, relations = [0, 0, 0], [0, 0, 0]
    for passage in passages:
        found, said = _found(models[passage.home], passage)
        zones = {passage.text[a:b] for a, b, kind in passage.mentions if kind == "Zone"}
        stated = (
            {plain(*r, zones) for r in given if r[0] not in passage.homes and r[2] not in passage.homes}
            for given in (said, passage.relations)
        )
        _count(mentions, found, set(passage.mentions))
        _count(relations, *stated)
    say(f"{len(passages)} stretches, {sum(len(p.text) for p in passages)} characters")
    for name, (right, said_n, true) in (("mentions", mentions), ("relations", relations)):
        say(
            f"{name}: P {right / max(1, said_n):.3f} R {right / true:.3f} F1 {2 * right / (said_n + true):.3f} of {true}"
        )
    return 0


def _found(models: Models, passage: Passage) -> tuple[set[tuple[int, int, str]], set[Triple]]:
    doc = extract(pipeline(load_ontology(), models), passage.text, None)
    ents: Sequence[tuple[int, int, str]] = [(m.start, m.end, m.type) for m in doc.mentions]
    words = [passage.text[start:end] for start, end, _ in ents]
    return set(ents), {(words[r.head], r.type, words[r.tail]) for r in doc.relations}


def _count(
    totals: list[int], found: set[Triple] | set[tuple[int, int, str]], true: set[Triple] | set[tuple[int, int, str]]
) -> None:
    totals[:] = [totals[0] + len(found & true), totals[1] + len(found), totals[2] + len(true)]
