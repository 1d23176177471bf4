"""Linking an enterprise to the programs, policies, zones, institutions, projects and events that fit it."""

from kg.link.batch import Briefs, Done, link_batch
from kg.link.context import Context
from kg.link.firm import Firm, nothing_known, understand
from kg.link.index import load_context, read_links
from kg.link.rank import Link, firms_for, parts_text, rank, why_not

__all__ = [
    "Briefs",
    "Context",
    "Done",
    "Firm",
    "Link",
    "firms_for",
    "link_batch",
    "load_context",
    "nothing_known",
    "parts_text",
    "rank",
    "read_links",
    "understand",
    "why_not",
]
