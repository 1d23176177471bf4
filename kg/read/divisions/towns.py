"""Towns, townships and sub-districts by name, read when first asked for."""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

END = re.compile(r"街道|镇|乡|苏木")
LONGEST = 14
# Two characters are too often the end of something else: 古镇, 小镇, 唐镇.
SHORTEST = 3


@lru_cache(maxsize=1)
def _towns() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in files(__package__).joinpath("towns.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            code, names = line.split("\t")
            for name in names.split():
                found.setdefault(name, set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items()}


def towns_in(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield (name, codes of the divisions that have a town of this name) for the full names in `text`, the longest first."""
    known = _towns()
    for found in END.finditer(text):
        end = found.end()
        for start in range(max(0, end - LONGEST), end - SHORTEST + 1):
            if codes := known.get(text[start:end]):
                yield text[start:end], codes
                break
