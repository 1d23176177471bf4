"""One module for each file format; each returns a `Parsed`."""

from kg.read.formats.parsed import FormatName, Parsed

__all__ = ["FormatName", "Parsed"]
