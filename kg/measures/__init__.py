"""Canonical measures: which measure an indicator names, in which unit it is compared, which years a figure is of."""

from kg.measures.join import Join, Joiner, joiner, measure_of, named_measures
from kg.measures.period import looks_back, says_nothing, years_of
from kg.measures.table import Measure, Measures, load_measures
from kg.measures.units import base, family_of

__all__ = [
    "Join",
    "Joiner",
    "Measure",
    "Measures",
    "base",
    "family_of",
    "joiner",
    "load_measures",
    "looks_back",
    "measure_of",
    "named_measures",
    "says_nothing",
    "years_of",
]
