"""A part of the graph as one HTML file that opens offline: chosen and arranged here, drawn as SVG by its own program."""

from kg.export.page.choose import HIDDEN, NEAR, WHOLE, Chosen, choose

__all__ = ["HIDDEN", "NEAR", "WHOLE", "Chosen", "choose"]
