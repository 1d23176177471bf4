"""Word files (.docx, .docm and their templates): what Word shows, from the XML parts."""

from kg.read.formats.word.reader import read_word

__all__ = ["read_word"]
