"""The texts of the exported pages, in Chinese and English, from `templates/texts.yaml`: no template holds any other."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

Lang = Literal["zh", "en"]
Texts = dict[str, dict[str, str]]


@lru_cache(maxsize=1)
def _all() -> dict[str, Texts]:
    file = Path(__file__).parent / "templates" / "texts.yaml"
    read: dict[str, Texts] = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return read


def texts(section: str) -> Texts:
    """Return a section of the texts: `{key: {zh, en}}`. Raises KeyError for an unknown section."""
    return _all()[section]


def say(section: str, key: str, lang: Lang) -> str:
    """Return one text. Raises KeyError for an unknown section or key."""
    return _all()[section][key][lang]
