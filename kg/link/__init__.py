"""Linking an enterprise to the programs, policies, zones, institutions, projects and events that fit it."""

from kg.link.batch import Done, link_batch
from kg.link.context import Context
from kg.link.firm import Firm, understand
from kg.link.index import load_context, read_links
from kg.link.rank import Link, firms_for, parts_text, rank, why_not

__all__ = [
    "Context",
    "Done",
    "Firm",
    "Link",
    "firms_for",
    "link_batch",
    "load_context",
    "parts_text",
    "rank",
    "read_links",
    "understand",
    "why_not",
]
