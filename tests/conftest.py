"""Shared parts of the tests. Tests that need the real downloads say so when the folder is missing."""

import os
from pathlib import Path

import pytest

from kg.build import build
from kg.ontology import Ontology, load_ontology

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
HERE_SHARED = Path(os.environ.get("KG_SHARED", str(SHARED)))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("shared") and not (HERE_SHARED / "corpus").is_dir():
        if os.environ.get("CI"):
            pytest.fail("the corpus folder is missing, and in CI these tests must run")
        pytest.skip("needs the corpus folder beside the checkout")


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="session")
def corpus() -> Path:
    return HERE_SHARED / "corpus"


@pytest.fixture(scope="session")
def corpus_graph(corpus: Path, ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "graph"
    build([str(corpus)], folder, ontology)
    return folder


@pytest.fixture(scope="session")
def example_graph(ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples") / "graph"
    build([str(ROOT / "examples")], folder, ontology)
    return folder
