"""Whether two names mean the same thing: a score with reasons, used by the Linker and by `kg explain-same`."""

from kg.same.compare import compare, edition_of, series_of
from kg.same.institutions import everywhere
from kg.same.judgement import CERTAIN, UNSURE, Judgement, plain
from kg.same.places import place_of

__all__ = ["CERTAIN", "UNSURE", "Judgement", "compare", "edition_of", "everywhere", "place_of", "plain", "series_of"]
