"""A graph as pages need it: facts and figures by thing, sentences as footnotes, charts. Used by atlas, compare and report."""

from kg.export.book.book import Book, Fact, Said
from kg.export.book.figures import Figure, Series
from kg.export.book.notes import Notes

__all__ = ["Book", "Fact", "Figure", "Notes", "Said", "Series"]
