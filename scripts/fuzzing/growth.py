"""Doubling inputs for every pattern of the project, made from the pattern itself, and how the engine's time on them grows."""

import importlib
import pkgutil
import re
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import extractors
import kg
from extractors.paths import RULES
from extractors.rules import Rule, load_rules
from extractors.rules.load import read_rules
from fuzzing.findings import Findings
from fuzzing.uses import anchored

# Lengths in characters: short ones first, a little longer each, so that what explodes is found while it still ends; then
# one where the square of the length shows. It is compared with four times that length.
SHORT, LONG, TIMES = (16, 20, 24, 28, 34, 40, 48, 58, 70, 84, 100), 2_000, 4
# Seconds of the processor. A linear pattern takes less than 1e-7 a character; one with the square takes 1e-9 to 1e-8 a pair,
# as fast as the machine is: on the longer text even the fastest takes ten times SUSPECT, and a linear one a third of it.
EXPLODES, SUSPECT = 0.01, 0.003
# Four times the text is about four times the time, or sixteen where it is the square.
MOST = 9.0
ROUNDS = 3
# A character that no pattern names: it comes after the repeated piece and makes the attempt fail.
SPOILER = "\x00"
SAMPLES = ["甲", "1", "a", "、", " ", "\n", "“", "(", ",", "。", ".", ":", ";", "-", "%", "|", "\u3000"]
# So many of these are also repeated alone; the number of inputs of a pattern.
ALONE, INPUTS = 6, 60
# Only matched on texts of so many characters at most, by the module that uses it: there the square is some milliseconds.
BOUNDED = {"kg.read.boilerplate.LINE_RULES": 160, "kg.read.lines.PAGE_NUMBER": 23}
# Training and the command line see no report.
LEFT_OUT = ("extractors.training", "kg.cli", "kg.__main__", "kg.guard.child")
CLASSES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}
# How a rule is used, by the word of the rule file.
HOW = {"match": "match", "full": "fullmatch"}
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of the project: where it stands, and whether it is matched from one place or looked for everywhere (`how`).

    One that looks at an `ending` is given the words before a place, cut to a passage of 1,000 characters at most: there the
    square of the length is some milliseconds, and only what explodes is looked for.
    """

    name: str
    regex: re.Pattern[str]
    how: str = "finditer"
    ending: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A text that can have any length: a piece that is repeated, between a head and a tail."""

    head: str
    piece: str
    tail: str

    def text(self, length: int) -> str:
        """Return about so many characters."""
        return self.head + self.piece * max(1, length // len(self.piece)) + self.tail


def rule_patterns() -> Iterator[Pattern]:
    """Yield the pattern of every rule of every rule file."""
    for file in sorted(RULES.glob("*.yaml")):
        for group in read_rules(file.stem)["rules"]:
            for rule in load_rules(file.stem, group):
                yield Pattern(
                    f"{file.name} {group}/{rule.id}", rule.regex, HOW.get(rule.use, "finditer"), rule.use == "ending"
                )


def module_patterns() -> Iterator[Pattern]:
    """Yield every compiled pattern that is a constant of a module, or in a tuple or a dictionary of one."""
    ruled = {one.regex for one in rule_patterns()}
    how = {name: used for package in (extractors, kg) for name, used in anchored(Path(package.__path__[0])).items()}
    names: dict[re.Pattern[str], list[str]] = defaultdict(list)
    for package in (extractors, kg):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.startswith(LEFT_OUT):
                for name, value in vars(importlib.import_module(found.name)).items():
                    for regex in _compiled(value):
                        names[regex].append(f"{found.name}.{name}")
    for regex, known in names.items():
        if regex not in ruled:
            # A module that imports a pattern has it under a name of its own; its use is counted for the one that makes it.
            name = next((one for one in known if one in how), known[0])
            yield Pattern(name, regex, how.get(name, "finditer"))


def _compiled(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, tuple | list) and not isinstance(value, Rule):
        for one in value:
            yield from _compiled(one)
    elif isinstance(value, dict):
        yield from _compiled(list(value.values()))


def sample(nodes: Any) -> str:
    """Return a text that the nodes of a parse tree match, what they look for around it aside."""
    return "".join(_sample(kind, value) for kind, value in nodes)


def _sample(kind: Any, value: Any) -> str:
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.NOT_LITERAL:
        return "甲" if chr(value) != "甲" else "乙"
    if kind is op.ANY:
        return "甲"
    if kind is op.IN:
        return _member(value)
    if kind is op.BRANCH:
        return sample(value[1][0])
    if kind is op.SUBPATTERN:
        return sample(value[3])
    if kind is op.ATOMIC_GROUP:
        return sample(value)
    if kind in REPEATS:
        return sample(value[2]) * max(value[0], 1 if value[1] else 0)
    return ""


def _member(items: Any) -> str:
    if items[0][0] is op.NEGATE:
        return next((c for c in SAMPLES if not any(_holds(*item, c) for item in items[1:])), "甲")
    kind, value = items[0]
    if kind is op.CATEGORY:
        return next((c for c in SAMPLES if _holds(kind, value, c)), "甲")
    return chr(value[0] if kind is op.RANGE else value)


def _holds(kind: Any, value: Any, char: str) -> bool:
    if kind is op.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    return bool(re.match(CLASSES[value], char)) if kind is op.CATEGORY else ord(char) == value


def pieces(nodes: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield (what stands before, what may be repeated) for each repetition and each alternative in a parse tree."""
    for kind, value in nodes:
        if kind in REPEATS:
            yield before, sample(value[2])
            yield from pieces(value[2], before)
        elif kind is op.BRANCH:
            texts = [sample(branch) for branch in value[1]]
            for branch, text in zip(value[1], texts, strict=True):
                yield before, text
                # What two alternatives may both take is what explodes: one of them with the beginning of another.
                for first in dict.fromkeys(other[:1] for other in texts):
                    if not text.startswith(first):
                        yield before, first + text
                yield from pieces(branch, before)
        elif kind in (op.SUBPATTERN, op.ASSERT, op.ASSERT_NOT):
            yield from pieces(value[-1], before)
        elif kind is op.ATOMIC_GROUP:
            yield from pieces(value, before)
        before += _sample(kind, value)


def inputs(regex: re.Pattern[str]) -> list[Made]:
    """Return the texts to double."""
    tree = _parser.parse(regex.pattern, regex.flags & ~re.UNICODE)
    whole = sample(tree)
    found = [Made("", whole, ""), Made("", whole[:-1], SPOILER), *(Made("", c, SPOILER) for c in SAMPLES[:ALONE])]
    repeats = sorted(dict.fromkeys(pieces(tree)), key=lambda one: len(one[1]))
    for before, piece in repeats:
        found += [Made(before, piece, SPOILER), Made("", before + piece, SPOILER)]
    return [one for one in dict.fromkeys(found) if one.piece][:INPUTS]


def seconds(pattern: Pattern, text: str, rounds: int = 1) -> float:
    """Return the least time of the processor that one search of a text took."""
    least = float("inf")
    for _ in range(rounds):
        begin = time.process_time()
        found = getattr(pattern.regex, pattern.how)(text)
        if pattern.how == "finditer":
            deque(found, maxlen=0)
        least = min(least, time.process_time() - begin)
    return least


def growth(pattern: Pattern) -> str:
    """Return on which input the time of a pattern grows faster than the text, or nothing."""
    for made in inputs(pattern.regex):
        for length in SHORT:
            if (
                seconds(pattern, made.text(length)) > EXPLODES
                and seconds(pattern, made.text(length), ROUNDS) > EXPLODES
            ):
                return f"{pattern.name}: explodes at {length} characters of {made.head + made.piece!r}"
        if not pattern.ending and pattern.name not in BOUNDED and seconds(pattern, made.text(TIMES * LONG)) > SUSPECT:
            few, many = (seconds(pattern, made.text(n), ROUNDS) for n in (LONG, TIMES * LONG))
            if many > MOST * few:
                return f"{pattern.name}: {TIMES} times the text took {many / few:.0f} times as long, {made.head + made.piece!r}"
    return ""


def rules(number: int = 1, parts: int = 1) -> Findings:
    """Return which patterns take more than their share of time for a longer text; every so-manieth from the number on."""
    found = [growth(one) for one in [*rule_patterns(), *module_patterns()][number - 1 :: parts]]
    return Findings(len(found), [one for one in found if one])
