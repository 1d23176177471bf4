"""A description of the types of a graph: as text for a prompt, as JSON, and in GraphQL notation."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg.assist.forms import SchemaFormat
from kg.schema import Schema, ValueType

NOTES = Path(__file__).with_name("describe.yaml")
# Properties of every node, beside those that the schema declares for its type.
OF_EVERY_NODE: dict[str, ValueType] = {"id": "string", "name": "string"}
OF_EVERY_ENTITY: dict[str, ValueType] = {**OF_EVERY_NODE, "aliases": "strings"}
GRAPHQL = {
    "string": "String",
    "int": "Int",
    "float": "Float",
    "bool": "Boolean",
    "strings": "[String!]",
    "ints": "[Int!]",
}


@cache
def guidance() -> dict[str, Any]:
    """Return what describe.yaml says: `notes` and `examples`."""
    data: dict[str, Any] = yaml.safe_load(NOTES.read_text("utf-8"))
    return data


def describe(schema: Schema, form: SchemaFormat = SchemaFormat.PROMPT) -> str:
    """Return the types, relations and properties of a graph, in `prompt` and `json` with notes and examples."""
    if form is SchemaFormat.JSON:
        return json.dumps(_as_data(schema), ensure_ascii=False, indent=1)
    if form is SchemaFormat.GRAPHQL:
        return "\n".join(_as_graphql(schema))
    return "\n".join(_as_prompt(schema))


def properties_of(schema: Schema, kind: str) -> dict[str, ValueType]:
    """Return the properties of a node type as they stand in a store."""
    known = schema.node_types[kind]
    return (
        (OF_EVERY_ENTITY if kind in schema.named_types else OF_EVERY_NODE)
        | schema.columns(kind)
        | ({"mentions": "int"} if known.entity else {})
    )


def patterns(schema: Schema, relation: str) -> list[tuple[str, str]]:
    """Return the pairs of node types that a relation may join."""
    return [(head, tail) for head in schema.heads(relation) for tail in schema.tails(relation)]


def _as_prompt(schema: Schema) -> Iterator[str]:
    yield "Node types (label, Chinese name, properties):"
    for kind, known in schema.node_types.items():
        yield f"- {kind} ({known.zh}): {_listed(properties_of(schema, kind))}"
    yield ""
    yield "Relation types (Chinese name, from, to, properties):"
    for relation, found in schema.relation_types.items():
        ends = f"(:{'|'.join(schema.heads(relation))})-[:{relation}]->(:{'|'.join(schema.tails(relation))})"
        yield f"- {ends} ({found.zh}, {found.en}): {_listed(schema.columns(relation))}"
    yield ""
    yield "Notes:"
    yield from (f"- {note}" for note in guidance()["notes"])
    yield ""
    yield "Examples:"
    for example in guidance()["examples"]:
        yield f"- {example['ask']} {example['zh']}"
        yield f"  {example['cypher']}"


def _listed(properties: dict[str, ValueType]) -> str:
    return ", ".join(f"{name}: {kind}" for name, kind in properties.items()) or "none"


def _as_data(schema: Schema) -> dict[str, Any]:
    return {
        "node_types": [
            {"name": kind, "zh": known.zh, "entity": known.entity, "properties": properties_of(schema, kind)}
            for kind, known in schema.node_types.items()
        ],
        "relation_types": [
            {
                "name": relation,
                "zh": found.zh,
                "en": found.en,
                "from": schema.heads(relation),
                "to": schema.tails(relation),
                "properties": schema.columns(relation),
            }
            for relation, found in schema.relation_types.items()
        ],
        **guidance(),
    }


def _as_graphql(schema: Schema) -> Iterator[str]:
    for kind, known in schema.node_types.items():
        yield f'"""{known.zh}"""'
        yield f"type {kind} {{"
        yield from (f"  {name}: {GRAPHQL[value]}" for name, value in properties_of(schema, kind).items())
        for relation in schema.relation_types:
            if kind in schema.heads(relation):
                yield f"  {relation}: [{' | '.join(schema.tails(relation))}] @relationship(direction: OUT)"
        yield "}"
        yield ""
