"""Are two names one thing? A scored comparison with reasons; the Linker asks it, `kg explain-same` prints it."""

from kg.same.compare import compare, edition_of, series_of
from kg.same.institutions import everywhere
from kg.same.judgement import CERTAIN, UNSURE, Judgement, plain

__all__ = ["CERTAIN", "UNSURE", "Judgement", "compare", "edition_of", "everywhere", "plain", "series_of"]
