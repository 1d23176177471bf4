"""Targets of whole passages of many genres: each value with its indicator, kind, year and status.

The cases mark every value as `[[value|indicator|kind|year status]]`; a fifth part `open` marks one that is not read
right yet, and the test fails when it is.
"""

import re
from functools import cache

import pytest
import yaml
from conftest import ROOT
from policies_quality import alike

from extractors.inference.segmenter import Segmenter
from extractors.structure import analyse
from extractors.targets.indicators import Chooser
from extractors.targets.prose import find_targets

MARK = re.compile(r"\[\[([^|\]]+)\|([^|\]]*)\|(\w+)\|(\d{4}) (\w+)(\|open)?\]\]")
FILES = sorted((ROOT / "tests" / "cases" / "targets").glob("*.yaml"))
CASES = [case for file in FILES for case in yaml.safe_load(file.read_text("utf-8"))]
chooser, segmenter = cache(Chooser), cache(Segmenter)


def unmarked(marked):
    """Return the text without marks, and {(start, end): (indicator, kind, year, status, whether it is open)}."""
    text, last, targets = "", 0, {}
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        targets[len(text), len(text) + len(mark[1])] = (mark[2], mark[3], int(mark[4]), mark[5], bool(mark[6]))
        text, last = text + mark[1], mark.end()
    return text + marked[last:], targets


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_value_has_its_indicator_kind_year_and_status(case):
    text, meant = unmarked(case["text"])
    structure = analyse(text, case["year"])
    found = {
        (t.quantity.start, t.quantity.end): t
        for t in find_targets(structure, [], chooser(), segmenter().goes_on(structure.text))
    }
    wrong, mended = [], []
    for span, (indicator, kind, year, status, is_open) in meant.items():
        target = found.get(span)
        read = (
            target is not None
            and alike(structure.text[slice(*target.indicator)], indicator)
            and (target.kind, target.year, target.status) == (kind, year, status)
        )
        told = target and (structure.text[slice(*target.indicator)], target.kind, target.year, target.status)
        if read and is_open:
            mended.append(text[slice(*span)])
        if not read and not is_open:
            wrong.append((text[slice(*span)], (indicator, kind, year, status), told))
    assert not wrong
    assert not mended, "these are read now: take the mark `open` from them"
