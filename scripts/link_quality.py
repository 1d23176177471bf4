"""`scripts/bench link`: how well firms are linked, on graded firms, beside two plain rankings."""

import json
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from link_baselines import Ranking, bm25, vectors
from link_cases import GRADED, TOP, Case, gain_of, grade_of, grades_of, names_of
from neo4j_speed import say

from kg.builder import build
from kg.extraction import models_for
from kg.link import Context, link_batch, load_context, rank, read_links, understand
from kg.mode import ModeName
from kg.ontology import load_ontology
from kg.same import plain

HEAD = (
    "| cases | ranking | nDCG@10 | recall of grade 3 | rejected | rejected above a graded one | no grade | no grade above a right one |"
    "\n|---|---|---|---|---|---|---|---|"
)
# A row of this grade is right: it serves firms of the sector.
RIGHT = 2


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one firm: nDCG, recall of grade 3, rows, rejected ones, and those of them above a graded one.

    Then rows without a grade, which fit nobody of the sector by the grader, and those of them above a right one.
    """

    gain: float
    recall: float
    rows: int
    rejected: int
    above: int
    absurd: int
    absurd_above: int


def bench(cases: Path | None, corpus: Path | None, graph: Path | None, firms: int) -> int:
    """Print the figures of the given cases and of both halves of the project's own, by ranking; then a list's speed."""
    with tempfile.TemporaryDirectory() as work:
        folder = graph or Path(work) / "graph"
        if not graph:
            build([str(corpus)], folder, load_ontology(), models=models_for(ModeName.AUTO))
        context = load_context(read_links(folder))
        rankings = {
            "kg link": _linked(context),
            "BM25 over passages": bm25(context),
            "vectors": vectors(context),
        }
        say(HEAD)
        for name, listed in _parts(cases).items():
            for ranking, ranked in rankings.items():
                _print(f"{name} ({len(listed)})", ranking, [score(context, case, ranked(case)) for case in listed])
        _by_sector(context, rankings["kg link"])
        for count in (firms // 10, firms):
            _batch(context, Path(work), count)
    return 0


def _parts(cases: Path | None) -> dict[str, list[Case]]:
    own = _read(GRADED)
    given = {"given": _read(cases)} if cases else {}
    return given | {f"own, {half}": [case for case in own if case["half"] == half] for half in ("train", "test")}


def _read(file: Path) -> list[Case]:
    found: list[Case] = json.loads(file.read_text("utf-8"))["cases"]
    return found


def _linked(context: Context) -> Ranking:
    def ranked(case: Case) -> list[str]:
        industries = "、".join(case["industries"] or [])
        firm = understand(context, case["name"], case["scope"] or "", case["district"] or "", industries)
        return [link.id for link in rank(context, firm, TOP)]

    return ranked


def score(context: Context, case: Case, found: Sequence[str]) -> Score:
    """Return the figures of what a ranking found for one firm."""
    wanted, refused = grades_of(case), {plain(name) for name in case["not_relevant"]}
    grades = [grade_of(context, key, wanted) for key in found]
    best = sum(grade == 3 for grade in wanted.values())
    bad = [place for place, key in enumerate(found) if refused & names_of(context, key)]
    last = max((place for place, grade in enumerate(grades) if grade), default=-1)
    right = max((place for place, grade in enumerate(grades) if grade >= RIGHT), default=-1)
    return Score(
        gain_of(grades) / gain_of(sorted(wanted.values(), reverse=True)[:TOP]),
        sum(grade == 3 for grade in grades) / min(TOP, best) if best else 1.0,
        len(found),
        len(bad),
        sum(place < last for place in bad),
        sum(not grade for grade in grades),
        sum(not grade for grade in grades[: max(0, right)]),
    )


def _print(part: str, name: str, found: Sequence[Score]) -> None:
    gain, recall = fmean(one.gain for one in found), fmean(one.recall for one in found)
    rows, rejected, above, absurd, higher = (
        sum(getattr(one, part) for one in found) for part in ("rows", "rejected", "above", "absurd", "absurd_above")
    )
    say(f"| {part} | {name} | {gain:.3f} | {recall:.3f} | {rejected} of {rows} | {above} | {absurd} | {higher} |")


def _by_sector(context: Context, ranked: Ranking) -> None:
    sectors: dict[tuple[str, str], list[Score]] = defaultdict(list)
    for case in _read(GRADED):
        sectors[case["half"], case["sector"]].append(score(context, case, ranked(case)))
    say("\n| half | sector | firms | nDCG@10 | recall of grade 3 |\n|---|---|---|---|---|")
    for (half, sector), found in sorted(sectors.items()):
        say(
            f"| {half} | {sector} | {len(found)} | {fmean(s.gain for s in found):.2f} | {fmean(s.recall for s in found):.2f} |"
        )


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
