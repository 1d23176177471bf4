"""How far a work is, by the clause that names it."""

import pytest

from kg.graph.progress import progress, status_of


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("东桥竣工,加快西桥建设。", "西桥", "going"),
        ("东桥竣工,加快西桥建设。", "东桥", "finished"),
        ("完成新院、南楼等20个项目建设。", "南楼", "finished"),
        ("确保南塔、北楼等综合体尽早竣工。", "北楼", "going"),
        ("完成东桥等395亩土地收储。", "东桥", "going"),
        ("东桥完成主体结构封顶。", "东桥", "going"),
        ("推进南塔竣工投用。", "南塔", "finished"),
        ("西园接待游客20万人次。", "西园", "told"),
    ],
)
def test_the_words_around_a_name_in_its_clause_say_how_far_it_is(text, name, says):
    start = text.index(name)
    assert progress(text, start, start + len(name)) == says


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"finished", "planned"}, "achieved"),
        ({"going"}, "under way"),
        ({"told", "planned"}, "under way"),
        ({"told"}, "achieved"),
        ({"planned"}, "planned"),
        (set(), None),
    ],
)
def test_what_all_clauses_say_gives_one_status(said, status):
    assert status_of(said) == status
