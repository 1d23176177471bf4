"""One module for each file format; each returns a `Parsed`."""

from kg.read.formats.parsed import Parsed

__all__ = ["Parsed"]
