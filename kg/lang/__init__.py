"""The language of help and messages: English in the code, Chinese by a catalogue whose keys are the English texts."""

import json
import os
import re
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
# As gettext reads the locale.
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
PLACE = re.compile(r"\\\{(\w+)\\\}")


class Language(StrEnum):
    """The languages there are."""

    EN = "en"
    ZH = "zh"


def language() -> Language:
    """Return the language of `KG_LANG`, else of the locale; English for any other."""
    given = os.environ.get("KG_LANG") or next((os.environ[name] for name in VARIABLES if os.environ.get(name)), "")
    return Language.ZH if given.lower().startswith("zh") else Language.EN


def translated(text: str) -> str:
    """Return a text in the language of the user; as it is where the catalogue has no entry that fits.

    An entry may have places, as in `no query {name}; nearest: {near}`, which stand for any text.
    """
    if language() is Language.EN or not text:
        return text
    known = catalogue()
    if text in known:
        return known[text]
    for pattern, wanted in _patterns():
        if found := pattern.fullmatch(text):
            return wanted.format(**found.groupdict())
    return text


@lru_cache(maxsize=1)
def catalogue() -> dict[str, str]:
    """Return the Chinese texts by their English ones."""
    texts: dict[str, str] = json.loads((FOLDER / "zh.json").read_text("utf-8"))
    return texts


@lru_cache(maxsize=1)
def examples() -> dict[str, list[str]]:
    """Return two examples for each command, by its words."""
    found: dict[str, list[str]] = json.loads((FOLDER / "examples.json").read_text("utf-8"))
    return found


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Return the entries with places, the most specific first."""
    entries = sorted((key for key in catalogue() if "{" in key), key=lambda key: -len(PLACE.sub("", re.escape(key))))
    # What a place stands for may hold line breaks.
    return [(re.compile(PLACE.sub(r"(?P<\1>.*?)", re.escape(key)), re.DOTALL), catalogue()[key]) for key in entries]


def localise(command: Any, words: str = "") -> None:
    """Translate the help of a command and of all below it, and add its examples."""
    command.help = translated(" ".join((command.help or "").split()))
    command.short_help = translated(command.short_help or "")
    for param in command.params:
        if getattr(param, "help", None):
            param.help = translated(param.help)
    if shown := examples().get(words):
        command.epilog = "\b\n" + translated("Examples:") + "\n" + "\n".join(f"  {line}" for line in shown)
    for name, below in getattr(command, "commands", {}).items():
        localise(below, f"{words} {name}".strip())
