"""A graph as a folder of pages that opens from disk; see `write_atlas`."""

from kg.export.atlas.write import write_atlas

__all__ = ["write_atlas"]
