"""A graph prepared for the pages of atlas, compare and report: facts by entity, footnotes, charts."""

from kg.export.book.book import Book, Fact, Said
from kg.export.book.figures import Figure, Series
from kg.export.book.notes import Notes

__all__ = ["Book", "Fact", "Figure", "Notes", "Said", "Series"]
