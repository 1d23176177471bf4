"""Sectors of business scopes and of the names of firms: what says one, what excludes it, what says nothing."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.link.scopes import core_name
from kg.link.scopes.clauses import clauses
from kg.link.scopes.lexicon import NONE, STRENGTHS, rows
from kg.link.sectors import Sectors, taxonomy

CASES = Path(__file__).parent / "cases/link"
# Half of the first part's own figure under `scripts/bench scopes` would already be a broken reader.
LEAST = 0.9


@pytest.fixture(scope="module")
def sectors(ontology):
    return Sectors(taxonomy(ontology))


def first(sectors, scope):
    return next((reading.sector for reading in sectors.of_scope(scope)), None)


@pytest.mark.parametrize(
    ("scope", "sector"),
    [
        ("会议及展览服务;展览展示设计", "会展"),
        ("民用航空器维修;航空器材销售", "航空维修"),
        ("从事生物医药科技领域内的技术开发、技术咨询、技术服务", "生物医药"),
        ("许可项目:动物诊疗。一般项目:宠物服务(不含动物诊疗);技术服务", "宠物经济"),
        ("接受委托担任法律顾问,代理诉讼案件", "法律服务"),
        ("金属船舶制造;船舶修理;货物进出口", "船舶"),
        ("住宅室内装饰装修;建设工程施工;建筑材料销售", "建筑业"),
        ("输配电及控制设备制造;软件开发;物业管理", "电力装备"),
    ],
)
def test_a_scope_says_its_sector(sectors, scope, sector):
    assert first(sectors, scope) == sector


@pytest.mark.parametrize(
    "scope",
    [
        "",
        "技术服务、技术开发、技术咨询、技术交流、技术转让、技术推广",
        "货物进出口;技术进出口",
        "(除依法须经批准的项目外,凭营业执照依法自主开展经营活动)",
        "依法须经批准的项目,经相关部门批准后方可开展经营活动,具体经营项目以相关部门批准文件为准",
    ],
)
def test_what_every_scope_says_is_no_sector(sectors, scope):
    assert sectors.of_scope(scope) == []


@pytest.mark.parametrize(
    ("scope", "absent"),
    [
        ("医学研究和试验发展(除人体干细胞、基因诊断与治疗技术开发和应用)", "细胞与基因治疗"),
        ("实验室耗材的销售,不含药品", "生物医药"),
        ("除专利代理外的商务代理", "知识产权服务"),
        ("管理咨询(不得从事代理记账(含审计))", "会计审计"),
    ],
)
def test_what_a_scope_excludes_is_none_of_its_sectors(sectors, scope, absent):
    assert absent not in {reading.sector for reading in sectors.of_scope(scope)}


def test_work_that_removes_something_excludes_nothing():
    assert [clause for _, clause in clauses("建筑物拆除、室外保洁;除尘设备、外墙清洗")] == [
        "建筑物拆除、室外保洁",
        "除尘设备、外墙清洗",
    ]


def test_a_reading_has_the_words_that_gave_it_and_a_confidence(sectors):
    best = sectors.of_scope("集成电路设计;集成电路芯片设计及服务;物业管理")[0]
    assert best.sector == "集成电路设计" and set(best.words) == {"集成电路设计", "集成电路芯片设计及服务"}
    assert 0.5 < best.confidence <= 1


def test_a_side_business_is_less_than_the_main_one(sectors):
    found = {reading.sector: reading.confidence for reading in sectors.of_scope("餐饮服务;停车场服务;物业管理")}
    assert found["餐饮"] > 2 * found.get("物业服务业", 0.0)


@given(st.text(alphabet="集成电路设计();;:,。、除不含外一般许可项目【】医药\n", max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read(sectors, text):
    found = sectors.of_scope(text)
    assert [r.confidence for r in found] == sorted((r.confidence for r in found), reverse=True)
    assert all(0 < reading.confidence <= 1 and reading.words for reading in found)


def test_every_sector_of_the_tables_is_in_the_taxonomy(sectors):
    known = set(sectors.names.values())
    for sector, strength, phrases in rows("phrases.tsv"):
        assert (sector in known or sector == NONE) and strength in STRENGTHS and phrases
    assert {sector for sector, _ in rows("names.tsv")} <= known


@pytest.mark.parametrize("part", ["scopes-before.tsv", "scopes-after.tsv", "scopes-fresh.tsv"])
def test_the_main_sectors_of_the_cases_are_among_the_first_three(sectors, part):
    with (CASES / part).open(encoding="utf-8", newline="") as source:
        cases = list(csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE))
    shares = []
    for case in cases:
        found = [reading.sector for reading in sectors.of_scope(case["scope"])][:3]
        main = case["main"].split("、")
        shares.append(sum(any(one == m or m in sectors.above.get(one, ()) for one in found) for m in main) / len(main))
    assert len(cases) > 60 and sum(shares) / len(cases) >= LEAST


@pytest.mark.parametrize(
    ("name", "sector"),
    [
        ("上海某某律师事务所", "法律服务"),
        ("北京某某国际会展服务有限公司", "会展"),
        ("某某航空股份有限公司", "航空运输"),
        ("某某造船(集团)有限公司", "船舶"),
        ("某某国际有限公司", None),
    ],
)
def test_the_name_of_a_firm_says_its_sector(sectors, name, sector):
    found = sectors.of_name(core_name(name, frozenset({"北京"})))
    assert (next(iter(found), None)) == sector


def test_a_name_keeps_its_place_where_nothing_else_tells_it_from_others():
    places = frozenset({"北京", "上海"})
    assert core_name("北京银行股份有限公司", places) == "北京银行"
    assert core_name("上海银行", places) == "上海银行"
    assert core_name("北京某某科技有限公司", places) == "某某科技"


def test_a_sector_outside_the_taxonomy_is_near_what_its_name_ends_with(sectors):
    assert sectors.nearness("会展", "绿色会展") > 0.5
    assert sectors.nearness("网络游戏", "电竞") == 1
