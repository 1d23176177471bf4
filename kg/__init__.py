"""district-kg: a knowledge graph of Shanghai's districts read from government reports."""

__version__ = "0.1.0"
