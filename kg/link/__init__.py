"""Linking an enterprise to the programs, policies, zones, institutions, projects and events that fit it."""

from kg.link.context import Context, load_context
from kg.link.firm import Firm, understand
from kg.link.rank import Link, rank, why_not

__all__ = ["Context", "Firm", "Link", "load_context", "rank", "understand", "why_not"]
