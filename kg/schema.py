"""The schema: node types, relation types and properties. A graph folder carries the schema it was built with.

A type or a relation is one block of `ontology.yaml`; no other module lists them. The node types of `STRUCTURE` and
those of `kg.kinds` are written or asked for by the code itself, so every schema has them.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from kg.kinds import DISTRICT, FIRM, INDICATOR, MEASURE, REGION, SECTOR, TOWN

# Node types that hold documents and figures rather than named things.
STRUCTURE = frozenset({INDICATOR, MEASURE, "Target", "Document", "Section", "Passage", "Statement"})
# In `head` and `tail` of a relation this stands for every entity type.
ANY = "Entity"

# Names of types and properties become labels, columns and Cypher identifiers.
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
ValueType = Literal["string", "int", "float", "bool", "strings", "ints"]

# What an edge says about its source; a relation type that is `bare` carries only the offsets.
EVIDENCE: dict[str, ValueType] = {
    "quote": "string",
    "document": "string",
    "passage": "string",
    "start": "int",
    "end": "int",
    "rule": "string",
    "confidence": "float",
    "inferred": "bool",
    "doubtful": "bool",
    "years": "ints",
    "sentences": "int",
}
OFFSETS: dict[str, ValueType] = {"start": "int", "end": "int"}


class Strict(BaseModel):
    """A frozen model in which unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PropertyType(Strict):
    """A property of nodes or edges, with its display names."""

    type: ValueType
    zh: str
    en: str


class NodeType(Strict):
    """A node type: how it is drawn, its properties, and what the stages have to know about it.

    `offer` is the part of a link's score that the type gives; types without it are not offered to firms. `labels` are
    second labels that Neo4j gives a node after its `status`. A `site` is a place that firms settle in, a
    `label` may name what a paragraph is about, a `subject` what the rest of its sentence is about, an `area` is a
    place whose name may end with what kind of area it is, a `series` has editions and stages. `generic` are names that many districts use for one of their own, `appended`
    are words that a text may append to a name, `short_forms` says whether a name may stand in a short form.
    """

    zh: str
    color: str = Field(pattern=r"^#[0-9A-Fa-f]{6}$")
    shape: str
    size: int = Field(default=50, ge=10, le=120)
    entity: bool
    properties: tuple[str, ...] = ()
    labels: dict[str, Identifier] = {}
    offer: float | None = None
    site: bool = False
    label: bool = False
    subject: bool = False
    area: bool = False
    series: bool = False
    short_forms: bool = True
    generic: tuple[str, ...] = ()
    appended: tuple[str, ...] = ()

    @property
    def local(self) -> bool:
        """Whether things of this type belong to a district."""
        return "district" in self.properties


class Stated(Strict):
    """Words that state a relation where they stand between its two ends in one sentence, at most `within` characters away."""

    words: tuple[str, ...] = Field(min_length=1)
    confidence: float = Field(default=0.8, gt=0, le=1)
    within: int = Field(default=20, ge=0, le=200)


class RelationType(Strict):
    """A relation type and the node types it goes from and to, `Entity` for every entity type.

    `stated_by` states relations without a trained model, by the words between the two ends.
    """

    zh: str
    en: str
    head: tuple[str, ...]
    tail: tuple[str, ...]
    bare: bool = False
    stated_by: tuple[Stated, ...] = ()
    properties: tuple[str, ...] = ()


class Schema(Strict):
    """Node types, relation types and properties of a graph."""

    properties: dict[Identifier, PropertyType]
    node_types: dict[Identifier, NodeType]
    relation_types: dict[Identifier, RelationType]

    @cached_property
    def entity_types(self) -> tuple[str, ...]:
        """Names of the node types that are entities, in file order."""
        return tuple(name for name, node in self.node_types.items() if node.entity)

    @cached_property
    def named_types(self) -> tuple[str, ...]:
        """Names of the node types that are found by name: the entities, the indicators and the measures."""
        return (*self.entity_types, INDICATOR, MEASURE)

    def heads(self, relation: str) -> tuple[str, ...]:
        """Return the node types that a relation goes from."""
        return self._ends(self.relation_types[relation].head)

    def tails(self, relation: str) -> tuple[str, ...]:
        """Return the node types that a relation goes to."""
        return self._ends(self.relation_types[relation].tail)

    def _ends(self, written: tuple[str, ...]) -> tuple[str, ...]:
        named = [name for end in written for name in (self.entity_types if end == ANY else (end,))]
        return tuple(dict.fromkeys(named))

    def columns(self, kind: str) -> dict[str, ValueType]:
        """Return the property columns of a node or relation type, without names and ends."""
        if kind in self.node_types:
            return self._declared(self.node_types[kind].properties)
        relation = self.relation_types[kind]
        return (OFFSETS if relation.bare else EVIDENCE) | self._declared(relation.properties)

    def _declared(self, names: tuple[str, ...]) -> dict[str, ValueType]:
        return {name: self.properties[name].type for name in names}

    def problems(self) -> Iterator[tuple[tuple[str, str], str]]:
        """Yield (place, message) for every type or property that is used and not declared, or lacking."""
        for kind in sorted(STRUCTURE | {DISTRICT, TOWN, REGION, SECTOR, FIRM}):
            if kind not in self.node_types:
                yield ("node_types", kind), f"the node type {kind} is missing; the program itself writes such nodes"
        for name, node in self.node_types.items():
            yield from self._undeclared("node_types", name, node.properties)
            if not node.entity and name not in STRUCTURE:
                yield (
                    ("node_types", name),
                    f"{name} must have `entity: true`; only {', '.join(sorted(STRUCTURE))} have not",
                )
            if node.labels and "status" not in node.properties:
                yield ("node_types", name), f"{name} has labels after its status and no property status"
        for name, relation in self.relation_types.items():
            yield from self._undeclared("relation_types", name, relation.properties)
            for end in (*relation.head, *relation.tail):
                if end not in self.node_types and end != ANY:
                    yield ("relation_types", name), f"{name} names the unknown node type {end!r}"

    def _undeclared(self, part: str, name: str, used: tuple[str, ...]) -> Iterator[tuple[tuple[str, str], str]]:
        for prop in used:
            if prop not in self.properties:
                yield (part, name), f"property {prop!r} of {name} is not declared"

    def types_only(self) -> "Schema":
        """Return the schema alone, where this is an ontology."""
        return Schema(properties=self.properties, node_types=self.node_types, relation_types=self.relation_types)

    def to_json(self) -> str:
        """Return the schema as JSON: the same text for the same schema."""
        data = self.types_only().model_dump(mode="json", exclude_defaults=True)
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"

    @cached_property
    def digest(self) -> str:
        """Content hash of the schema, 64 hexadecimal digits."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the schema that `to_json` wrote. Raises ValueError for another text."""
        return cls.model_validate_json(text)
