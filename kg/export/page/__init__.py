"""A part of the graph as one HTML file that opens offline: chosen here, laid out before, drawn by vis-network."""

from kg.export.page.choose import HIDDEN, Chosen, choose
from kg.export.page.write import write_page

__all__ = ["HIDDEN", "Chosen", "choose", "write_page"]
