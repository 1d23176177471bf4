"""Scores of taggers and of known names become confidences; those of rules stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import extract, load_pipeline
from extractors.annotations import Mention
from extractors.config import load_config
from extractors.mentions.confidence import confident
from extractors.mentions.gazetteer import LISTED, LONG, SHORT, SURE

SCORES = st.floats(0, 1)


def scored(score: float, source: str, fit=(0.5, -0.4)) -> float:
    [found] = confident([Mention(0, 2, "Zone", score, (source,))], {"crf": fit})
    return found.score


@given(SCORES, SCORES)
def test_the_order_of_scores_stays_and_no_confidence_leaves_the_scale(first, second):
    one, other = scored(first, "crf"), scored(second, "crf")
    assert 0 <= one <= 1 and (one <= other or first > second)


@given(SCORES)
def test_a_source_without_a_fit_keeps_its_scores(score):
    assert scored(score, "town-list") == score


def test_a_tagger_that_is_sure_is_believed_less():
    assert scored(0.99, "crf") < 0.9 and scored(0.5, "crf") < 0.5


@pytest.mark.parametrize("source", [SURE, LISTED])
def test_a_known_name_that_no_tagger_finds_is_doubtful_and_the_longer_one_less(source):
    fits = load_config().confidence
    long, short = (confident([Mention(0, 2, "Zone", score, (source,))], fits)[0].score for score in (LONG, SHORT))
    assert 0.3 < short < 0.5 < long < 0.6


def test_taggers_and_known_names_have_a_fit_and_the_pass_is_the_last_one():
    config = load_config()
    assert set(config.confidence) == {"crf", "characters", "encoder", "gazetteer", "listed"}
    assert config.passes[-1] == "confidence"


def test_the_judge_of_relations_sees_the_scores_and_the_reader_the_confidences():
    text = "甲区推进张江科学城建设。\n张江科学城聚焦集成电路、生物医药,引进同济大学,举办世界人工智能大会。"
    without = load_config().model_copy(update={"passes": load_config().passes[:-1]})
    raw, ours = (extract(load_pipeline([], config=config), text, 2024) for config in (without, load_config()))
    assert [(r.head, r.type, r.tail) for r in raw.relations] == [(r.head, r.type, r.tail) for r in ours.relations]
    # The pass leaves relations alone: the classifier's scores are shares of true ones.
    assert raw.relations and [r.score for r in raw.relations] == [r.score for r in ours.relations]
    assert [m.span for m in raw.mentions] == [m.span for m in ours.mentions]
    lower = [m.score > o.score for m, o in zip(raw.mentions, ours.mentions, strict=True) if m.source == "crf"]
    assert lower and all(lower)
