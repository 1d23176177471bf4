"""Lists whose names share their head noun, and what names no one thing."""

import pytest

from extractors.annotations import Mention
from extractors.mentions.boundaries import boundaries
from extractors.mentions.reject import reject
from extractors.mentions.shared import full_name
from extractors.rules import load_rules
from extractors.targets.indicators import tidy

(UNFIT,) = load_rules("indicators", "unfit")


def mention(text, name, type):
    start = text.index(name)
    return Mention(start, start + len(name), type, 1.0, ("crf",))


@pytest.mark.parametrize(
    ("text", "name", "type", "full"),
    [
        ("甲南至乙北、丙东至丁西等高速公路通车。", "甲南至乙北", "Project", "甲南至乙北高速公路"),
        ("北渠高铁、青原等3条高速建成。", "青原", "Project", "青原高速"),
        ("北渠高铁、青原等3条高速建成。", "北渠高铁", "Project", ""),
        ("加快建设松溪、竹川、梅坡等大型水库。", "竹川", "Project", "竹川水库"),
        ("川西二期等500千伏输变电工程开工。", "川西二期", "Project", "川西二期输变电工程"),
        ("松溪、竹川园区产值增长。", "松溪", "Zone", "松溪园区"),
        ("松原、竹川、梅北三大盆地", "松原", "Zone", "松原盆地"),
        ("甲乙、丙丁4条高速公路通车", "甲乙", "Project", "甲乙高速公路"),
        ("G12、G13高速和北原公路拓宽", "G12", "Project", ""),
        ("甲环线南段、丙山路越江隧道通车", "甲环线南段", "Project", ""),
        ("推进东岭山、西泽湖国家公园创建", "东岭山", "Zone", "东岭山国家公园"),
        ("整治东岭山、西泽湿地", "东岭山", "Zone", ""),
        # The last name of the list is no part of the first.
        ("城市星光、东岭公园建成开放", "城市星光", "Project", ""),
        ("松溪新材料、竹川绿能基地等项目开工", "松溪新材料", "Project", ""),
        # A head noun that goes on names something else.
        ("松溪、竹川机场集团", "松溪", "Project", ""),
        ("建设“松溪”、竹川园区", "松溪", "Zone", ""),
    ],
)
def test_a_name_of_a_list_takes_the_head_noun_at_its_end(text, name, type, full):
    assert full_name(text, mention(text, name, type)) == full


@pytest.mark.parametrize(
    ("text", "name", "type", "rule"),
    [
        ("布局建设一批循环经济产业园区。", "循环经济产业园区", "Zone", "class-of-several"),
        ("累计创建国家现代农业产业园15个。", "国家现代农业产业园", "Zone", "class-counted"),
        ("东岭现代农业产业园新增企业15个。", "东岭现代农业产业园", "Zone", None),
        ("落实总体发展规划。", "总体发展规划", "Policy", "bare-policy"),
        ("落实东岭总体发展规划。", "东岭总体发展规划", "Policy", None),
        ("坚决遏制“三乱”现象。", "三乱", "Program", "fought"),
        ("坚决整治乱象,开展“三乱”专项行动。", "三乱”专项行动", "Program", None),
        ("推出《晚渡》《晨光》等一批精品力作。", "晚渡", "Policy", "among-works"),
        ("《晚渡》央视热播。", "晚渡", "Policy", "among-works"),
        ("《人才办法》广受好评。", "人才办法", "Policy", None),
    ],
)
def test_kinds_of_things_and_works_of_art_are_no_entities(text, name, type, rule):
    kept, dropped = reject(text, [mention(text, name, type)])
    assert (dropped[0].trail[-1] if dropped else None) == rule
    assert bool(kept) == (rule is None)


@pytest.mark.parametrize(
    ("written", "noun"),
    [
        ("制定修订市政府规章", "市政府规章"),
        ("释放产值", "产值"),
        ("创新聚集区启动建设", "创新聚集区"),
        ("城镇新增就业", "城镇新增就业"),
        ("供应链金融规模", "供应链金融规模"),
        ("建成区面积", "建成区面积"),
        ("生产磷肥", "磷肥"),
        ("生产总值", "生产总值"),
        ("保交房项目交付率", "保交房项目交付率"),
        ("出让金收入", "出让金收入"),
        ("供应商数量", "供应商数量"),
        ("招聘会场次", "招聘会场次"),
        ("办结率目标", "办结率目标"),
        ("发放标准", "发放标准"),
        ("等级公路里程", "等级公路里程"),
        ("等待时间", "等待时间"),
        ("化解债务", "化解债务"),
        ("新增纳入统计单位", "新增纳入统计单位"),
        ("培育高新技术企业", "高新技术企业"),
        ("引进外资", "外资"),
        ("新增就业岗位", "新增就业岗位"),
        ("棚改安居中心", "棚改安居中心"),
    ],
)
def test_an_indicator_is_its_noun_phrase(written, noun):
    assert written[slice(*tidy(written, (0, len(written))))] == noun


@pytest.mark.parametrize("words", ["占全省装机", "居全国", "首次", "位居西部", "标箱"])
def test_a_share_or_a_rank_is_no_indicator(words):
    assert UNFIT.regex.fullmatch(words)


@pytest.mark.parametrize(
    "words", ["居委会数量", "居家养老床位", "较大事故起数", "列车开行数", "占地面积", "连续性服务"]
)
def test_a_noun_that_begins_like_a_rank_is_an_indicator(words):
    assert not UNFIT.regex.fullmatch(words)


@pytest.mark.parametrize("words", ["居民人均可支配收入", "占地区生产总值比重", "列车开行数", "排水管网"])
def test_measures_that_begin_alike_stay_indicators(words):
    assert not UNFIT.regex.fullmatch(words)


@pytest.mark.parametrize(
    ("text", "name", "type", "word", "whole"),
    [
        ("开展“一手两促”活动", "一手两", "Program", "", "一手两促"),
        ("推进东岭古城保护工程", "东岭古城保", "Project", "保护", "东岭古城保护"),
        # The segmentation joins a head noun to what follows.
        ("东岭开发区建区周年", "东岭开发区", "Zone", "区建", "东岭开发区"),
        ("治理北漠沙地面积", "北漠", "Zone", "", "北漠沙地"),
        ("建设宜居和美乡村一百个", "美乡村", "Program", "", "和美乡村"),
        ("南岭公路［12］建成", "南岭公路［12］", "Project", "", "南岭公路"),
    ],
)
def test_a_name_ends_where_its_word_and_its_quotes_end(text, name, type, word, whole):
    inside = range(text.find(word), text.find(word) + len(word) - 1) if word else ()
    found, _ = boundaries(text, [mention(text, name, type)], frozenset(), (), [at in inside for at in range(len(text))])
    assert [text[m.start : m.end] for m in found] == [whole]
