"""Loads and checks the rule files."""

import re
from functools import cached_property, lru_cache
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from extractors.paths import RULES


class Rule(BaseModel):
    """One row of a rule file.

    `types` are the mention types it applies to (none: all), `becomes` the type it gives, `weight` and `floor` numbers
    that the pass which reads the file explains. `pattern` is written in the verbose syntax: blanks and line ends in it
    mean nothing. `{NAME}` stands for any of the words that the file's table `words` lists under NAME.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    pattern: str
    use: Literal["search", "match", "full", "ending"] = "search"
    types: tuple[str, ...] = ()
    becomes: str | None = None
    weight: float = 0.0
    floor: float = 0.0
    note: str = ""
    example: str = Field(pattern="(?s)«.*»")

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern; `^` and `$` match at lines."""
        return re.compile(self.pattern, re.VERBOSE | re.MULTILINE)

    def applies_to(self, type: str) -> bool:
        """Say whether the rule is for mentions of this type."""
        return not self.types or type in self.types


@lru_cache(maxsize=32)
def read_rules(name: str) -> dict[str, Any]:
    """Return a rule file as it is."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load((RULES / f"{name}.yaml").read_text("utf-8"), Loader=loader)
    return data


@lru_cache(maxsize=128)
def load_rules(name: str, group: str) -> tuple[Rule, ...]:
    """Return the rules of a group of `rules/NAME.yaml`, in file order, which is the order they are tried in."""
    return tuple(
        Rule.model_validate({**row, "pattern": _filled(name, row["pattern"])})
        for row in read_rules(name)["rules"][group]
    )


def _filled(name: str, pattern: str) -> str:
    """Put the words of the file's tables `words: NAME` where a pattern has `{NAME}`."""
    words: dict[str, list[str]] = (read_rules(name).get("tables") or {}).get("words", {})
    for key, known in words.items():
        # Atomic: the first word that fits counts, so that a run of words is read in one way only. Longer words come first.
        pattern = pattern.replace(f"{{{key}}}", f"(?>{'|'.join(map(re.escape, known))})")
    return pattern


def one(name: str, group: str, rule_id: str) -> re.Pattern[str]:
    """Return the compiled pattern of a single rule."""
    return next(rule.regex for rule in load_rules(name, group) if rule.id == rule_id)


def load_table(name: str, key: str) -> Any:
    """Return a plain table (lists of words, numbers) of `rules/NAME.yaml`."""
    return read_rules(name)["tables"][key]
