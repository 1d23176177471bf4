"""Files to documents: find, decode, split, identify. Offsets are characters of the decoded text."""

from kg.read.documents import filed, read_documents, read_text
from kg.read.files import Found, find_sources
from kg.read.home import given_home, shared_homes
from kg.read.sources import load_source

__all__ = ["Found", "filed", "find_sources", "given_home", "load_source", "read_documents", "read_text", "shared_homes"]
