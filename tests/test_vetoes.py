"""What the words around a mention speak against: partners that are only joined with, occasions that are only attended."""

import pytest

from extractors.relations.classes import NAMES
from extractors.relations.context import read_context
from extractors.relations.vetoes import vetoed
from extractors.training import read
from extractors.training.annotated import unmarked

# Text with marked mentions, head, relation, tail, whether the words speak against it.
CASES = [
    ("加强与[东湖新区]Z改革创新联动,积极探索[离岸贸易]N。", "东湖新区", "FOCUSES_ON", "离岸贸易", True),
    ("[南苑]Z与[东湖新区]Z错位发展,聚焦[光电]N。", "南苑", "FOCUSES_ON", "光电", False),
    ("对接[东湖新区]Z协同发展,实施[青禾计划]G。", "东湖新区", "IMPLEMENTS", "青禾计划", True),
    ("与[江北大学]I合作,共同发展[光电]N。", "江北大学", "FOCUSES_ON", "光电", False),
    ("[东湖新区]Z大力发展[光电]N。", "东湖新区", "FOCUSES_ON", "光电", False),
    ("[东湖区]D企业参加[龙舟节]V。", "东湖区", "HOSTS", "龙舟节", True),
    ("[东湖区]D服务保障[进口展]V。", "东湖区", "HOSTS", "进口展", True),
    ("[东湖区]D借力[进口展]V放大溢出效应。", "东湖区", "HOSTS", "进口展", True),
    ("[东湖区]D举办[龙舟节]V。", "东湖区", "HOSTS", "龙舟节", False),
    ("[东湖区]D以节为媒,成功举办[龙舟节]V。", "东湖区", "HOSTS", "龙舟节", False),
    ("[东湖区]D围绕“[龙舟节]V”举办期间开展活动。", "东湖区", "HOSTS", "龙舟节", False),
]


@pytest.mark.parametrize(("marked", "head", "relation", "tail", "against"), CASES)
def test_words_around_a_mention_speak_against_a_pair(marked, head, relation, tail, against):
    text, mentions = unmarked(marked)
    structure, found = read(text, [(*mention, 1.0) for mention in mentions])
    at = read_context(structure, found)
    names = [at.name(i) for i in range(len(found))]
    [score] = vetoed(at, [(names.index(head), NAMES.index(relation), names.index(tail))])
    assert bool(score == 0.0) is against
