"""Files to documents: find, decode, split, identify. Offsets are characters of the decoded text."""

from kg.read.documents import read_documents, read_text
from kg.read.sources import Found, find_sources, load_source

__all__ = ["Found", "find_sources", "load_source", "read_documents", "read_text"]
