"""Boosted trees at run time: arrays and numpy, no training framework."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.inference.manifest import check_model

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
CELLS = 1_000_000


class Trees:
    """An ensemble of binary trees over numeric features; missing values do not occur.

    `split` is -1 at a leaf; a row goes left where its feature is at most the threshold.
    """

    def __init__(self, path: Path, columns: Sequence[str] = ()) -> None:
        """Read the arrays of `path`; `columns` are the features that the caller will give, by name."""
        if columns:
            check_model(path, features=columns)
        with np.load(path) as data:
            self.roots, split = data["roots"], data["split"]
            self.threshold, self.value = data["threshold"], data["value"]
            left, right = data["left"], data["right"]
        # A leaf leads to itself, so that every path may be walked to the same depth.
        leaf, here = split < 0, np.arange(len(split), dtype=np.int32)
        self.feature = np.where(leaf, 0, split).astype(np.intp)
        left, right = np.where(leaf, here, left), np.where(leaf, here, right)
        self.children = np.stack([left, right], 1).ravel()
        self.depth = _depth(self.roots, left, leaf, right)

    def scores(self, rows: Floats) -> Floats:
        """Return probabilities for rows (n, features)."""
        total = np.zeros(len(rows))
        step = max(1, CELLS // max(1, len(self.roots)))
        for first in range(0, len(rows), step):
            total[first : first + step] = self._sums(rows[first : first + step])
        probabilities: Floats = 1 / (1 + np.exp(-total))
        return probabilities

    def _sums(self, rows: Floats) -> Floats:
        """Walk all trees at once: (rows, trees) node numbers, down one level at a time."""
        at = np.repeat(self.roots[None, :], len(rows), axis=0)
        flat, begin = rows.ravel(), np.arange(len(rows))[:, None] * rows.shape[1]
        for _ in range(self.depth):
            right = flat.take(self.feature.take(at) + begin) > self.threshold.take(at)
            at = self.children.take(2 * at + right)
        sums: Floats = self.value.take(at).sum(1)
        return sums


def _depth(roots: Ints, left: Ints, leaf: Flags, right: Ints) -> int:
    depth, level = 0, roots[~leaf[roots]]
    while len(level):
        depth += 1
        below = np.concatenate([left[level], right[level]])
        level = below[~leaf[below]]
    return depth


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
