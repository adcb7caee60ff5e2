"""The one scale on which every line of evidence is weighed.

A weight is the base-10 logarithm of a likelihood ratio,

    log10 P(evidence | same person) / P(evidence | different people),

so that weights of independent lines add, and a prior turns their sum into a posterior
(Good, "Probability and the Weighing of Evidence", 1950). Dependent lines must be combined
before they come here: a weight that enters `assess` is taken as independent of its neighbours.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Weight:
    """How strongly one line of evidence speaks for "the same person".

    Attributes:
        line: which line of evidence, a short English key such as ``"name"`` or ``"birth date"``.
        log10_lr: base-10 logarithm of the likelihood ratio; positive speaks for one person,
            negative against, 0 says nothing. Always finite, except ``-inf`` for an impossibility.
        reason: one plain English sentence for a case worker.
        parts: the finer weights that this one was made of, if any; their sum need not equal
            `log10_lr`, because parts of one line depend on each other.
    """

    line: str
    log10_lr: float
    reason: str
    parts: tuple[Weight, ...] = field(default=())

    def __post_init__(self) -> None:
        if math.isnan(self.log10_lr) or self.log10_lr == math.inf:
            raise ValueError(f"the weight of «{self.line}» must be a number below infinity, not {self.log10_lr}")


@dataclass(frozen=True, slots=True)
class Assessment:
    """What independent weights and a prior say together.

    Attributes:
        log10_lr: sum of the weights.
        posterior: probability of "the same person", from 0 to 1.
        in_words: the strength of the evidence (not of the posterior) in the verbal scale of ENFSI.
        weights: what went in, strongest first by absolute value.
    """

    log10_lr: float
    posterior: float
    in_words: str
    weights: tuple[Weight, ...] = ()


# Lower bounds of log10 LR. ENFSI Guideline for Evaluative Reporting in Forensic Science (2015), 2.4 and annex.
_VERBAL_SCALE = (
    (6.0, "extremely strong support"),
    (4.0, "very strong support"),
    (3.0, "strong support"),
    (2.0, "moderately strong support"),
    (1.0, "moderate support"),
    (math.log10(2), "weak support"),
)


def strength_in_words(log10_lr: float) -> str:
    """The verbal equivalent of a likelihood ratio, after ENFSI (2015), table in section 2.4.

    A ratio below one is put into words for the opposite proposition.
    """
    size = abs(log10_lr)
    for bound, words in _VERBAL_SCALE:
        if size >= bound:
            whom = "that this is the same person" if log10_lr > 0 else "that these are different people"
            return f"{words} for the view {whom}"
    return "no support for either view"


def assess(weights: Iterable[Weight], prior_log10_odds: float) -> Assessment:
    """Add independent weights to a prior.

    Args:
        weights: independent lines of evidence; an empty iterable leaves the prior as it was.
        prior_log10_odds: log10 of the prior odds, for example ``-math.log10(n - 1)`` for one
            person among n who are equally likely.

    Returns:
        An `Assessment`; the posterior is computed without overflow for any finite input.
    """
    ranked = tuple(sorted(weights, key=lambda weight: -abs(weight.log10_lr)))
    total = math.fsum(weight.log10_lr for weight in ranked)
    log_odds = (total + prior_log10_odds) * math.log(10)
    if log_odds >= 0:
        posterior = 1 / (1 + math.exp(-log_odds))
    else:
        odds = math.exp(log_odds)
        posterior = odds / (1 + odds)
    return Assessment(total, posterior, strength_in_words(total), ranked)
