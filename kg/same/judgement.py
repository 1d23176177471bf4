"""The result of comparing two names, and names without the marks that do not matter."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

MARKS = re.compile(r"[“”‘’《》\s·]")
BRACKET = re.compile(r"\(([^()]*)\)")
CERTAIN, LIKELY, UNSURE = 1.0, 0.85, 0.5
WIDE = str.maketrans("\uff08\uff09", "()")


@dataclass(frozen=True, slots=True)
class Judgement:
    """`score` in [0, 1]: at least LIKELY is the same, below UNSURE is not; between, a person should look."""

    score: float
    reason: str

    @property
    def same(self) -> bool:
        """Whether the two names are taken for one thing."""
        return self.score >= LIKELY


def plain(name: str) -> str:
    """Return a name without quotes and spaces, brackets in one form."""
    return MARKS.sub("", name).translate(WIDE)


def subsequence(short: str, long: str) -> bool:
    """Say whether `short` is `long` with characters left out."""
    rest = iter(long)
    return all(char in rest for char in short)


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """Return the word lists of `words.yaml`, by their name."""
    loaded: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("words.yaml").read_text("utf-8"))
    return loaded
