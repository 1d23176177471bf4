"""Names of districts all over the country are found, and the short name of a report's own district in that report."""

import pytest

import kg
from extractors.mentions.gazetteer import Gazetteer

TITLE = "{home}2024年政府工作报告\n\n一、2023年工作回顾\n"


def districts(home: str, text: str) -> list[str]:
    """Return the names of districts that are found in a report of `home`."""
    [report] = kg.extract(TITLE.format(home=home) + text, mode="fast")
    return [m["text"] for m in report["mentions"] if m["type"] == "District"]


@pytest.mark.parametrize("name", ["北碚区", "龙泉驿区", "安吉县", "科尔沁右翼前旗"])
def test_a_full_name_is_found_wherever_the_district_lies(name):
    assert name in districts("普陀区", f"与{name}签订协作协议。")


@pytest.mark.parametrize("word", ["老城区", "郊区", "市中区"])
def test_names_of_districts_that_are_words_are_left_alone(word):
    assert word not in districts("普陀区", f"加快{word}更新改造。")


def test_the_short_name_means_the_district_in_its_own_report_alone():
    text = "鹿城发展迈上新台阶。"
    assert "鹿城" in districts("温州市鹿城区", text)
    assert "鹿城" not in districts("普陀区", text)


@pytest.mark.parametrize(("text", "found"), [("北碚区政府来访", True), ("北碚区人民政府", True), ("北碚区医院", False)])
def test_the_government_of_a_district_names_it_and_a_hospital_does_not(text, found):
    assert bool(list(Gazetteer([("北碚区", "District", (), True)]).find(text))) is found
