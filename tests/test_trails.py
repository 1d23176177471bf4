"""Mentions carry the ids of the passes and rules that made them; what was dropped says why."""

import re

import pytest

from extractors import extract, load_pipeline
from extractors.annotations import Mention
from extractors.config import FILE, load_config
from extractors.mentions.boundaries import boundaries
from extractors.mentions.reject import reject
from extractors.mentions.retype import retype
from extractors.mentions.select import select


def mention(start, end, type="Zone", score=0.9, source="encoder"):
    return Mention(start, end, type, score, (source,))


def test_every_pass_runs_once():
    passes = load_config().passes
    assert len(passes) == len(set(passes)) == len(load_pipeline([]).pipe_names)


def test_a_pass_that_moves_an_end_adds_its_rule():
    [found], _ = boundaries("发展生命健康产业,", [mention(2, 6, "Industry")], frozenset({"encoder"}))
    assert found.trail == ("encoder", "completes-industry")


@pytest.mark.parametrize(
    ("taken_for", "source", "type"),
    [("Zone", "encoder", "Region"), ("Event", "encoder", "Event"), ("Zone", "gazetteer", "Zone")],
)
def test_the_short_name_of_a_city_is_a_region_unless_the_ontology_says_else(taken_for, source, type):
    [found] = retype("支持咸宁发展", [mention(2, 4, taken_for, source=source)], {"咸宁": "Region"})
    assert found.type == type


def test_a_pass_that_retypes_adds_its_rule_and_one_that_agrees_adds_nothing():
    [zone, same] = retype("建设东湖商务区、北湖商务区。", [mention(2, 7, "Project"), mention(8, 13)])
    assert zone.trail == ("encoder", "head-zone") and same.trail == ("encoder",)


def test_what_is_rejected_says_by_which_rule():
    kept, [gone] = reject("深化双循环。", [mention(2, 5, "Program")])
    assert not kept and gone.trail[-1] == "formula-of-policy"


def test_what_gives_way_says_so_and_the_winner_is_untouched():
    long, short = mention(0, 6), mention(2, 4, source="gazetteer")
    kept, dropped = select([short, long], {"encoder": 0}, 1)
    assert kept == [long] and [m.trail for m in dropped] == [("gazetteer", "select")]


def test_two_names_that_are_one_keep_the_first_one_s_trail():
    names = [mention(0, 4, "Enterprise"), mention(4, 9, "Project")]
    [found], _ = boundaries("申江集团能创星辰汇。", names, frozenset({"encoder"}))
    assert found.span == (0, 9) and found.type == "Project" and found.trail == ("encoder", "joined")


TEXT = "加快东海新城建设,出让012-03地块。《东海区若干意见》印发。深化“双循环”战略。"


def test_no_mention_is_without_a_source_and_none_is_kept_and_dropped():
    found = extract(load_pipeline([("东海新城", "Zone", (), True)]), TEXT, 2024)
    assert found.mentions and all(m.trail for m in (*found.mentions, *found.dropped))
    assert not set(found.mentions) & set(found.dropped)
    sources = {m.source for m in (*found.mentions, *found.dropped)}
    assert sources >= {"gazetteer", "plot", "title"}


@pytest.mark.parametrize("shares", ["{ crf = 0.2, characters = 0.4 }", "{ crf = 2, characters = 0.4, encoder = 0.4 }"])
def test_shares_of_models_are_checked(tmp_path, shares):
    text = FILE.read_text("utf-8")
    changed = re.sub(r"(?m)^shares = \{[^}]*\}", f"shares = {shares}", text)
    assert changed != text
    (tmp_path / "pipeline.toml").write_text(changed, "utf-8")
    with pytest.raises(ValueError, match=r"tagger\.shares"):
        load_config(tmp_path / "pipeline.toml")
