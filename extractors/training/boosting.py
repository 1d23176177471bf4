"""LightGBM with the same settings for every tree model."""

from collections.abc import Sequence
from typing import Any

import lightgbm
import numpy as np

from extractors.inference.trees import Floats


def boost(rows: Sequence[Floats], labels: Sequence[Floats], rounds: int, seed: int, **more: Any) -> lightgbm.Booster:
    """Train one ensemble on stacked rows; labels may be soft, in [0, 1]."""
    parameters = {
        "objective": "cross_entropy",
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "verbose": -1,
        "num_threads": 1,
        "deterministic": True,
        "seed": seed,
        **more,
    }
    return lightgbm.train(parameters, lightgbm.Dataset(np.vstack(rows), np.concatenate(labels)), rounds)
