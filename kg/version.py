"""The versions of the package and of what it writes."""

__version__ = "0.1.0"
# The version of the graph folder's format: raise it when a reader of today could not read what is written.
FORMAT = 6
