"""Linking an enterprise to the programs, policies, zones, institutions, projects and events that fit it."""

from kg.link.batch import Briefs, Done, link_batch
from kg.link.context import Context
from kg.link.eligibility.facts import Facts
from kg.link.firm import Firm, nothing_known, understand
from kg.link.index import load_context, read_links
from kg.link.rank import KINDS, Link, firms_for, parts_text, rank, rank_each, why_not

__all__ = [
    "KINDS",
    "Briefs",
    "Context",
    "Done",
    "Facts",
    "Firm",
    "Link",
    "firms_for",
    "link_batch",
    "load_context",
    "nothing_known",
    "parts_text",
    "rank",
    "rank_each",
    "read_links",
    "understand",
    "why_not",
]
