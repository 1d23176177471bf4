"""Scores as confidences: the share of mentions with such a score that are right where no model has read before."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import exp, log

from extractors.annotations import Mention

# Slope and offset of the log odds, by source. Relations need none: the classifier's score is the share of true ones among held-out pairs already.
Fit = tuple[float, float]
# Scores are given in hundredths: beyond these the log odds would say more than a score does.
LOWEST, HIGHEST = 0.01, 0.995


def log_odds(score: float) -> float:
    """Return the log odds of a score in [0, 1]."""
    score = min(max(score, LOWEST), HIGHEST)
    return log(score / (1 - score))


def confident(mentions: Iterable[Mention], fits: Mapping[str, Fit]) -> list[Mention]:
    """Return the mentions with the confidence that the fit of their source gives to their score; others keep it."""
    return [replace(m, score=_confidence(m.score, *fits[m.source])) if m.source in fits else m for m in mentions]


def share(odds: float, slope: float, offset: float) -> float:
    """Return the share of right ones that a fit gives to log odds."""
    return 1 / (1 + exp(-(slope * odds + offset)))


def _confidence(score: float, slope: float, offset: float) -> float:
    return round(share(log_odds(score), slope, offset), 2)
