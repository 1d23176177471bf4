"""Text to spaCy Doc: sections, entities, relations and targets of district government reports."""

from extractors.pipeline import extract, load_pipeline

__all__ = ["extract", "load_pipeline"]
