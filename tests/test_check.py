"""`kg check` and the summary of `kg build`: nothing is read wrong or left out without a line."""

import json
import subprocess
import sys

import pytest
from conftest import ROOT
from reportlab.pdfgen import canvas
from typer.testing import CliRunner

from kg.builder import build
from kg.cli import app
from kg.extraction import models_for
from kg.folder import read_folder
from kg.mode import ModeName

PAGED = (
    "2024年嘉定区政府工作报告\n各位代表：\n一、2023年工作回顾\n新增企业12家。\n嘉定区政府\n— 1 —\n"
    "二、2024年主要任务\n新建绿地六处。\n嘉定区政府\n— 2 —\n三、保障\n"
)
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


def draw(path, pages):
    """Write a PDF with a running head and a page number on each page that has lines; a page without stays blank."""
    page = canvas.Canvas(str(path))
    for number, lines in enumerate(pages, 1):
        if lines:
            page.drawString(60, 800, "Jiading work report")
            page.drawString(290, 30, f"- {number} -")
        for row, words in enumerate(lines):
            page.drawString(60, 700 - 20 * row, words)
        page.showPage()
    page.save()


@pytest.fixture
def paged(tmp_path):
    made = tmp_path / "paged"
    made.mkdir()
    draw(made / "a.pdf", [["Putuo report 2024", "First part."], [], ["Second part."]])
    (made / "b.txt").write_text(PAGED, "utf-8")
    draw(made / "c.pdf", [[], []])
    return made


def test_check_counts_headings_pages_and_lines_left_out(paged):
    done = CliRunner().invoke(app, ["check", str(paged), "--format", "json"])
    names = ("file", "sections", "pages", "pages_without_text", "running_heads")
    assert [tuple(row[name] for name in names) for row in json.loads(done.stdout)] == [
        ("a.pdf", 0, 3, [2], 4),
        ("b.txt", 3, None, [], 4),
    ]
    assert "c.pdf: no text in it (2 pages)" in done.stderr


def test_the_table_of_check_leaves_out_only_what_is_empty_everywhere(paged):
    both = CliRunner().invoke(app, ["check", str(paged), "--format", "md"]).stdout.splitlines()[0]
    assert "| sections | tables | pages | pages without text | running heads |" in both
    text = CliRunner().invoke(app, ["check", str(paged / "b.txt")]).stdout
    assert "running heads" in text and "pages" not in text


def test_the_summary_names_pages_without_text_and_counts_lines_left_out(paged, tmp_path, ontology):
    lines = build([str(paged)], tmp_path / "g", ontology, models=models_for(ModeName.FAST)).summary()
    assert "a.pdf: no text on page 2; a scanned page needs text recognition first" in lines
    assert "1 pages without text, 8 lines left out as running heads or page numbers" in lines[-1]


def test_check_loads_neither_models_nor_spacy(paged):
    probe = (
        "import sys; from kg.cli import app; app(['check', sys.argv[1]], standalone_mode=False); "
        "sys.exit(bool({'spacy', 'numpy', 'kg.extraction'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", probe, paged / "b.txt"], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
