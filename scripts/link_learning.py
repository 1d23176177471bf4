"""`scripts/train link`: the weights of `kg link`, learned from graded firms by a linear pairwise model.

A pair is a candidate and another of a lower grade for the same firm; the model lowers the logistic loss of their
difference, weighed by what their exchange would change of the firm's nDCG (LambdaRank). Weights of what speaks for a candidate are held at 0 or above, of what
speaks against it at 0 or below, so that a score is monotone in its evidence.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from link_cases import GRADED, TOP, Case, grade_of, grades_of

from kg.link import Context, load_context, read_links, understand
from kg.link.parts import basis, of_evidence, parts, wanted
from kg.link.rank import KINDS
from kg.link.reasons import reason
from kg.link.weights import AGAINST, FILE, FOR

STEPS, RATE, DECAY = 300, 0.02, 1e-2
# How steep the loss is: a difference of half a point is nearly sure. This and DECAY were chosen on the training half.
SCALE = 4.0
# A reason with a strength below this, learned or not, would let a weak one outweigh it: path, field and sector keep it.
FLOORS = {"path": 1.0, "field": 0.5, "sector": 0.3}
# Held by reason, since the graded firms say little of them: another district's program is none to apply for, and a
# project is somebody's (`kg link` shows only the firm's own).
CEILINGS, FIXED = {"away_measure": -0.2}, {"kind_project": -0.3}
Table = tuple[np.ndarray, np.ndarray]
Pairs = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def train(graph: Path, output: Path | None = None, cases: Path = GRADED, half: str = "train") -> None:
    """Write the weights learned from one half of the graded firms, with what they were learned from."""
    listed = [case for case in json.loads(cases.read_text("utf-8"))["cases"] if case.get("half") == half]
    context = load_context(read_links(graph))
    tables = [_table(context, case) for case in listed]
    names = sorted({name for rows, _ in tables for row in rows for name in row})
    data = [(np.array([[row.get(n, 0.0) for n in names] for row in rows]), np.array(grades)) for rows, grades in tables]
    learned = learn(data, names)
    made = {
        "learned_from": {
            "cases": cases.name,
            "half": half,
            "firms": len(listed),
            "sectors": sorted({c["sector"] for c in listed}),
        },
        "model": {
            "loss": "pairwise logistic by change of nDCG",
            "scale": SCALE,
            "steps": STEPS,
            "rate": RATE,
            "decay": DECAY,
            "floors": FLOORS,
            "ceilings": CEILINGS,
            "fixed": FIXED,
        },
        "weights": {name: round(float(value), 4) for name, value in zip(names, learned, strict=True)} | FIXED,
    }
    (output or FILE).write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _table(context: Context, case: Case) -> tuple[list[dict[str, float]], list[int]]:
    """Return the parts of every candidate that may be linked to a firm, and its grades."""
    firm = understand(
        context, case["name"], case["scope"] or "", case["district"] or "", "、".join(case["industries"] or [])
    )
    known, graded = wanted(context, firm), grades_of(case)
    rows, grades = [], []
    for key in context.offers:
        if key.partition(":")[0] not in KINDS:
            continue
        on = basis(context, key, known)
        found = parts(context, firm, key, known, on)
        if found is not None:
            rows.append(found | of_evidence(context, reason(context, firm, key, on)[1]))
            grades.append(grade_of(context, key, graded))
    return rows, grades


def learn(data: Sequence[Table], names: Sequence[str]) -> np.ndarray:
    """Return a weight for each part, by Adam with the signs of the parts held after every step."""
    pairs = [_pairs(x, y) for x, y in data if len(set(y.tolist())) > 1]
    weights = np.array([FLOORS.get(name, 0.1 if name in FOR else -0.1 if name in AGAINST else 0.0) for name in names])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = DECAY * weights
        for x, better, worse, gain in pairs:
            score = x @ weights
            odds = 1.0 / (1.0 + np.exp(np.clip(SCALE * (score[better] - score[worse]), -30, 30)))
            share = gain * odds * _moved(score, better, worse)
            by_row = np.bincount(better, share, len(x)) - np.bincount(worse, share, len(x))
            slope -= (x.T @ by_row) / len(pairs)
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        weights = weights - RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        weights = _signed(weights, names)
    return weights


def _moved(score: np.ndarray, better: np.ndarray, worse: np.ndarray) -> np.ndarray:
    """Return how much it matters where the two of each pair stand now: the difference of their discounts."""
    place = np.empty(len(score), int)
    place[np.argsort(-score, kind="stable")] = np.arange(len(score))
    discount = 1.0 / np.log2(place + 2.0)
    return np.abs(discount[better] - discount[worse])


def _signed(weights: np.ndarray, names: Sequence[str]) -> np.ndarray:
    low = np.array([FLOORS.get(n, 0.0 if n in FOR else -np.inf) for n in names])
    high = np.array([CEILINGS.get(n, 0.0) if n in AGAINST else np.inf for n in names])
    return np.clip(weights, low, high)


def _pairs(x: np.ndarray, y: np.ndarray) -> Pairs:
    """Return the rows, all pairs of unlike grades, better and worse, and their differences of gain by the best DCG."""
    better, worse = np.nonzero(y[:, None] > y[None, :])
    best = np.sort(2.0**y - 1.0)[::-1][:TOP]
    gain = (2.0 ** y[better] - 2.0 ** y[worse]) / (best / np.log2(np.arange(len(best)) + 2.0)).sum()
    return x, better, worse, gain
