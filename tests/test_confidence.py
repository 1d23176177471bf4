"""Scores of the taggers become confidences; those of rules and known names stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import extract, load_pipeline
from extractors.annotations import Mention, Relation
from extractors.config import load_config
from extractors.mentions.confidence import confident, confident_relations, log_odds, share

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
    assert scored(score, "gazetteer") == score


def test_a_tagger_that_is_sure_is_believed_less():
    assert scored(0.99, "crf") < 0.9 and scored(0.5, "crf") < 0.5


def test_every_tagger_has_a_fit_and_the_pass_is_the_last_one():
    config = load_config()
    assert set(config.confidence) == {"crf", "characters", "encoder", "relations"}
    assert config.passes[-1] == "confidence"


def test_the_judge_of_relations_sees_the_scores_and_the_reader_the_confidences():
    text = "甲区推进张江科学城建设。\n张江科学城聚焦集成电路、生物医药,引进同济大学,举办世界人工智能大会。"
    without = load_config().model_copy(update={"passes": load_config().passes[:-1]})
    raw, ours = (extract(load_pipeline([], config=config), text, 2024) for config in (without, load_config()))
    assert [(r.head, r.type, r.tail) for r in raw.relations] == [(r.head, r.type, r.tail) for r in ours.relations]
    fit = load_config().confidence["relations"]
    assert raw.relations and all(
        o.score == pytest.approx(share(log_odds(r.score), *fit), abs=0.01)
        for r, o in zip(raw.relations, ours.relations, strict=True)
    )
    assert [m.span for m in raw.mentions] == [m.span for m in ours.mentions]
    assert all(m.score >= o.score for m, o in zip(raw.mentions, ours.mentions, strict=True) if m.source == "crf")


def test_what_another_pass_states_keeps_its_confidence():
    rows = [
        Relation(0, "FOCUSES_ON", 1, 0, 5, 0.4, ("declared",)),
        Relation(0, "HOSTS", 1, 0, 5, 0.4, ("pair:sentence", "classifier")),
    ]
    declared, judged = confident_relations(rows, {"relations": (1.0, 1.0)})
    assert declared.score == 0.4 and judged.score > 0.4
    assert confident_relations(rows, {}) == rows
