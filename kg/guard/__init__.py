"""Questions of one's own: which may be asked, and how they are run within limits."""

from kg.guard.check import checked
from kg.guard.run import run_cypher

__all__ = ["checked", "run_cypher"]
