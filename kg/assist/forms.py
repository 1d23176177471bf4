"""The forms in which the types of a graph are told; the command line needs them without what tells them."""

from enum import StrEnum


class SchemaFormat(StrEnum):
    """How `kg schema` writes the types of a graph."""

    PROMPT = "prompt"
    JSON = "json"
    GRAPHQL = "graphql-like"
