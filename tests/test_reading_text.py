"""One normalised view: characters, blanks, line ends, furniture, and the way back to the file."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read import read_text
from kg.read.boilerplate import find_skipped
from kg.read.characters import fold, normalise
from kg.read.lines import inner_breaks

CASES = [
    (file.stem, case)
    for file in sorted(Path(__file__).parent.glob("cases/reading/*.json"))
    for case in json.loads(file.read_text("utf-8"))
]
MESSY = st.text(alphabet="二〇○2０３4 \u3000\u00a0\u200b\ufeff年月万元家普陀区⺠⼯，。、\n\f—%（|#*一", max_size=80)


@pytest.mark.parametrize(("kind", "case"), CASES, ids=[f"{kind}: {case['name']}" for kind, case in CASES])
def test_a_difficult_text_is_read_as_it_is_meant(kind, case, ontology):
    [document] = read_text(case["text"], ontology.district_names(), places=ontology.local_names())
    for key in ("title", "district", "year", "kind", "issuer", "date", "district_inferred"):
        if key in case:
            assert getattr(document, key) == case[key], key
    for words in case.get("reads", ()):
        assert words in document.view.text
    for words in case.get("without", ()):
        assert words not in document.view.text


@given(MESSY)
def test_every_character_of_the_view_leads_to_its_character_in_the_file(text):
    view, folded = normalise(text), fold(text)
    assert all(folded[view.to_file(i)] == char for i, char in enumerate(view.text))


@given(MESSY)
def test_a_normalised_text_is_normalised_already(text):
    once = normalise(text).text
    assert normalise(once).text == once


@given(MESSY)
def test_a_document_maps_to_the_file_in_order(ontology, text):
    [document] = read_text(f"静安区2024年政府工作报告\n{text}", ontology.district_names())
    places = [document.view.to_file(i) for i in range(len(document.view.text))]
    assert places == sorted(set(places))


def test_line_ends_between_headings_items_and_rows_stay():
    text = "一、2023年工作回顾\n全年新增企业30家\n（一）产业发展\n1.聚焦实体经济\n指标 | 2023年\n岗位 | 3万个\n"
    assert inner_breaks(text, []) == []


@pytest.mark.parametrize(
    "line", ["a.png" * 30 + "区", "第1页" * 40, "大 中 小 " * 30 + "区", "1 " * 70 + "区", "【" * 150, "- " * 75]
)
def test_a_hostile_line_ends(line):
    assert isinstance(find_skipped(f"{line}\n" * 3), list)
