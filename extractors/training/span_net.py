"""The head over spans, and low-rank adapters: what is trained on a shipped encoder, whose own matrices stay as they are.

The head scores every stretch of at most WIDEST characters as a name of each type or none (biaffine: a product of what stands at
its start and its end); it errs elsewhere than the tags of the CRF, at fewer boundaries (docs/quality.md).
"""

import copy

import torch
from torch import Tensor, nn
from torch.nn import functional as fn

from extractors.inference.spans import CLASSES, WIDEST
from extractors.training.character_net import PARTS, Net
from extractors.training.tagging import HIDDEN, gelu, with_evidence

RANK, PROJECTED = 16, 128
# What "no name" is ahead of the types at the beginning: nearly all spans are none.
NONE_FIRST = 5.0


class Adapted(nn.Module):
    """A matrix that stays as it is, and a product of two narrow ones that is added to it."""

    def __init__(self, whole: nn.Linear) -> None:
        super().__init__()
        self.whole = whole.requires_grad_(False)
        self.down = nn.Linear(whole.in_features, RANK, bias=False)
        self.up = nn.Linear(RANK, whole.out_features, bias=False)
        nn.init.zeros_(self.up.weight)

    def forward(self, x: Tensor) -> Tensor:
        """Return the sum of both products."""
        found: Tensor = self.whole(x) + self.up(self.down(x))
        return found


class SpanHead(nn.Module):
    """Evidence, a layer and a convolution that begin as those of the tags, then a score for every span and type."""

    def __init__(self, like: Net) -> None:
        super().__init__()
        self.fe, self.l1, self.cv = copy.deepcopy(like.fe), copy.deepcopy(like.l1), copy.deepcopy(like.cv)
        size = len(CLASSES)
        self.start, self.end = nn.Linear(HIDDEN, PROJECTED), nn.Linear(HIDDEN, PROJECTED)
        self.pair = nn.Parameter(torch.randn(PROJECTED, size, PROJECTED) / PROJECTED)
        self.at_start, self.at_end = nn.Linear(PROJECTED, size), nn.Linear(PROJECTED, size, bias=False)
        self.width = nn.Embedding(WIDEST, size)
        nn.init.zeros_(self.width.weight)
        nn.init.zeros_(self.at_start.bias)
        self.at_start.bias.data[0] = NONE_FIRST

    def forward(self, h: Tensor, feats: Tensor, inside: Tensor) -> tuple[Tensor, Tensor]:
        """Return scores (batch, start, width, classes) and which of the spans lie inside the rows."""
        h = with_evidence(self, h, feats, inside)
        start, end = (fn.dropout(gelu(part(h)), 0.1, self.training) for part in (self.start, self.end))
        left = (start @ self.pair.reshape(PROJECTED, -1)).view(*start.shape[:2], len(CLASSES), PROJECTED)
        both = (left @ _ends(end)).transpose(2, 3)
        scores = both + _ends(self.at_end(end)).transpose(2, 3) + self.at_start(start)[:, :, None] + self.width.weight
        return scores, fn.pad(inside, (0, WIDEST - 1)).unfold(1, WIDEST, 1) & inside[:, :, None]

    def loss(self, scores: Tensor, inside: Tensor, names: Tensor) -> Tensor:
        """Return the cross entropy of the spans, summed; rows of `names` are (row, start, width - 1, class)."""
        target = torch.zeros(scores.shape[:3], dtype=torch.long)
        target[names[:, 0], names[:, 1], names[:, 2]] = names[:, 3]
        return fn.cross_entropy(scores[inside], target[inside], reduction="sum")


class Joint(nn.Module):
    """A network for tags with a head over spans; with `adapted` its encoder keeps its matrices and is given adapters."""

    def __init__(self, net: Net, adapted: bool = False) -> None:
        super().__init__()
        self.net, self.span = net, SpanHead(net)
        if not adapted:
            return
        net.enc.requires_grad_(False)
        for layer in net.enc.layers:
            for name in PARTS:
                setattr(layer, name, Adapted(getattr(layer, name)))
            for norm in (layer.norm1, layer.norm2):
                norm.requires_grad_(True)

    def scores(self, ids: Tensor, mask: Tensor, feats: Tensor, inside: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return tag scores, span scores and which spans lie inside."""
        h = self.net.enc(ids, mask)[:, 1 : 1 + feats.shape[1]]
        return self.net.tag_scores(h, feats, inside), *self.span(h, feats, inside)


def _ends(rows: Tensor) -> Tensor:
    """Return rows (batch, length, n) as (batch, start, n, width): of every start what stands at the ends of its spans."""
    return fn.pad(rows, (0, 0, 0, WIDEST - 1)).unfold(1, WIDEST, 1)
