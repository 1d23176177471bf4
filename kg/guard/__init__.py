"""Ad-hoc Cypher: which queries are allowed, and how they run within limits."""

from kg.guard.check import checked
from kg.guard.run import run_cypher

__all__ = ["checked", "run_cypher"]
