"""district-kg: a knowledge graph of Shanghai's districts read from government reports.

`build` writes a graph folder, `open_graph` answers questions about one, `extract` reads a single text. Every error that
a caller can cause is a `KgError`. Libraries are imported by the calls that need them, not by `import kg`.
"""

from kg.api import Graph, build, extract, open_graph
from kg.errors import KgError
from kg.version import __version__

__all__ = ["Graph", "KgError", "__version__", "build", "extract", "open_graph"]
