"""The structure of a text, found once a document: sections, labels, sentences."""
