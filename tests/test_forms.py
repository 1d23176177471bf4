"""One report in nine forms: the same targets and mentions from each, and offsets that point into its own text."""

from collections import Counter

import pytest
from forms import FORMS
from forms import page as plain_page

from kg.extraction import Models, extract_document
from kg.read import find_sources, load_source, read_documents
from kg.read.characters import normalise


@pytest.fixture(scope="module")
def read(tmp_path_factory, ontology):
    """Return the file's text and what is extracted from it, for each form once."""
    done = {}

    def read_form(form):
        if form not in done:
            name, write = FORMS[form]
            path = tmp_path_factory.mktemp("form") / name
            write(path)
            [found], errors = find_sources([str(path)])
            source = load_source(found)
            [document] = read_documents(source, ontology.district_names())
            assert (errors, source.warnings) == ([], ())
            done[form] = source.text, extract_document(document, ontology, Models("fast"))
        return done[form]

    return read_form


def said(document):
    targets = Counter(
        (t["indicator"]["text"], t["value"], t["kind"], t["comparator"], t["year"], t["status"], t["subject"] is None)
        for t in document["targets"]
    )
    return targets, Counter((m["type"], m["text"]) for m in document["mentions"])


def test_the_report_says_enough_to_tell_forms_apart(read):
    targets, mentions = said(read("text")[1])
    assert targets["规模以上工业总产值", "2602.8", "level", "eq", 2023, "achieved", True] == 1
    assert targets["空气质量优良率", "88", "level", "approx", 2024, "planned", True] == 1
    assert targets["一般公共预算收入", "182.75亿元", "level", "eq", 2023, "achieved", True] == 1
    assert mentions["Zone", "南大智慧城"] == 2
    assert targets.total() > 90 and mentions.total() > 30


@pytest.mark.parametrize("form", FORMS)
def test_a_form_says_the_same_as_the_plain_text(read, form):
    _, document = read(form)
    assert (document["title"], document["district"], document["year"], document["kind"]) == (
        "宝山区2024年政府工作报告", "宝山区", 2024, "work report",
    )  # fmt: skip
    assert [s["path"] for s in document["sections"]] == [s["path"] for s in read("text")[1]["sections"]]
    assert said(document) == said(read("text")[1])


@pytest.mark.parametrize("form", FORMS)
def test_offsets_and_quotes_point_into_the_text_of_the_file(read, form):
    text, document = read(form)
    spans = [(t, t["value"]) for t in document["targets"]] + [(m, m["text"]) for m in document["mentions"]]
    spans += [(t["indicator"], t["indicator"]["text"]) for t in document["targets"]]
    spans += [(t["evidence"], t["evidence"]["quote"]) for t in document["targets"]]
    for span, words in spans:
        # Line ends and marks of Markdown stand in the file and not in what is read.
        there = normalise(text[span["start"] : span["end"]]).text
        assert bare(there) == bare(words)


def bare(words):
    return "".join(words.replace("**", "").split())


@pytest.mark.browser
@pytest.mark.parametrize("columns", [1, 2])
def test_what_a_browser_prints_says_the_same(read, browser, tmp_path, ontology, columns):
    style = f"""<style>body {{ font: {12.5 - columns}pt "Noto Serif CJK SC"; columns: {columns}; text-align: justify }}
      p {{ text-indent: 2em; margin: 0; line-height: 1.7 }} table {{ width: 100%; border-collapse: collapse }}
      td {{ text-align: left; border{"-bottom" if columns > 1 else ""}: 1px solid; padding: 4px }}</style>"""
    page = browser.new_page()
    page.set_content(plain_page().replace("</head>", f"{style}</head>"))
    page.pdf(path=str(tmp_path / "a.pdf"), format="A4", display_header_footer=True,
             margin={"top": "2cm", "bottom": "2cm", "left": "2cm", "right": "2cm"},
             header_template='<div style="font-size:9px;margin:auto">宝山区人民政府公报</div>',
             footer_template='<div style="font-size:9px;margin:auto">— <span class="pageNumber"></span> —</div>')  # fmt: skip
    page.close()
    [found], _ = find_sources([str(tmp_path / "a.pdf")])
    [document] = read_documents(load_source(found), ontology.district_names())
    assert said(extract_document(document, ontology, Models("fast"))) == said(read("text")[1])
