"""Towns in a list of towns, and nicknames that label what follows."""

import pytest

from extractors.mentions.lists import label_runs, short_towns, town_lists

TOWNS = short_towns(["新成路街道", "菊园新村街道", "马陆镇", "外冈镇", "南翔镇", "江桥镇", "真新新村街道"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("完成马陆、外冈等10个镇整治。", {"马陆", "外冈"}),
        ("新成、菊园街道建成示范。", {"新成"}),
        ("南翔、江桥两个镇试点。", {"南翔", "江桥"}),
        ("新成路、真新2个街道。", {"新成路", "真新"}),
        ("马陆葡萄、外冈蜡梅。", set()),
        ("在马陆、外冈、南翔区域,建设新城。", {"马陆", "外冈", "南翔"}),
        ("推进南翔区域建设。", set()),
        ("建设美丽乡镇,推进城镇化。", set()),
    ],
)
def test_short_names_of_towns_in_a_list_of_towns(text, found):
    assert {text[c.start : c.end] for c in town_lists(text, TOWNS)} == found


def labels(text, sectors=()):
    return [(text[c.start : c.end], c.type) for c in label_runs(text, sectors)]


def test_a_run_of_labels_names_the_parts_of_a_program():
    text = "实施“三色行动”。“碧水”:治理河道。“青径”:建成绿道。安居:改造小区。"
    assert labels(text) == [("碧水", "Program"), ("青径", "Program"), ("安居", "Program")]


def test_a_run_with_a_known_sector_is_one_of_sectors():
    text = "芯海港:投产。创新药:上市。飞天梦:首飞。"
    assert {kind for _, kind in labels(text, {"创新药"})} == {"Industry"}


@pytest.mark.parametrize(
    "text",
    [
        "碧水:治理河道。青径:建成绿道。",
        "工作目标:完成。主要任务:推进。责任单位:区府办。",
        "一是:推进。二是:落实。三是:完善。",
        "碧水:治理河道。" + "河" * 1300 + "。青径:建成。安居:改造。",
    ],
)
def test_few_or_common_labels_are_no_names(text):
    assert labels(text) == []
