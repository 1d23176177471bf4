"""Answers for assistants: a description of the graph, and tools over the Model Context Protocol."""

from kg.assist.answers import Answers
from kg.assist.describe import SchemaFormat, describe

__all__ = ["Answers", "SchemaFormat", "describe"]
