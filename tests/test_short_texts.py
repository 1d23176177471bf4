"""Texts of a few characters go through the taggers like any other."""

import numpy as np
import pytest

from extractors.inference.crf import _shift
from extractors.rules import load_rules


@pytest.mark.parametrize("length", range(5))
@pytest.mark.parametrize("by", range(-4, 5))
def test_a_column_is_shifted_however_short_it_is(length, by):
    column = np.arange(1, length + 1)
    expected = [column[at + by] if 0 <= at + by < length else 0 for at in range(length)]
    assert _shift(column, by).tolist() == expected


def test_a_head_of_general_words_is_told_however_often_they_stand():
    [rule] = [one for one in load_rules("tables", "columns") if one.id == "column-generic"]
    assert rule.regex.fullmatch("2023年实际完成数值(%)" * 40)
    assert not rule.regex.fullmatch("数值(%)" * 40 + "甲")
