"""A development zone, which is no division, can be whose report a document is: by its title and by `--district`."""

import pytest

from kg.errors import UsageError
from kg.read import read_text
from kg.read.home import given_home, stated_zone

TITLES = {
    "成都高新区2024年工作总结": "成都高新区",
    "2024年合肥高新区工作报告": "合肥高新区",
    "湖北省武汉市东湖高新区管委会2024年政府工作报告": "东湖高新区",
    "北京经济技术开发区2023年国民经济和社会发展计划执行情况与2024年计划的报告": "北京经济技术开发区",
    "西咸新区党工委管委会2024年工作要点": "西咸新区",
    "关于加快开发区建设的工作报告": "",
    "某某省开发区条例": "",
    "高新区2024年工作总结": "",
    "嘉定区2024年政府工作报告": "",
}


@pytest.mark.parametrize("title", TITLES)
def test_a_title_names_the_zone_whose_report_it_is(title):
    assert stated_zone(title) == TITLES[title]


@pytest.mark.parametrize(
    ("title", "home"), [("成都高新区2024年工作总结", "成都高新区"), ("嘉定区2024年政府工作报告", "嘉定区")]
)
def test_a_report_is_filed_under_its_zone_or_district(title, home, ontology):
    text = f"{title}\n一、2023年工作回顾\n全年新增企业120家。\n二、2024年主要任务\n推进嘉定区合作,新增企业150家。\n"
    [document] = read_text(text, ontology.district_names(), "a.txt")
    assert (document.district, document.district_inferred, document.year) == (home, False, 2024)


@pytest.mark.parametrize("name", ["江北新区", "天津经开区", "合肥高新区", "广州开发区", "西咸新区"])
def test_somebody_may_name_a_zone(name, ontology):
    assert given_home(name, ontology.district_names()) == name


@pytest.mark.parametrize("name", ["浦东新区", "滨海新区"])
def test_a_new_area_that_is_a_division_stays_one(name, ontology):
    assert given_home(name, ontology.district_names()).endswith(name)


@pytest.mark.parametrize("name", ["高新区", "开发区", "某某", "朝阳区"])
def test_what_is_no_name_of_one_place_is_refused(name, ontology):
    with pytest.raises(UsageError, match="--district"):
        given_home(name, ontology.district_names())
