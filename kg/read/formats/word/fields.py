"""Fields of Word: their result is shown, their instruction and a table of contents are not.

A field is a run of marks: begin, instruction, separate, result, end. It may hold other fields and go over paragraphs.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from kg.read.formats.word.numbering import W

MARK = f"{W}fldChar"
CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)
# `EQ \o\ac(○,1)` sets letters one over the other, `EQ \o\ad(\s\up 9(guī),规)` a reading over a letter: the last is the text.
OVERSTRUCK = re.compile(r"\s*EQ\b.*\\o.*[,，;；]\s*([^,，;；()]+)\)\s*", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    result: bool = False
    runs: list[etree._Element] = field(default_factory=list)

    @property
    def hides(self) -> bool:
        return not self.result or bool(CONTENTS.match(self.instruction))


@dataclass(slots=True)
class Fields:
    """The runs that fields hide, and text that stands for a run: that of a field without a result."""

    hidden: set[etree._Element] = field(default_factory=set)
    instead: dict[etree._Element, str] = field(default_factory=dict)


def read_fields(body: etree._Element) -> Fields:
    """Return what the fields of a document hide. A field that is never ended hides nothing."""
    made = Fields()
    if next(body.iter(MARK), None) is None:
        return made
    stack: list[_Field] = []
    for run in body.iter(f"{W}r"):
        for child in run:
            if child.tag == MARK:
                _mark(child.get(f"{W}fldCharType", ""), run, stack, made)
            elif child.tag == f"{W}instrText" and stack:
                stack[-1].instruction += child.text or ""
            elif child.tag == f"{W}t" and (hiding := next((f for f in stack if f.hides), None)):
                hiding.runs.append(run)
    return made


def _mark(kind: str, run: etree._Element, stack: list[_Field], made: Fields) -> None:
    if kind == "begin":
        stack.append(_Field())
    elif kind == "separate" and stack:
        stack[-1].result = True
    elif kind == "end" and stack:
        ended = stack.pop()
        made.hidden.update(ended.runs)
        over = OVERSTRUCK.fullmatch(ended.instruction) if not ended.result else None
        if over and not any(f.hides for f in stack):
            made.instead[run] = over[1].strip()
