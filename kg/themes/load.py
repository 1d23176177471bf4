"""The themes of `themes.yaml`."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.find import nearest

FILE = Path(__file__).with_name("themes.yaml")
LISTS = ("also", "words", "sectors", "measures")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme; `also` are other names of it, see `themes.yaml` for the rest."""

    name: str
    en: str
    also: tuple[str, ...]
    words: tuple[str, ...]
    sectors: tuple[str, ...]
    measures: tuple[str, ...]


@lru_cache(maxsize=1)
def load_themes() -> dict[str, Theme]:
    """Return the themes by name, in the order of the file."""
    import yaml

    data: dict[str, list[dict[str, Any]]] = yaml.load(FILE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    found = [
        Theme(str(row["name"]), str(row["en"]), *(tuple(row.get(part, ())) for part in LISTS)) for row in data["themes"]
    ]
    return {theme.name: theme for theme in found}


def theme_named(name: str) -> Theme:
    """Return the theme of a name in Chinese or English. Raises UsageError with the nearest names."""
    known = load_themes()
    for theme in known.values():
        if name.casefold() in (text.casefold() for text in (theme.name, theme.en, *theme.also)):
            return theme
    raise UsageError(f"no theme {name!r}; nearest: {nearest(name, list(known))}; there are {', '.join(known)}")
