"""Manifests of models: the types come from them, and a model is hashed once while its file stays as it is."""

import os

import pytest

from extractors.inference import manifest
from extractors.inference.manifest import Manifest, ModelError, check_model, file_hash, read_manifest, write_manifest
from extractors.inference.tags import TAGS, TYPES
from extractors.paths import MODELS
from extractors.training.annotated import LETTERS, RELATIONS
from kg.ontology import load_ontology


@pytest.mark.parametrize("tagger", ["ner.npz", "characters.onnx", "encoder.npz"])
def test_the_taggers_learned_the_same_tags_in_the_same_order(tagger):
    assert read_manifest(MODELS / tagger).classes == TAGS


def test_tags_are_outside_and_a_pair_for_every_type():
    assert ("O", *(f"{place}-{kind}" for kind in TYPES for place in "BI")) == TAGS


def test_what_models_and_written_passages_name_is_in_the_ontology():
    known = load_ontology()
    assert set(TYPES) <= {name for name, kind in known.node_types.items() if kind.entity}
    assert set(RELATIONS.values()) <= set(known.relation_types)
    assert set(RELATIONS.values()) == set(read_manifest(MODELS / "relations.npz").classes)


def test_written_passages_have_a_letter_for_every_type_that_the_models_learned():
    assert sorted(LETTERS.values()) == sorted(TYPES)


@pytest.fixture
def model(tmp_path):
    """A model of one file with its manifest."""
    file = tmp_path / "made.npz"
    file.write_bytes(b"weights")
    write_manifest(file, Manifest(file=file.name, sha256=file_hash(file), what="", trainer="", data={}))
    return file


def test_a_model_is_hashed_once_while_its_file_stays_as_it_is(model, monkeypatch):
    hashed = []
    monkeypatch.setattr(manifest, "file_hash", lambda path: hashed.append(path) or file_hash(path))
    for _ in range(3):
        check_model(model)
    assert hashed == [model]
    os.utime(model, ns=(0, 1))
    check_model(model)
    assert hashed == [model, model]


def test_a_model_that_changes_after_it_was_checked_is_refused(model):
    check_model(model)
    model.write_bytes(b"Weights")
    os.utime(model, ns=(0, 1))
    with pytest.raises(ModelError, match="SHA-256 differs"):
        check_model(model)


def test_a_file_that_comes_into_a_model_folder_after_it_was_checked_is_noticed(tmp_path):
    folder = tmp_path / "segment"
    folder.mkdir()
    (folder / "one").write_bytes(b"1")
    write_manifest(folder, Manifest(file="segment", sha256=file_hash(folder), what="", trainer="", data={}))
    check_model(folder)
    (folder / "two").write_bytes(b"2")
    with pytest.raises(ModelError, match="SHA-256 differs"):
        check_model(folder)
