"""Which measure an indicator names, in which unit and for which years a figure is compared."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.targets.units import unit_table
from kg.errors import OntologyError
from kg.measures import Joiner, base, family_of, load_measures, measure_of, years_of
from kg.measures.period import periods
from kg.ontology import Direction, MeasureEntry, load_ontology

CASES = Path(__file__).parent / "cases" / "measures"
UNITS = [unit.name for unit in unit_table().units]


def rows(name):
    with (CASES / f"{name}.tsv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t"))


def named(indicator, unit, kind="", before=""):
    found = measure_of(indicator, unit, kind, before)
    return found.measure.name if found else "-"


@pytest.mark.parametrize("row", rows("joins"), ids=lambda row: f"{row['indicator']} {row['unit']}: {row['why']}")
def test_an_indicator_has_the_measure_that_its_words_and_unit_name(row):
    assert named(row["indicator"], row["unit"], row["kind"], row["before"]) == row["measure"]


@pytest.mark.parametrize("part", ["fit", "held"])
def test_no_two_different_measures_are_joined_and_few_of_one_are_missed(part):
    pairs = [(row, named(row["one"], row["unit"]), named(row["other"], row["other_unit"])) for row in rows("pairs")]
    pairs = [(row, one, other) for row, one, other in pairs if row["part"] == part]
    joined = {(row["one"], row["other"]) for row, one, other in pairs if one == other != "-"}
    same = {(row["one"], row["other"]) for row, _, _ in pairs if row["meaning"] == "same"}
    assert joined <= same
    assert len(joined) >= 0.95 * len(same) > 0


def test_spellings_that_the_table_does_not_list_are_joined_by_their_characters_with_less_confidence():
    listed, unlisted = measure_of("人均体育场地面积", "平方米"), measure_of("每千名老人养老床位拥有数", "张")
    assert listed.confidence == 1.0
    assert unlisted.measure.name == "每千名老年人养老床位数"
    assert 0.5 < unlisted.confidence < 0.95


def test_growth_and_additions_are_measures_linked_to_the_level():
    level, growth, added = (measure_of(*words).measure for words in (("高新技术企业", "家"), ("高新技术企业增速", "%"), ("新增高新技术企业", "家")))  # fmt: skip
    assert (growth.of, added.of, level.of) == (level.name, level.name, "")
    assert (level.unit_family, growth.unit_family, added.unit_family) == ("count", "percent", "count")


def test_every_measure_is_found_by_its_names_and_aliases():
    for row in load_measures().measures:
        for written in (row.name, *row.aliases):
            found = measure_of(written, row.unit)
            assert found is not None and found.measure.name == row.name, written


def test_the_indicators_of_the_ontology_have_measures():
    units = {"money": "元", "percent": "%", "area": "平方米", "length": "米", "other": "微克/立方米"}
    for entry in load_ontology().indicators:
        for unit in ("家", "人", "个", "件", "套", "台", "张") if entry.family == "count" else (units[entry.family],):
            if measure_of(entry.name, unit):
                break
        else:
            pytest.fail(f"{entry.name} has no measure")


def test_an_ontology_adds_measures_and_names(tmp_path):
    file = tmp_path / "ontology.yaml"
    text = Path(load_ontology.__globals__["data_path"]("ontology.yaml")).read_text("utf-8")
    more = "\nmeasures:\n  - {name: 冰雪运动人次, unit: 人次, direction: up, flow: true}\n  - {name: 地区生产总值, aliases: [地盘产值]}\n"
    file.write_text(
        text.replace("gazetteers: [extractors/gazetteers]", "").replace("known: [extractors/known]", "") + more, "utf-8"
    )
    joiner = Joiner(load_measures(load_ontology(file)))
    assert joiner.measure_of("冰雪运动人次", "人次").measure.direction == "up"
    assert joiner.measure_of("地盘产值", "元").measure.name == "地区生产总值"
    assert measure_of("地盘产值", "元") is None


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (MeasureEntry(name="冰雪人次", unit="人次", within="冰雪"), "冰雪人次: no measure is called 冰雪"),
        (MeasureEntry(name="冰场数", unit="个", aliases=("新建冰场",)), "冰场数: 新建冰场 is what a period added"),
    ],
)
def test_a_measure_that_is_not_consistent_is_said_by_name(entry, said):
    ontology = load_ontology().model_copy(update={"measures": (entry,)})
    with pytest.raises(OntologyError, match=said):
        load_measures(ontology)


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        (2, "公顷", (20000.0, "平方米")),
        (0.02, "平方公里", (20000.0, "平方米")),
        (3, "亩", (2000.01, "平方米")),
        (120000000, "元", (120000000.0, "元")),
        (35, "微克/立方米", (35.0, "微克/立方米")),
        (0.035, "毫克/立方米", (35.0, "微克/立方米")),
        (666670, "元/亩", (1000.0, "元/平方米")),
        (0.4, "吨标准煤/万元", (0.4, "吨标准煤/万元")),
        (3, "家", (3.0, "家")),
        (30000, "人次", (30000.0, "人次")),
        (20, "分钟", (20.0, "分钟")),
        (1, "位", (1.0, "位")),
        (5, "", (5.0, "")),
    ],
)
def test_amounts_are_compared_in_the_unit_of_their_family(number, unit, expected):
    amount, name = base(number, unit)
    assert (pytest.approx(amount), name) == expected


@given(st.floats(-1e9, 1e9), st.sampled_from(UNITS))
def test_a_base_is_its_own_base_and_of_the_same_family(number, unit):
    amount, name = base(number, unit)
    assert base(amount, name)[1] == name
    assert base(amount, name)[0] == pytest.approx(amount)
    assert family_of(name) == family_of(unit)


def test_things_are_counted_in_the_unit_of_their_measure_and_a_fall_is_positive():
    headquarters, saved = measure_of("总部企业", "个").measure, measure_of("单位GDP能耗", "%", "change").measure
    assert base(12, "个", headquarters) == base(12, "家", headquarters) == (12.0, "家")
    assert base(-3.6, "%", saved) == base(3.6, "%", saved) == (3.6, "%")


@pytest.mark.parametrize("row", rows("years"), ids=lambda row: f"{row['sentence'][:20]}: {row['why']}")
def test_a_figure_is_of_the_years_that_its_sentence_says(row):
    start = row["sentence"].index("[")
    number = {name: int(row[name]) if row[name].strip() else None for name in ("year", "from", "to")}
    expected = (number["from"], number["to"], row["average"] == "yes")
    assert years_of(row["sentence"].replace("[", "").replace("]", ""), start, number["year"]) == expected


@pytest.mark.parametrize("rule", periods().rules, ids=lambda rule: rule.id)
def test_the_rules_of_periods_match_their_examples(rule):
    text = rule.example.replace("«", "").replace("»", "")
    start, end = rule.example.index("«"), rule.example.index("»") - 1
    assert any((m.start(), m.end()) == (start, end) for m in rule.regex.finditer(text))


def test_the_table_gives_each_measure_a_unit_and_a_direction():
    for row in load_measures().measures:
        assert row.direction in Direction.__args__
        assert family_of(row.unit).partition("/")[0] != "other" or row.unit == "年", row.name
