"""Models that have not seen a district, for scores and for the judges of relations, which learn from their faults."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from extractors.config import load_config
from extractors.inference.pair_head import PairHead
from extractors.mentions.gazetteer import Gazetteer
from extractors.mentions.tagger import MODEL as CRF
from extractors.mentions.tagger import Tagger
from extractors.relations.classifier import places
from extractors.training import find_mentions, read_gold
from extractors.training.relations import prepare
from kg.extraction import Mode, Models, gazetteer_rows, pipeline
from kg.ontology import load_ontology

GROUPS = (("普陀区",), ("浦东新区",), ("静安区", "虹口区", ""), ("青浦区", "闵行区"), ("松江区", "杨浦区"))
# Places whose passages no shipped model of mentions and relations has seen: they measure the shipped models.
UNSEEN = ("重庆市", "渝中区", "大兴区", "福田区", "鹿城区", "金山区", "成都市", "金牛区", "双流区")
# Into so many groups go the districts that none of these names.
MORE_GROUPS = 4
SUFFIX = {"characters": ".onnx"}


def held_out(gold: Path, corpus: Sequence[Path], work: Path, mode: Mode) -> dict[str, Models]:
    """Return for each district of the gold data the models that have not seen it; what `work` does not hold is trained."""
    models, held = evidence(gold, corpus, work, mode)
    more = ("--corpus", *corpus) if corpus else ()
    judge = "relations-accurate" if mode == "accurate" else "relations"
    for home in models:
        indicators = _train("indicators", gold, work, (home,))
        models[home] = replace(
            models[home], indicators=indicators, relations=_train(judge, gold, work, (home,), *held, *more)
        )
    return models


def evidence(
    gold: Path, corpus: Sequence[Path], work: Path, mode: Mode, *options: str
) -> tuple[dict[str, Models], tuple[str | Path, ...]]:
    """Train the taggers that have not seen a district, and write what they say of it.

    Returns the models by district, and the arguments with which `scripts/train` learns the judges of relations from
    that. `options` go to the training of encoders.
    """
    homes = sorted({json.loads(p.read_text("utf-8"))["home"] for p in gold.glob("*/*.json")})
    more = ("--corpus", *corpus) if corpus else ()
    models = {home: Models(mode, _train("ner", gold, work, (home,), *more)) for home in homes}
    fast = {home: replace(m, mode="fast", encoder=None) for home, m in models.items()}
    if mode == "fast":
        return models, ("--mentions", _mentions(gold, fast, work / "mentions-fast.json"))
    for group in _groups(homes):
        file = _train("characters", gold, work, group, *more, *options)
        models |= {home: replace(models[home], characters=file) for home in group}
    if mode == "standard":
        return models, ("--mentions", _mentions(gold, models, work / "mentions-standard.json"))
    for group in _groups(homes):
        file = _train("encoder", gold, work, group, *more, *options)
        models |= {home: replace(models[home], encoder=file) for home in group}
    mentions = _mentions(gold, models, work / "mentions-accurate.json")
    also = _mentions(gold, fast, work / "mentions-fast.json")
    logits = _logits(gold, models, mentions, work / "logits.npz")
    return models, ("--mentions", mentions, "--also", also, "--logits", logits)


def _groups(homes: Sequence[str]) -> list[tuple[str, ...]]:
    """Return districts held out together for the encoders, whose training takes long."""
    found = [tuple(home for home in group if home in homes) for group in GROUPS]
    known = {home for group in found for home in group}
    others = [home for home in homes if home not in known]
    return [group for group in (*found, *(tuple(others[n::MORE_GROUPS]) for n in range(MORE_GROUPS))) if group]


def _train(what: str, gold: Path, work: Path, homes: Sequence[str], *more: str | Path) -> Path:
    left_out = [home or "-" for home in homes]
    file = work / f"{what}-without-{'+'.join(left_out)}{SUFFIX.get(what, '.npz')}"
    if not file.exists():
        script = Path(__file__).with_name("train")
        command = [sys.executable, script, what, "--gold", gold, "--without", *left_out, "--output", file, *more]
        subprocess.run(command, check=True)
    return file


def _logits(gold: Path, models: dict[str, Models], mentions: Path, file: Path) -> Path:
    """Write what the held-out encoders' heads say of the pairs of found mentions."""
    if not file.exists():
        known = Gazetteer(gazetteer_rows(load_ontology())).find
        found = json.loads(mentions.read_text("utf-8"))
        arrays = {}
        for home, m in models.items():
            reader = Tagger(load_config().tagger.shares.model_dump(), m.crf or CRF, encoder=m.encoder)
            head = PairHead(m.encoder)
            for p in (p for p in read_gold(gold) if p.home == home):
                states = reader.read(p.text, list(known(p.text)))[-1]
                at, keys, features, *_ = prepare(p, [tuple(x) for x in found[p.name]])
                arrays[p.name] = head.logits(states, places(at), keys, features)
        np.savez_compressed(file, **arrays)
    return file


def _mentions(gold: Path, models: dict[str, Models], file: Path) -> Path:
    """Write what the held-out models find; the judges of relations learn from it (see extractors.training)."""
    if not file.exists():
        known, passages = load_ontology(), list(read_gold(gold))
        found = {
            p.name: find_mentions(pipeline(known, m), p)
            for home, m in models.items()
            for p in passages
            if p.home == home
        }
        file.write_text(json.dumps(found), "utf-8")
    return file
