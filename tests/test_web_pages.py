"""Web pages: the article, its title and its tables, whatever the page is built of."""

import json

import pytest
from conftest import ROOT

from kg.read.formats.html import read_html

CASES = json.loads((ROOT / "tests/cases/web_pages.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_page_is_read_as_it_shows(case):
    parsed = read_html(case["html"])
    assert parsed.headline == case["headline"]
    assert parsed.text.splitlines() == case["lines"]
    assert [[[parsed.text[c.start : c.end] for c in row] for row in t.rows] for t in parsed.tables] == case["tables"]
