"""The words of an indicator in one form, and what they say beside the name of a measure."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

# Words of form stay where fewer characters than these would be left.
SHORTEST = 2
FILE = Path(__file__).with_name("words.yaml")


class Same(BaseModel):
    """Spellings that mean the same as a word."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))

    word: str
    pattern: str

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.pattern)


class Words(BaseModel):
    """`words.yaml`; the file says what each field means."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))

    same: tuple[Same, ...]
    anywhere: str
    opening: tuple[str, ...]
    ending: tuple[str, ...]
    formal: str
    growth: str
    added: str
    stands: re.Pattern[str]
    adds: re.Pattern[str]
    reaches: re.Pattern[str]
    clause: re.Pattern[str]
    figure: re.Pattern[str]
    other: str
    counts: tuple[tuple[str, ...], ...]

    @cached_property
    def dropped(self) -> re.Pattern[str]:
        """What is dropped wherever it stands."""
        return re.compile(self.anywhere)

    @cached_property
    def openings(self) -> re.Pattern[str]:
        """Qualifiers at the beginning."""
        return re.compile(rf"^(?:{'|'.join(self.opening)})+")

    @cached_property
    def endings(self) -> re.Pattern[str]:
        """Qualifiers at the end."""
        return re.compile(rf"(?:{'|'.join(self.ending)})+$")

    @cached_property
    def forms(self) -> re.Pattern[str]:
        """Words of form at the end."""
        return re.compile(rf"(?:{self.formal})$")

    @cached_property
    def growths(self) -> re.Pattern[str]:
        """Words of change at the end."""
        return re.compile(rf"(?:{self.growth})$")

    @cached_property
    def additions(self) -> re.Pattern[str]:
        """Words at the beginning that say what a period added."""
        return re.compile(rf"^(?:{self.added})+")

    @cached_property
    def others(self) -> re.Pattern[str]:
        """Words that make the figure one of something else."""
        return re.compile(self.other)


@lru_cache(maxsize=1)
def words() -> Words:
    """Return the checked table of words."""
    return Words.model_validate(yaml.load(FILE.read_text("utf-8"), Loader=yaml.CSafeLoader))


@dataclass(frozen=True, slots=True)
class Reading:
    """A form of an indicator's words, and what was taken off for it: words of change, words of what a period added."""

    key: str
    growth: bool
    added: bool


def narrowed(text: str) -> str:
    """Return the text in narrow characters, without marks and brackets, with one spelling for each word."""
    plain = words().dropped.sub("", unicodedata.normalize("NFKC", text))
    for same in words().same:
        plain = same.regex.sub(same.word, plain)
    return plain


def key(text: str) -> str:
    """Return what the name of a measure is looked up by: `narrowed`, without qualifiers and words of form."""
    return _key(narrowed(text))


def own(text: str) -> str:
    """Return the words of an indicator that holds the figure of another one: those behind it, else those before it.

    `技术合同成交额6496亿元、` is 技术合同成交额, `优良率为85.5%PM2.5年均` is PM2.5年均.
    """
    parts = words().figure.split(text)
    return next((part for part in reversed(parts) if len(narrowed(part)) > 1), text) if len(parts) > 1 else text


def adds(before: str) -> bool | None:
    """Say whether a counted thing is what a period added, by the words of its sentence before it; None where they say nothing."""
    clause = words().clause.split(before)[-1]
    own = _last(clause)
    if own is None and words().reaches.search(clause):
        return False
    return _last(before) if own is None else own


def _last(text: str) -> bool | None:
    rules = ((words().stands, False), (words().adds, True))
    return max(((m.end(), told) for rule, told in rules for m in rule.finditer(text)), default=(0, None))[1]


def readings(text: str) -> list[Reading]:
    """Return the keys that the words of an indicator may be looked up by, the one that keeps most words first."""
    found: dict[str, Reading] = {}
    for written in dict.fromkeys((text, own(text))):
        plain = _stripped(narrowed(written))
        found.setdefault(_key(plain), Reading(_key(plain), False, False))
        level = words().growths.sub("", plain)
        for rest, growth in ((level, level != plain), (plain, False)):
            for part in (rest, words().additions.sub("", rest)):
                found.setdefault(_key(part), Reading(_key(part), growth, part != rest))
    return [reading for reading in found.values() if reading.key]


def _stripped(plain: str) -> str:
    before = ""
    while plain != before:
        before = plain
        plain = words().endings.sub("", words().openings.sub("", plain)) or before
    return plain


def _key(plain: str) -> str:
    plain = _stripped(plain)
    bare = words().forms.sub("", plain)
    return bare if len(bare) >= SHORTEST else plain
