"""Figures that the project annotated itself lie over the texts that they were read from."""

import json

import pytest
from conftest import HERE_SHARED

from extractors import extract, load_pipeline
from extractors.training import digest, figures


def test_figures_of_its_own_are_read_only_over_the_text_that_was_annotated(tmp_path, monkeypatch):
    text = "新增养老床位620张。全市60岁以上老人有两成。"
    row = [6, 10, 2, 6, "increment", "eq", 2024, "achieved"]
    entry = {"part": "cities", "year": 2025, "sha256": digest(text), "figures": [row, [13, 16]]}
    file = tmp_path / "figures.json"
    file.write_text(
        json.dumps(
            [{**entry, "passage": "train2/a.txt"}, {**entry, "document": "甲区-2025", "start": 3, "end": 3 + len(text)}]
        )
    )
    monkeypatch.setattr(figures, "FILE", file)
    (tmp_path / "train2").mkdir()
    (tmp_path / "train2/a.txt").write_text(text.replace("620", "621"), "utf-8")
    [stretch] = figures.read_figures(tmp_path, {"甲区-2025": "总结:" + text})
    value, none = stretch.figures
    assert (stretch.text[slice(*value.indicator)], value.year, value.status) == ("养老床位", 2024, "achieved")
    assert none.indicator is None and stretch.text[none.start : none.end] == "60岁"


@pytest.mark.shared
def test_year_and_status_of_figures_hold_in_passages_without_headings():
    nlp, right, asked = load_pipeline([]), 0, 0
    for stretch in figures.read_figures(HERE_SHARED / "gold", {}):
        found = {(t.quantity.start, t.quantity.end): t for t in extract(nlp, stretch.text, stretch.year).targets}
        for figure in stretch.figures:
            if figure.indicator and (target := found.get((figure.start, figure.end))):
                asked += 1
                right += (target.year, target.status) == (figure.year, figure.status)
    assert asked > 900 and right > 0.95 * asked
