"""Two copies of one report are one document with two sources; two reports are two."""

import re
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.builder import build
from kg.copies import SAME, resemblance, shingles, without_copies
from kg.folder import read_folder
from kg.read import read_text

LINES = [
    f"（{n}）推进第{n}片区更新，新增企业{n * 7 + 3}家，完成投资{n * 13 + 5}亿元，{word}再上台阶。"
    for n, word in enumerate(
        [
            "教育",
            "医疗",
            "养老",
            "托育",
            "交通",
            "绿化",
            "水务",
            "文化",
            "体育",
            "旅游",
            "商业",
            "科技",
            "人才",
            "金融",
        ],
        1,
    )
]
REPORT = "2024年嘉定区政府工作报告\n各位代表：\n一、2023年工作回顾\n" + "\n".join(LINES) + "\n"
COPIES = {
    "the same text": REPORT,
    "furniture of a site": f"当前位置：首页 > 政务公开 > 正文\n发布时间：2024-01-25\n{REPORT}主办单位：嘉定区政府办公室\n扫一扫在手机打开当前页\n",
    "lines broken after 30 characters": re.sub("([^\n]{30})", r"\1\n", REPORT),
    "half-width marks and blanks": REPORT.replace("，", ", ").replace("（", "(").replace("）", ")"),
    "one line lost": REPORT.replace(LINES[8] + "\n", ""),
}
OTHERS = {
    "the report of the next year": re.sub(r"(\d+)(家|亿)", lambda m: f"{int(m[1]) + 9}{m[2]}", REPORT)
    .replace("2024", "2025")
    .replace("2023", "2024"),
    "another district's report in the same words": REPORT.replace("嘉定区", "青浦区"),
    "the plan of the same year": "嘉定区2023年国民经济和社会发展计划执行情况与2024年国民经济和社会发展计划\n"
    + "\n".join(f"推进第{n}片区工作，保障民生{n * 3}项。" for n in range(1, 20)),
}


def one(text, source, ontology):
    [document] = read_text(text, ontology.district_names(), source)
    return document


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_one_document_with_two_sources(name, ontology):
    found = without_copies([one(REPORT, "a.txt", ontology), one(COPIES[name], "b.txt", ontology)])
    assert len(found) == 1
    assert {found[0].source, *(source for source, _ in found[0].copies)} == {"a.txt", "b.txt"}


@pytest.mark.parametrize("name", OTHERS)
def test_another_report_is_no_copy(name, ontology):
    found = without_copies([one(REPORT, "a.txt", ontology), one(OTHERS[name], "b.txt", ontology)])
    assert len(found) == 2 and not any(document.copies for document in found)


def test_the_order_of_the_files_changes_nothing(ontology):
    texts = [*list(COPIES.values())[:3], OTHERS["the report of the next year"]]
    documents = [one(text, f"{n}.txt", ontology) for n, text in enumerate(texts)]
    assert len({repr(without_copies(order)) for order in permutations(documents)}) == 1


def test_a_copy_without_district_goes_to_the_one_that_says_it(ontology):
    bare = replace(one(REPORT, "long.txt", ontology), district="", year=None)
    [kept] = without_copies([bare, one(REPORT, "z.txt", ontology)])
    assert (kept.source, kept.district) == ("z.txt", "嘉定区")


DAMAGES = {
    "characters lost": lambda text: text.replace("再上", "\ufffd上", 3),
    "a font without a map": lambda text: text.replace("家", "\ue123", 3),
    "lines broken": lambda text: re.sub("([^\n]{28})", r"\1\n\n", text),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_the_copy_that_is_kept_is_the_one_with_the_fewest_damages_even_if_it_is_a_little_shorter(name, ontology):
    damaged = one(DAMAGES[name](REPORT + "（完）以上报告,请予审议。\n"), "a.txt", ontology)
    [kept] = without_copies([damaged, one(REPORT, "b.txt", ontology)])
    assert len(damaged.view.text) > len(kept.view.text)
    assert kept.source == "b.txt"


def test_a_lost_character_does_not_outweigh_a_lost_part(ontology):
    damaged = one(REPORT.replace("教育", "\ufffd育"), "a.txt", ontology)
    [kept] = without_copies([damaged, one(REPORT.replace("\n".join(LINES[9:12]) + "\n", ""), "b.txt", ontology)])
    assert kept.source == "a.txt"


@given(st.text(alphabet="区新增企业家年。12", max_size=60))
def test_a_text_resembles_itself_whatever_stands_between_its_letters(text):
    assert resemblance(shingles(text), shingles("\n ".join(text))) == 1.0 >= SAME


def test_a_build_keeps_the_sources_of_both_and_says_so(tmp_path, ontology):
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    (tmp_path / "b.txt").write_text(COPIES["furniture of a site"], "utf-8")
    report = build([str(tmp_path)], tmp_path / "g", ontology)
    [document] = [n for n in read_folder(tmp_path / "g").nodes.values() if n.type == "Document"]
    assert sorted(document.props["sources"]) == ["a.txt", "b.txt"] and len(set(document.props["hashes"])) == 2
    assert [line for line in report.summary() if "one document with 2 sources" in line]
