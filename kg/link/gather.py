"""Gathers from the tables of a graph what linking needs, when the graph is built."""

from pathlib import Path
from typing import Any

from kg.folder import read_table
from kg.kinds import DISTRICT, REGION, REPORTED, TOWN
from kg.link.fields import lexicon
from kg.link.sectors import taxonomy
from kg.link.topics import topics
from kg.ontology import Ontology
from kg.schema import Schema
from kg.source_tables import read_said

NODE = ("id", "name", "aliases", "district")
PASSAGE = ("id", "document", "start", "end", "text")
RELATION = ("head", "relation", "tail", "confidence", "doubtful", "quote", "document", "start", "end")
PLACES = frozenset({DISTRICT, TOWN, REGION})
Row = dict[str, Any]


def gather(folder: Path, known: Ontology) -> Row:
    """Return what linking reads of a graph, as JSON has it: types, sectors, entities, documents, passages, relations.

    A passage has in `named` the entities that it mentions, each with the offsets of the first mention in its text, and
    in `under` what it stands under, each with whether a heading says so.
    """
    regions = {name for kind, e in known.gazetteer() if kind in (REGION, TOWN) for name in (e.name, *e.aliases)}
    districts = known.district_names()
    sections = _sections(folder)
    passages = _passages(folder)
    labels = {kind: node.label for kind, node in known.node_types.items() if node.label or node.offer is not None}
    standing = topics(passages, read_said(folder, "scopes"), sections, labels)
    return {
        "types": {kind: [node.offer, node.site, node.subject] for kind, node in known.node_types.items()},
        "sectors": taxonomy(known),
        "fields": lexicon(),
        "districts": districts,
        "places": sorted(regions | set(districts)),
        "nodes": _nodes(folder, known),
        "documents": [_picked(row, ("id", "year", "title")) for row in _rows(folder, "nodes/Document")],
        "sections": [_picked(row, ("document", "start", "status")) for row in sections],
        "passages": [
            row | {"under": [[topic.id, topic.heading] for topic in above]}
            for row, above in zip(passages, standing, strict=True)
        ],
        "relations": _relations(folder, known),
    }


def _rows(folder: Path, name: str) -> list[Row]:
    rows: list[Row] = read_table(folder, f"{name}.parquet").to_pylist()
    return rows


def _picked(row: Row, names: tuple[str, ...]) -> Row:
    return {name: row.get(name) for name in names}


def _nodes(folder: Path, known: Schema) -> list[Row]:
    """Return the entities that are no places: what a firm may be linked to, firms and sectors."""
    kinds = (kind for kind in known.entity_types if kind not in PLACES)
    return sorted(
        (_picked(row, NODE) for kind in kinds for row in _rows(folder, f"nodes/{kind}")), key=lambda r: r["id"]
    )


def _sections(folder: Path) -> list[Row]:
    rows = [row for row in _rows(folder, "nodes/Section") if row["start"] is not None]
    return sorted(rows, key=lambda row: (row["document"], row["start"], row["level"] or 0))


def _passages(folder: Path) -> list[Row]:
    """Return the sentences in their order, with what each one names."""
    rows = (_picked(row, PASSAGE) | {"named": []} for row in _rows(folder, "nodes/Passage"))
    passages = sorted(rows, key=lambda row: (row["document"], row["start"], row["id"]))
    at = {row["id"]: row for row in passages}
    for edge in sorted(_rows(folder, "edges/MENTIONED_IN"), key=lambda row: (row["from"], row["to"])):
        if not edge["from"].startswith("Target:"):
            row = at[edge["to"]]
            row["named"].append([edge["from"], edge["start"] - row["start"], edge["end"] - row["start"]])
    return passages


def _relations(folder: Path, known: Schema) -> list[Row]:
    """Return the relations that a text states: whose report names a thing says nothing about a firm."""
    found = [
        _picked(row | {"head": row["from"], "relation": kind, "tail": row["to"]}, RELATION)
        for kind, relation in known.relation_types.items()
        if not relation.bare and kind != REPORTED
        for row in _rows(folder, f"edges/{kind}")
        if not row["to"].startswith("Target:")
    ]
    return sorted(found, key=lambda row: (row["head"], row["relation"], row["tail"]))
