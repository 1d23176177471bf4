"""Manifests of models: the types that the models learned come from them."""

import pytest

from extractors.inference.manifest import read_manifest
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
