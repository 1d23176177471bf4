"""Quantities: what each form says, and what is none."""

import csv
from decimal import Decimal

import pytest
from conftest import ROOT

from extractors.inference.segmenter import Segmenter
from extractors.structure import analyse
from extractors.targets.indicators import Chooser
from extractors.targets.prose import CUT, FALL, _is_tail, find_targets
from extractors.targets.quantities import find_quantities

CASES = ROOT / "tests" / "cases" / "quantities"


def rows(name):
    with (CASES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield pytest.param(row, id=f"{row.get('kind', name)}-{row['text']}")


def plain(number):
    return "" if number is None else f"{number.normalize():f}"


@pytest.mark.parametrize("row", list(rows("forms")))
def test_a_form_says(row):
    text = row["text"]
    [found] = find_quantities(text)
    said = (text[found.start : found.end], plain(found.amount), plain(found.high), found.unit, found.comparator)
    assert said == (row["value"], row["amount"], row["high"], row["unit"], row["comparator"])


@pytest.mark.parametrize("row", list(rows("none")))
def test_no_quantity_is_found(row):
    assert not list(find_quantities(row["text"]))


def test_a_number_of_many_digits_is_no_quantity():
    assert not list(find_quantities("9" * 20_000 + "元"))


@pytest.mark.parametrize(
    ("text", "tail"), [("税收154.\n43亿元", True), ("税收15\n4亿元", True), ("税收。\n4亿元", False)]
)
def test_a_figure_cut_by_a_line_break_is_a_tail(text, tail):
    assert _is_tail(text, text.index("\n") + 1) is tail
    assert bool(CUT.regex.search(text[: text.index("\n") + 1])) is tail


@pytest.mark.parametrize(
    ("before", "fall"), [("能耗同比下降", True), ("投诉减少了", True), ("单位能耗下降率为", False), ("降幅", False)]
)
def test_a_fall_is_said_by_the_verb_before_the_value(before, fall):
    assert bool(FALL.regex.search(before)) is fall


@pytest.mark.parametrize("row", list(rows("respectively")))
def test_respectively_deals_values_out_to_the_names_before_it(row):
    structure = analyse(f"一、2023年工作回顾\n{row['text']}", 2024)
    targets = find_targets(structure, [], Chooser(), Segmenter().goes_on(structure.text))
    assert [plain(t.quantity.amount) for t in targets] == [plain(Decimal(v)) for v in row["values"].split()]
    assert [structure.text[slice(*t.indicator)] for t in targets] == row["indicators"].split()
    assert {t.score for t in targets} == {float(row["score"])}


@pytest.mark.parametrize("row", list(rows("counted")))
def test_what_only_says_which_are_counted_since_when_or_from_where_is_no_quantity(row):
    found = [row["text"][q.start : q.end] for q in find_quantities(row["text"])]
    assert found == row["values"].split()
