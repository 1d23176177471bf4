"""Names as spans: scores of a window's spans, and the best names without overlap."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.inference.spans import CLASSES, LEAST, WIDEST, Span, best_names, span_odds
from extractors.inference.tags import INDEX, TAGS

SIZE = 12


def tags(names, sure=0.98):
    """Return tag probabilities of SIZE characters that say these names."""
    rows = np.full((SIZE, len(TAGS)), (1 - sure) / (len(TAGS) - 1), np.float32)
    path = [INDEX["O"]] * SIZE
    for start, end, kind in names:
        path[start:end] = [INDEX[f"B-{kind}"], *[INDEX[f"I-{kind}"]] * (end - start - 1)]
    rows[np.arange(SIZE), path] = sure
    return rows


def test_a_span_has_the_log_odds_of_its_best_type_against_none():
    rng = np.random.default_rng(3)
    pairs = rng.normal(size=(SIZE, len(CLASSES), SIZE)).astype(np.float32)
    starts, ends = rng.normal(size=(2, SIZE, len(CLASSES))).astype(np.float32)
    widths = rng.normal(size=(WIDEST, len(CLASSES))).astype(np.float32)
    expected = {}
    for first in range(SIZE):
        for last in range(first, SIZE):
            scores = pairs[first, :, last] + starts[first] + ends[last] + widths[last - first]
            best = int(scores[1:].argmax()) + 1
            if scores[best] - scores[0] > LEAST:
                expected[Span(first, last + 1, CLASSES[best])] = float(scores[best] - scores[0])
    found = span_odds(pairs, starts, ends, widths)
    assert found == pytest.approx(expected, abs=1e-4)


def test_tags_and_spans_that_agree_make_a_name():
    [name] = best_names(tags([(2, 6, "Zone")]), {Span(2, 6, "Zone"): 4.0}, 1.0, -1.6)
    assert name[:3] == (2, 6, "Zone")
    assert name[3] > 0.9


def test_where_the_heads_differ_the_surer_one_counts():
    said = tags([(2, 6, "Zone")], sure=0.6)
    [name] = best_names(said, {Span(2, 8, "Zone"): 6.0, Span(2, 6, "Zone"): 0.5}, 1.0, -1.6)
    assert name[:3] == (2, 8, "Zone")


def test_two_names_count_for_more_than_the_one_that_holds_both():
    said = tags([(0, 4, "Zone"), (5, 9, "Program")])
    odds = {Span(0, 4, "Zone"): 2.0, Span(5, 9, "Program"): 2.0, Span(0, 9, "Program"): 3.0}
    assert [n[:3] for n in best_names(said, odds, 1.0, -1.6)] == [(0, 4, "Zone"), (5, 9, "Program")]


def test_what_only_the_tags_propose_needs_no_less_than_its_score():
    said = tags([(2, 6, "Zone")])
    assert not list(best_names(said, {}, 1.0, -1.6))
    assert [n[:3] for n in best_names(said, {}, 1.0, -9.0)] == [(2, 6, "Zone")]


spans = st.tuples(st.integers(0, SIZE - 1), st.integers(1, SIZE), st.sampled_from(CLASSES[1:]))


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(spans.filter(lambda s: s[0] < s[1]).map(lambda s: Span(*s)), st.floats(-6, 9), max_size=12))
def test_names_never_overlap_and_stand_in_order(odds):
    names = list(best_names(tags([(1, 4, "Project")]), odds, 2.0, -2.0))
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(names))
    assert all(0.5 <= n[3] <= 1 for n in names)
