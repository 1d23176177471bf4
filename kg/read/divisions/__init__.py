"""The administrative divisions of China: provinces, cities, counties and districts, with code, parent and former names."""

from kg.read.divisions.lookup import Division, divisions
from kg.read.divisions.meaning import called, is_name, meant, short_names

__all__ = ["Division", "called", "divisions", "is_name", "meant", "short_names"]
