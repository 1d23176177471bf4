"""Texts far longer than any report has, in one sentence: the work is in proportion, nothing is lost, no figure is cut."""

from itertools import pairwise

import numpy as np
import pytest

from extractors.structure.sentences import LONGEST, find_sentences
from extractors.targets.quantities import find_quantities
from extractors.targets.value_context import Place, Words, clause_start


@pytest.mark.parametrize("piece", ["甲", "新材料、", "增长5%,", "1,234家、", "甲1", "“甲”", "a b "])
def test_a_long_sentence_is_taken_in_pieces_that_leave_nothing_out(piece):
    text = (piece * 5 * LONGEST)[: 5 * LONGEST - 1] + "。"
    found = find_sentences(text)
    assert max(end - start for start, end in found) <= LONGEST + len(piece)
    assert (found[0][0], found[-1][1]) == (0, len(text))
    assert all(left[1] == right[0] for left, right in pairwise(found))


@pytest.mark.parametrize("piece", ["地区生产总值1,234.56亿元、", "下降-5.25%,", "123456家", "甲12.5%乙"])
@pytest.mark.parametrize("shift", range(9))
def test_no_piece_begins_with_the_tail_of_a_figure(piece, shift):
    text = "前" * shift + piece * 400
    cut = [(q.amount, q.unit) for start, end in find_sentences(text) for q in find_quantities(text[start:end])]
    whole = [(q.amount, q.unit) for q in find_quantities(text)]
    assert set(cut) == set(whole) and whole


def test_a_run_of_digits_is_no_figure_however_long():
    text = "投资" + "7" * 100_003 + "亿元。"
    assert [q for start, end in find_sentences(text) for q in find_quantities(text[start:end])] == []


def test_a_sentence_of_a_report_is_one_piece():
    text = "推进" + "新材料、" * 200 + "等产业发展。稳中求进。"
    assert len(find_sentences(text)) == 2


@pytest.mark.parametrize(("text", "begin"), [("甲,乙丙5家", 2), ("甲乙丙5家", 0), ("甲;乙,5家", 4), (",,5家", 2)])
def test_the_clause_of_a_value_begins_behind_the_last_mark(text, begin):
    at = text.index("5")
    assert (
        clause_start(Place(Words(text, np.zeros(len(text), bool), set()), 0, at, at + 2, len(text), "家"), at) == begin
    )
