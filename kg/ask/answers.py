"""The answers that a question may be mapped to, as `rules.yaml` describes them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.query import load_queries

RULES = Path(__file__).with_name("rules.yaml")
# Ends and fillers of questions, which are no part of a name.
FILLERS = (
    r"[的了吗呢啊吧么在和与跟及或,，。？?!！、；;：:\s]|哪些|什么|怎么|如何|多少|请|帮我|给我|看看|列一下|一下|有没有|目前|现在|今年|去年|"
    r"主要|分别|关于|方面|有|是|都|做|这个|这些|那些|里|上|对|为|来|到|年|区"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A canned query or a command that answers questions.

    `params` are as in the header of a query; a kind that ends with `?` may be missing. `words` is the command without
    `kg`, in which `{name}` stands for a parameter; an option that ends with `?` is left out with its parameter. `key`
    are ideas of which one is needed, each a set of ideas that stand together.
    """

    name: str
    title: str
    title_zh: str
    params: dict[str, str]
    words: tuple[str, ...]
    key: tuple[frozenset[str], ...]
    fits: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    like: tuple[str, ...] = ()
    default: frozenset[str] = frozenset()

    @property
    def ideas(self) -> frozenset[str]:
        """Every idea that goes with the answer."""
        return self.fits.union(*self.key)


@dataclass(frozen=True, slots=True)
class Rules:
    """The ideas with the expression that finds each, and the answers in the order of the file.

    `common` finds a word of any idea, `blank` those and whatever else is no part of a name; `modifiers` go with a word
    of an idea. `lists` are names of lists that zones are put on.
    """

    ideas: dict[str, re.Pattern[str]]
    answers: tuple[Answer, ...]
    common: re.Pattern[str]
    blank: re.Pattern[str]
    modifiers: re.Pattern[str]
    lists: tuple[str, ...]


@lru_cache(maxsize=1)
def answers() -> Rules:
    """Return the rules; an answer whose canned query does not exist is left out."""
    import yaml

    data: dict[str, Any] = yaml.load(RULES.read_text("utf-8"), Loader=yaml.CSafeLoader)
    ideas = {name: re.compile("|".join(words)) for name, words in data["ideas"].items()}
    found = (_answer(name, rule, data["commands"].get(name)) for name, rule in data["answers"].items())
    common = "|".join(pattern.pattern for pattern in ideas.values())
    return Rules(
        ideas,
        tuple(answer for answer in found if answer is not None),
        re.compile(common),
        re.compile("|".join([common, FILLERS, *data["unknown"]])),
        re.compile("|".join(data["modifiers"])),
        tuple(data["lists"]),
    )


def _answer(name: str, rule: dict[str, Any], command: dict[str, Any] | None) -> Answer | None:
    if command is not None:
        title, title_zh = command["title"], command["title_zh"]
        params, words = dict(command["params"]), tuple(command["words"])
    elif (query := load_queries().get(name)) is not None:
        title, title_zh, params = query.title, query.title_zh, {**query.params, **rule.get("kinds", {})}
        words = ("query", "run", name, *(f"{key}={{{key}}}" for key in query.params))
    else:
        return None
    key = tuple(frozenset(one if isinstance(one, list) else [one]) for one in rule["key"])
    fits, never = frozenset(rule.get("fits", ())), frozenset(rule.get("never", ()))
    default = frozenset(rule.get("default", ()))
    return Answer(name, title, title_zh, params, words, key, fits, never, tuple(rule["like"]), default)
