"""`scripts/bench link`: how well firms are linked, on development cases, beside a ranking by shared words."""

import json
import math
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from neo4j_speed import say

from kg.builder import build
from kg.extraction import models_for
from kg.link import Context, link_batch, load_context, rank, read_links, understand
from kg.mode import ModeName
from kg.ontology import load_ontology
from kg.same import plain
from kg.stores.embedded import EmbeddedStore

TOP = 10
Case = dict[str, Any]


def bench(cases: Path, corpus: Path | None, graph: Path | None, firms: int) -> int:
    """Print nDCG@10, recall of grade 3 in the top 10 and rejected rows: all cases, each half, and the baseline."""
    with tempfile.TemporaryDirectory() as work:
        folder = graph or Path(work) / "graph"
        if not graph:
            build([str(corpus)], folder, load_ontology(), models=models_for(ModeName.AUTO))
        store = EmbeddedStore(folder)
        context = load_context(read_links(folder))
        listed = json.loads(cases.read_text("utf-8"))["cases"]
        say("| cases | ranking | nDCG@10 | recall of grade 3 | rejected | literal quotes |\n|---|---|---|---|---|---|")
        for part, chosen in (("all", listed), ("even", listed[::2]), ("odd", listed[1::2])):
            for name, ranking in (("kg link", _linked), ("BM25 over passages", _words)):
                _print(part, name, [(case, ranking(case, context, store)) for case in chosen], context)
        store.close()
        for count in (firms // 10, firms):
            _batch(context, Path(work), count)
    return 0


def _batch(context: Context, work: Path, count: int) -> None:
    """Link a made list of firms and print firms a second and the memory so far."""
    scopes = (
        "集成电路设计;软件开发",
        "医疗器械研发",
        "数字广告设计;会展服务",
        "私募基金管理",
        "智能网联汽车零部件研发",
    )
    file, out = work / f"firms-{count}.csv", work / f"links-{count}.csv"
    lines = [f"第{i}号{'甲乙丙丁戊'[i % 5]}有限公司,{scopes[i % 5]},浦东新区" for i in range(count)]
    file.write_text("企业名称,经营范围,注册地\n" + "\n".join(lines) + "\n", "utf-8")
    begin = time.perf_counter()
    done = link_batch(context, file, out)
    rate = done.linked / (time.perf_counter() - begin)
    say(
        f"{done.linked} firms in a list: {rate:.0f} firms/s, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most"
    )


def _linked(case: Case, context: Context, _: EmbeddedStore) -> list[dict[str, Any]]:
    industries = "、".join(case["industries"] or [])
    firm = understand(context, case["name"], case["scope"] or "", case["district"] or "", industries)
    return [link.row(context) for link in rank(context, firm, TOP)]


def _words(case: Case, context: Context, store: EmbeddedStore) -> list[dict[str, Any]]:
    """Return what the best passages by SQLite's BM25 for the firm's name and scope mention."""
    words = [case["name"], *(case["scope"] or "").replace(";", " ").split(), *(case["industries"] or [])]
    rows: dict[str, dict[str, Any]] = {}
    for passage, _ in store.search("passages", words, 50):
        for key in context.there[context.at[passage]]:
            if key in context.offers and key not in rows:
                evidence = context.evidence(context.at[passage])
                rows[key] = {"id": key, "name": context.nodes[key]["name"], "type": key.partition(":")[0], **evidence}
    return list(rows.values())[:TOP]


def _print(part: str, name: str, results: Sequence[tuple[Case, list[dict[str, Any]]]], context: Context) -> None:
    gains, recalls, rejected, rows, quoted = [], [], 0, 0, 0
    texts = {row["document"]: "" for row in context.passages}
    for row in context.passages:
        texts[row["document"]] += row["text"]
    for case, found in results:
        wanted = {(r["type"], plain(r["name"])): r["grade"] for r in case["relevant"]}
        grades = [_grade(row, wanted, context) for row in found]
        gains.append(_dcg(grades) / _dcg(sorted(wanted.values(), reverse=True)[:TOP]))
        best = sum(grade == 3 for grade in wanted.values())
        recalls.append(sum(grade == 3 for grade in grades) / min(TOP, best))
        refused = {plain(n) for n in case["not_relevant"]}
        rejected += sum(bool(refused & _names(row, context)) for row in found)
        rows += len(found)
        quoted += sum(row["quote"] in texts[row["document"]] for row in found)
    count = len(results)
    say(
        f"| {part} ({count}) | {name} | {sum(gains) / count:.3f} | {sum(recalls) / count:.3f} | {rejected} of {rows} | {quoted} of {rows} |"
    )


def _names(row: dict[str, Any], context: Context) -> set[str]:
    node = context.nodes[row["id"]]
    return {plain(n) for n in (node["name"], *(node["aliases"] or ()))}


def _grade(row: dict[str, Any], wanted: dict[tuple[str, str], int], context: Context) -> int:
    return max(wanted.get((row["type"], name), 0) for name in _names(row, context))


def _dcg(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))
