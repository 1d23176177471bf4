"""The dashboard for NeoDash: its format, and that its queries answer on a loaded graph."""

import json

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.export.dashboard import dashboard
from kg.lang import Language

# What NeoDash 2.4 asks of a dashboard and of a report, and the columns of its grid.
KEYS = {"title", "version", "settings", "pages", "parameters", "extensions"}
REPORT = {"id", "title", "query", "settings", "x", "y", "width", "height", "type", "selection"}
COLUMNS = 24
TYPES = {"table", "graph", "bar", "line", "pie", "value", "select"}
# What the parameters of the tiny graph are.
CHOSEN = {"neodash_district_name": "甲区", "neodash_measure_name": "收入总额"}
REPORTS = [
    pytest.param(report, id=f"{page['title']} {report['title']}")
    for page in dashboard(Language.EN)["pages"]
    for report in page["reports"]
]


@pytest.mark.parametrize("lang", list(Language))
def test_the_file_has_what_neodash_asks_for(tmp_path, lang):
    out = tmp_path / "dashboard.json"
    CliRunner().invoke(app, ["browser", "dashboard", "-o", str(out), "--lang", lang], catch_exceptions=False)
    made = json.loads(out.read_text("utf-8"))
    assert made.keys() >= KEYS and made["version"] == "2.4" and len(made["pages"]) == 3
    reports = [report for page in made["pages"] for report in page["reports"]]
    assert all(report.keys() >= REPORT and report["type"] in TYPES for report in reports)
    assert len({report["id"] for report in reports}) == len(reports)


def test_no_report_lies_over_another_or_beside_the_grid():
    for page in dashboard()["pages"]:
        taken = set()
        for r in page["reports"]:
            cells = {(x, y) for x in range(r["x"], r["x"] + r["width"]) for y in range(r["y"], r["y"] + r["height"])}
            assert not taken & cells and max(x for x, _ in cells) < COLUMNS
            taken |= cells


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_has_rows_with_what_it_draws(store, report):
    named = {"input": "收入" if report["settings"].get("entityType") == "Measure" else "甲", **CHOSEN}
    rows = store.run(report["query"], {k: v for k, v in named.items() if f"${k}" in report["query"]})
    assert rows
    drawn = report["selection"].values() if report["type"] in ("bar", "line") else []
    asked = {name for value in drawn for name in (value if isinstance(value, list) else [value])}
    assert asked <= rows[0].keys()


def test_every_parameter_can_be_chosen_on_its_page():
    for page in dashboard()["pages"]:
        chosen = {r["settings"].get("parameterName") for r in page["reports"]}
        asked = {name for r in page["reports"] for name in CHOSEN if f"${name}" in r["query"]}
        assert asked <= chosen
