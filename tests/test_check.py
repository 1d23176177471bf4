"""`kg check` and the summary of `kg build`: nothing is read wrong or left out without a line."""

import json

import pytest
from typer.testing import CliRunner

from kg.builder import build
from kg.cli import app
from kg.folder import read_folder

GOOD = "2024年嘉定区政府工作报告\n各位代表：\n一、2023年工作回顾\n全年新增企业12家。\n"
NOWHERE = "各位同志：\n大家要继续努力，把各项工作做得更好，让人人满意。\n"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    made.mkdir()
    (made / "a.txt").write_text(GOOD, "utf-8")
    (made / "b.txt").write_bytes(GOOD.encode("gbk"))
    (made / "c.txt").write_text(NOWHERE, "utf-8")
    (made / "d.txt").write_bytes(GOOD.encode()[:-4] + b"\xff" + "。另建公园绿地六处。\n".encode())
    (made / "e.ofd").write_bytes(b"PK")
    return made


def test_check_shows_a_row_a_document_and_says_what_is_wrong(folder):
    done = CliRunner().invoke(app, ["check", str(folder), "--format", "json"])
    rows = json.loads(done.stdout)
    assert [row["file"] for row in rows] == ["a.txt", "b.txt", "c.txt", "d.txt"]
    assert (rows[0]["district"], rows[0]["year"], rows[0]["kind"]) == ("嘉定区", 2024, "work report")
    assert rows[2]["district"] == "" and len(rows[3]["warnings"]) == 1
    assert "e.ofd: cannot read .ofd" in done.stderr
    assert done.exit_code == 1


def test_check_of_nothing_readable_is_an_input_error(folder):
    assert CliRunner().invoke(app, ["check", str(folder / "e.ofd")]).exit_code == 2


def test_the_given_district_and_year_stand(folder):
    args = ["check", str(folder / "c.txt"), "--district", "青浦区", "--year", "2023", "--format", "json"]
    [row] = json.loads(CliRunner().invoke(app, args).stdout)
    assert (row["district"], row["year"]) == ("青浦区", 2023)


def test_the_summary_of_a_build_is_true_line_by_line(folder, tmp_path, ontology):
    report = build([str(folder)], tmp_path / "g", ontology)
    lines = report.summary()
    for start in ("e.ofd: cannot read", "d.txt: 1 byte is not UTF-8", "c.txt: no district and no year", "b.txt: "):
        assert [line for line in lines if line.startswith(start)], start
    assert lines[-1].startswith(
        "4 files read, 1 refused, 2 documents, 1 without district or year, 0 with inferred district, 2 copies, 1 warnings"
    )


def test_a_build_under_a_given_district_has_its_node(folder, tmp_path, ontology):
    report = build([str(folder / "c.txt")], tmp_path / "g", ontology, district="青浦区", year=2023)
    assert [(d["district"], d["year"]) for d in report.documents] == [("青浦区", 2023)]


def test_a_district_node_has_its_code(folder, tmp_path, ontology):
    build([str(folder / "a.txt")], tmp_path / "g", ontology)
    assert read_folder(tmp_path / "g").nodes["District:嘉定区"].props["code"] == "310114"
