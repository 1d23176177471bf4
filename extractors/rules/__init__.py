"""Rules as data: every `.yaml` file here lists patterns with an id, an example and the reason where one is needed.

The example marks with « » what the pattern must match there; `tests/test_rules.py` runs every one. How a pattern is
applied is its `use`: `search` (anywhere), `match` (at an offset), `full` (the whole marked text), `ending` (up to the
end of a stretch).
"""

from extractors.rules.load import Rule, load_rules, load_table, one

__all__ = ["Rule", "load_rules", "load_table", "one"]
