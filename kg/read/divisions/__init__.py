"""The administrative divisions of China: provinces, cities, counties and districts, with code, parent and former names."""

from kg.read.divisions.lookup import Division, divisions

__all__ = ["Division", "divisions"]
