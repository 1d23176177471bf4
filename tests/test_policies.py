"""Numbers of policies: conditions are no figures, and a sum says what it is paid for."""

import csv
from dataclasses import replace

import pytest
from conftest import ROOT
from policies_quality import CASES, alike, read_policies, score

from extractors import extract
from extractors.structure import analyse
from extractors.targets.payments import Payments
from extractors.targets.quantities import find_quantities
from kg.extraction import Models, pipeline
from kg.ontology import load_ontology

with (ROOT / "tests/cases/policies/clauses.tsv").open(encoding="utf-8", newline="") as handle:
    CLAUSES = list(csv.DictReader(handle, delimiter="\t"))
# Of the conditions that are taken for figures, the figures that are found, and their indicators; the paragraphs of `land` were
# not read when the rules were written.
BOUNDS = {"industry": (0.2, 0.9, 0.5), "people": (0.2, 0.9, 0.7), "land": (0.25, 0.9, 0.6)}


def sentences(text):
    """Yield every sentence with its quantities, at their offsets in the text."""
    for start, end in analyse(text, 2025).sentences:
        yield (
            (start, end),
            [replace(q, start=start + q.start, end=start + q.end) for q in find_quantities(text[start:end])],
        )


@pytest.fixture(scope="module")
def nlp():
    return pipeline(load_ontology(), Models("fast"))


@pytest.mark.parametrize("name", BOUNDS)
def test_sums_of_a_policy_are_read_and_its_conditions_are_not(nlp, name):
    text, numbers = read_policies(CASES / f"{name}.json")
    counts = score(text, numbers, list(extract(nlp, text, 2025).targets))
    taken, found, indicators = BOUNDS[name]
    assert counts["taken"] <= taken * counts["conditions"]
    assert counts["found"] >= found * counts["figures"]
    assert counts["indicator"] >= indicators * counts["found"]


@pytest.mark.parametrize("case", CLAUSES, ids=[case["text"][:12] for case in CLAUSES])
def test_a_number_is_a_condition_or_says_what_is_paid_for(case):
    # A policy says it many times; one clause alone could stand in a report.
    text = case["text"]
    payments = Payments(text)
    payments.policy = True
    said = {}
    for sentence, values in sentences(text):
        read = payments.read(sentence, values)
        said |= {
            text[v.start : v.end]: read[v.start] and text[slice(*read[v.start].span)] for v in values if v.start in read
        }
    conditions = set(case["conditions"].split()) - {"-"}
    paid = dict(pair.split("=") for pair in case["paid"].split() if pair != "-")
    assert {value for value, span in said.items() if span is None} == conditions
    assert set(paid) <= set(said)
    assert all(alike(said[value], indicator) for value, indicator in paid.items()), said


def test_a_report_that_pays_now_and_then_is_read_as_before():
    text = "全年发放稳岗补贴3.2亿元,惠及企业1.1万家。" + "规模以上工业增加值增长6.1%,固定资产投资增长4%。" * 40
    payments = Payments(text)
    for sentence, values in sentences(text):
        assert not payments.read(sentence, values)
