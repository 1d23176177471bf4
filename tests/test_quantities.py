"""Quantities: ranges, signs, whole numbers."""

import pytest

from extractors.targets.prose import FALL, _is_tail
from extractors.targets.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "value", "amount", "high", "unit"),
    [
        ("增速保持5%—5.5%。", "5%—5.5%", "5", "5.5", "%"),
        ("规模800亿—850亿元", "800亿—850亿元", "80000000000", "85000000000", "元"),
        ("每户2万元--3万元。", "2万元--3万元", "20000", "30000", "元"),
        ("财力同比增长-3.4%。", "-3.4%", "-3.4", None, "%"),
        ("引进2-4个", "2-4个", "2", "4", "个"),
    ],
)
def test_ranges_and_signs(text, value, amount, high, unit):
    [found] = find_quantities(text)
    assert (text[found.start : found.end], f"{found.amount.normalize():f}", found.unit) == (value, amount, unit)
    assert (f"{found.high.normalize():f}" if found.high is not None else None) == high


@pytest.mark.parametrize("text", ["编号154.43.2亿元", "2021-2023年", "9" * 20_000])
def test_no_part_of_a_number_is_a_quantity(text):
    assert not list(find_quantities(text))


@pytest.mark.parametrize(
    ("text", "tail"), [("税收154.\n43亿元", True), ("税收15\n4亿元", True), ("税收。\n4亿元", False)]
)
def test_a_figure_cut_by_a_line_break_is_a_tail(text, tail):
    assert _is_tail(text, text.index("\n") + 1) is tail


@pytest.mark.parametrize(
    ("before", "fall"), [("能耗同比下降", True), ("投诉减少了", True), ("单位能耗下降率为", False), ("降幅", False)]
)
def test_a_fall_is_said_by_the_verb_before_the_value(before, fall):
    assert bool(FALL.search(before)) is fall
