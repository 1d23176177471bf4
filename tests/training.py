"""A small folder of annotated passages, made up for the test of training."""

import json
from pathlib import Path

from extractors.inference.tags import SENTENCE
from extractors.training.annotated import unmarked

SENTENCES = (
    "[{zone}]Z聚焦[{sector}]N产业,引进企业{n}家。",
    "[{firm}]E落户[{zone}]Z,完成投资{n}亿元。",
    "推进[{program}]G,税收收入增长{n}%。",
    "[{zone}]Z举办[{event}]V,吸引观众{n}万人次。",
    "[{firm}]E与[{school}]I共建实验室,新增专利{n}项。",
)
NAMES = (
    ("清河区", {"zone": "东湖园", "sector": "光电", "firm": "青禾软件", "program": "江海联动计划", "event": "龙舟节", "school": "江北大学"}),
    ("望江区", {"zone": "智慧谷", "sector": "医药", "firm": "联禾智能", "program": "清风行动", "event": "艺术周", "school": "海东学院"}),
)  # fmt: skip
STATED = (("zone", "FOCUSES_ON", "sector"), ("firm", "LOCATED_IN", "zone"), ("zone", "HOSTS", "event"), ("firm", "COOPERATES_WITH", "school"))  # fmt: skip
INDICATORS = ("企业", "投资", "税收收入", "观众", "专利")


def write_gold(folder: Path, passages: int = 3) -> None:
    """Write passages of two districts that do not exist, in the form that `read_gold` reads."""
    (folder / "dev").mkdir(parents=True)
    for home, names in NAMES:
        for number in range(passages):
            text, mentions = "", []
            for at in range(15):
                line = SENTENCES[at % len(SENTENCES)].format(**names, n=10 + number + at)
                plain, found = unmarked(line)
                mentions += [{"start": len(text) + a, "end": len(text) + b, "type": kind} for a, b, kind in found]
                text += plain
            write(folder / "dev" / f"{home}-{number}", home, names, text, mentions)


def write(path: Path, home: str, names: dict[str, str], text: str, mentions: list[dict[str, object]]) -> None:
    """Write one passage with its relations and the values of its sentences."""
    from extractors.targets.quantities import find_quantities

    targets = []
    for at, sentence in enumerate(SENTENCE.finditer(text)):
        for q in find_quantities(sentence.group()):
            start = sentence.start()
            targets.append(
                {"start": start + q.start, "end": start + q.end, "indicator": INDICATORS[at % len(INDICATORS)]}
            )
    data = {
        "home": home,
        "year": 2025,
        "mentions": mentions,
        "relations": [(names[head], kind, names[tail]) for head, kind, tail in STATED],
        "targets": targets,
    }
    path.with_suffix(".txt").write_text(text, "utf-8")
    path.with_suffix(".json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
