"""Boosted trees at run time: arrays and numpy, no training framework."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Trees:
    """An ensemble of binary trees over numeric features; missing values do not occur.

    `split` is -1 at a leaf; a row goes left where its feature is at most the threshold.
    """

    def __init__(self, path: Path) -> None:
        with np.load(path) as data:
            self.roots, self.split = data["roots"], data["split"]
            self.threshold, self.left, self.right = data["threshold"], data["left"], data["right"]
            self.value = data["value"]

    def scores(self, rows: Floats) -> Floats:
        """Return probabilities for rows (n, features)."""
        total = np.zeros(len(rows))
        index = np.arange(len(rows))
        for root in self.roots:
            at = np.full(len(rows), root)
            while (inner := self.split[at] >= 0).any():
                feature = np.where(inner, self.split[at], 0)
                go_left = rows[index, feature] <= self.threshold[at]
                at = np.where(inner, np.where(go_left, self.left[at], self.right[at]), at)
            total += self.value[at]
        probabilities: Floats = 1 / (1 + np.exp(-total))
        return probabilities


def save_trees(dumps: Sequence[dict[str, Any]], path: Path, **extra: Floats) -> None:
    """Write what LightGBM's `Booster.dump_model()` returns as the arrays that Trees reads, averaged over ensembles."""
    columns: dict[str, list[Any]] = {k: [] for k in ("roots", "split", "threshold", "left", "right", "value")}

    def add(node: dict[str, Any]) -> int:
        at = len(columns["split"])
        leaf = "leaf_value" in node
        columns["split"].append(-1 if leaf else node["split_feature"])
        columns["threshold"].append(0.0 if leaf else node["threshold"])
        columns["value"].append(node["leaf_value"] / len(dumps) if leaf else 0.0)
        for side in ("left", "right"):
            columns[side].append(0)
        if not leaf:
            columns["left"][at] = add(node["left_child"])
            columns["right"][at] = add(node["right_child"])
        return at

    for dump in dumps:
        for tree in dump["tree_info"]:
            columns["roots"].append(add(tree["tree_structure"]))
    kinds = {"split": np.int16, "threshold": np.float64, "value": np.float32}
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **{k: np.asarray(v, kinds.get(k, np.int32)) for k, v in columns.items()}, **extra)  # type: ignore[arg-type]
