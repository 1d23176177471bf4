"""PDF by geometry: glyphs and ruled lines to paragraphs and tables in reading order."""

from kg.read.formats.pdf.reader import read_pdf

__all__ = ["read_pdf"]
