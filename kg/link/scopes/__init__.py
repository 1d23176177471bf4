"""Sectors of a registered business scope (经营范围) and of the name of a firm, each with the words that say so."""

from kg.link.scopes.lexicon import Lexicon, read_lexicon
from kg.link.scopes.names import core_name, read_name
from kg.link.scopes.reader import Reading, ScopeReader

__all__ = ["Lexicon", "Reading", "ScopeReader", "core_name", "read_lexicon", "read_name"]
