"""What firms do by their scopes where a word would mislead: cases in cases/link/misled-*.tsv, and the fields behind them."""

import csv
from pathlib import Path

import pytest

from kg.link.fields import Fields, firm_fields, lexicon
from kg.link.scopes.reader import only_sold
from kg.link.sectors import Sectors, taxonomy

CASES = Path(__file__).parent / "cases/link"


@pytest.fixture(scope="module")
def sectors(ontology):
    return Sectors(taxonomy(ontology))


@pytest.fixture(scope="module")
def read(sectors):
    fields = Fields(lexicon())

    def found(scope, name="某公司"):
        weights = {reading.sector: reading.confidence for reading in sectors.of_scope(scope)}
        return firm_fields(fields, sectors.reader.lexicon, name, scope, "", weights)

    return found


def cases(name):
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return [tuple(row.values()) for row in csv.DictReader(file, delimiter="\t")]


@pytest.mark.parametrize(("scope", "field", "other"), cases("misled-fields.tsv"))
def test_a_word_inside_a_phrase_of_another_field_is_none_of_its_own(read, scope, field, other):
    found = read(scope)
    assert not field or found.get(field, 0.0) > 0.4
    assert not other or found.get(other, 0.0) < 0.3


@pytest.mark.parametrize(("scope", "sector", "other"), cases("misled-sectors.tsv"))
def test_a_class_or_phrase_is_of_its_own_sector_and_not_of_a_word_in_it(sectors, scope, sector, other):
    first = sectors.of_scope(scope)[0].sector
    assert first in sector.split("、") and first != other


def test_each_case_of_a_field_names_one_that_is():
    fields = Fields(lexicon())
    known = {row for _, *found in cases("misled-fields.tsv") for row in found if row}
    assert known <= fields.near.keys()
    assert {field for pair in fields.pairs for field in pair} <= fields.near.keys()


@pytest.mark.parametrize(
    ("clause", "sold"),
    [
        ("机床销售", True),
        ("通用设备修理", True),
        ("电梯安装服务", True),
        ("机床制造、销售", False),
        ("设备研发及维修", False),
    ],
)
def test_who_sells_or_mends_does_not_make(clause, sold):
    assert only_sold(clause) is sold


def test_who_only_sells_has_less_of_a_field_of_makers_and_all_of_a_field_of_trade(read):
    assert read("机床销售;机床零售")["装备"] < read("机床制造;机床研发")["装备"]
    assert read("服装销售;服装零售")["消费"] >= 0.8


def test_a_field_that_one_clause_of_many_names_is_a_side_of_the_firm(read):
    alone = read("煤炭洗选;新能源技术研发")
    many = read("煤炭洗选;露天煤矿开采;选矿;矿产资源勘查;新能源技术研发")
    assert 0.0 < many["能源"] < alone["能源"]


def test_what_all_firms_register_is_not_first_after_a_sector_without_a_field(read):
    assert read("玩具制造;知识产权服务")["知识产权"] < 0.6
