"""The one scale on which every line of evidence is weighed.

A weight is the base-10 logarithm of a likelihood ratio,

    log10 P(evidence | same person) / P(evidence | different people),

so that weights of independent lines add, and a prior turns their sum into a posterior
(Good, "Probability and the Weighing of Evidence", 1950). A weight that enters `assess` is taken as independent of
its neighbours: lines that tell of one fact are combined before, by `combined` or, for the groups that this house knows,
by `independent`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from antigone.evidence.wording import english, joined, phrase, phrases


@dataclass(frozen=True, slots=True)
class Weight:
    """How strongly one line of evidence speaks for "the same person".

    Attributes:
        line: which line of evidence, a short English key such as ``"name"`` or ``"birth date"``.
        log10_lr: base-10 logarithm of the likelihood ratio; positive speaks for one person,
            negative against, 0 says nothing. Always finite, except ``-inf`` for an impossibility.
        reason: one plain English sentence for a case worker; a `wording.Phrase` can be said in other languages.
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
        prior_log10_odds: what was believed before.
    """

    log10_lr: float
    posterior: float
    in_words: str
    weights: tuple[Weight, ...] = ()
    prior_log10_odds: float = 0.0

    @property
    def posterior_log10_odds(self) -> float:
        """log10 of the odds of "the same person"; ``-inf`` where a line found an impossibility."""
        return self.prior_log10_odds + self.log10_lr

    def waterfall(self) -> tuple[Step, ...]:
        """From the prior through each weight to the posterior, in the order of `weights`, with running totals.

        The first step is the prior, standing on 0; the last the posterior, standing on 0; each between starts where the
        one before ended. After an impossibility the running total stays ``-inf``.
        """
        at = self.prior_log10_odds
        steps = [Step(StepKind.PRIOR, "prior", 0.0, at, _odds_in_words(at))]
        for weight in self.weights:
            steps.append(Step(StepKind.WEIGHT, weight.line, at, at + weight.log10_lr, weight.reason))
            at += weight.log10_lr
        return (*steps, Step(StepKind.POSTERIOR, "posterior", 0.0, at, _odds_in_words(at)))


class StepKind(StrEnum):
    """What a step of a waterfall stands for."""

    PRIOR = "prior"
    WEIGHT = "weight"
    POSTERIOR = "posterior"


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a waterfall, in log10 odds.

    Attributes:
        label: the line of evidence, or "prior", or "posterior".
        start, end: log10 odds before and after; ``-inf`` after an impossibility.
        reason: what to say beside it.
    """

    kind: StepKind
    label: str
    start: float
    end: float
    reason: str

    @property
    def change(self) -> float:
        """By how much the step moves the odds, in powers of ten; 0 where they were zero already."""
        return 0.0 if self.start == self.end else self.end - self.start


def _odds_in_words(log10_odds: float) -> str:
    """Odds as a person says them: "1 to 5,000 against", "200 to 1 for", "even"."""
    if log10_odds == -math.inf:
        return "impossible"
    size = abs(log10_odds)
    if size < 0.02:
        return "even odds"
    odds = f"{10**size:,.1f}".removesuffix(".0") if size < 1 else f"{10**size:,.0f}" if size < 9 else f"10^{size:.0f}"
    return f"{odds} to 1 for" if log10_odds > 0 else f"1 to {odds} against"


# Lower bounds of log10 LR. European Network of Forensic Science Institutes, "Guideline for Evaluative Reporting in
# Forensic Science" (2015): 1 no support, 2 to 10 weak, 10 to 100 moderate, 100 to 1,000 moderately strong, 1,000 to
# 10,000 strong, 10,000 to 1,000,000 very strong, from 1,000,000 extremely strong.
_VERBAL_SCALE = (
    (6.0, "extremely strong support"),
    (4.0, "very strong support"),
    (3.0, "strong support"),
    (2.0, "moderately strong support"),
    (1.0, "moderate support"),
    (math.log10(2), "weak support"),
)


def strength_in_words(log10_lr: float) -> str:
    """The verbal equivalent of a likelihood ratio, after the example scale of ENFSI (2015).

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
        An `Assessment`; the posterior is computed without overflow, and 0 after a weight of ``-inf``.

    Raises:
        ValueError: the prior is not finite: it would silence all evidence.
    """
    if not math.isfinite(prior_log10_odds):
        raise ValueError(f"the prior must be finite log10 odds, not {prior_log10_odds}")
    ranked = tuple(sorted(weights, key=lambda weight: -abs(weight.log10_lr)))
    total = math.fsum(weight.log10_lr for weight in ranked)
    log_odds = (total + prior_log10_odds) * math.log(10)
    if log_odds >= 0:
        posterior = 1 / (1 + math.exp(-log_odds))
    else:
        odds = math.exp(log_odds)
        posterior = odds / (1 + odds)
    return Assessment(total, posterior, strength_in_words(total), ranked, prior_log10_odds)


class Dependence(StrEnum):
    """How weights that depend on each other become one."""

    ONE_FACT = "one fact"
    """Several tellings of one fact, how far they depend on each other is not known: the mean of their likelihood
    ratios. It is the one symmetric rule that keeps the mean ratio of two people at 1 whatever the dependence (Vovk and
    Wang, "E-values: calibration, combination and applications", Annals of Statistics 49 (3), 2021)."""
    FIRST_THAT_SPEAKS = "first that speaks"
    """One telling contains the other: the first that says anything counts, the others are only told."""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that tell of one fact.

    Attributes:
        line: what the one weight is called that they become.
        members: lines, the most reliable first.
    """

    line: str
    members: tuple[str, ...]
    dependence: Dependence


#: The groups that this house knows. Elsewhere the dependence is dealt with inside one line; see `docs/evidence.md`.
GROUPS: Final = (
    # Y or X beside X is the sex: whoever reads it from DNA has not found out anything that an examiner of the body
    # had not, unless one of them is mistaken.
    Group("sex", ("amelogenin", "sex"), Dependence.FIRST_THAT_SPEAKS),
    # The father's name is the patronymic once more.
    Group("name", ("name", "father's name"), Dependence.ONE_FACT),
    # One body, measured on bones and remembered by relatives.
    Group("stature", ("stature from bones", "stature"), Dependence.ONE_FACT),
)


def combined(line: str, weights: Sequence[Weight], dependence: Dependence) -> Weight:
    """One weight from several that depend on each other; they stay readable as its parts.

    Weights of exactly 0 say nothing and do not count. Without any that speaks, the weight is 0.

    Args:
        line: what the one weight is called.
        weights: in the order of reliability, which matters for `Dependence.FIRST_THAT_SPEAKS`.
        dependence: the rule.
    """
    speaking = [weight for weight in weights if weight.log10_lr != 0.0]
    if not speaking:
        reasons = joined("; ", (english(weight.reason) for weight in weights))
        return Weight(line, 0.0, reasons or phrase("nothing is said"), tuple(weights))
    if len(speaking) == 1 or dependence is Dependence.FIRST_THAT_SPEAKS:
        first = speaking[0]
        return Weight(line, first.log10_lr, first.reason, tuple(weights) if len(weights) > 1 else first.parts)
    values = [weight.log10_lr for weight in speaking]
    most = max(values)
    mean = most
    if most > -math.inf:
        mean = most + math.log10(math.fsum(10 ** (value - most) for value in values) / len(values))
    reason = phrases(
        "told {count} time, counted once: {reasons}",
        "told {count} times, counted once: {reasons}",
        count=len(speaking),
        reasons=joined("; ", (english(weight.reason) for weight in speaking)),
    )
    return Weight(line, mean, reason, tuple(weights))


def independent(weights: Iterable[Weight], groups: Sequence[Group] = GROUPS) -> tuple[Weight, ...]:
    """The weights with those of each group made one, so that `assess` may add them.

    The weight of a group stands where its first member stood; lines outside every group pass as they are. A group of
    which one member only is there passes as it is.
    """
    rest = list(weights)
    for group in groups:
        inside = [weight for member in group.members for weight in rest if weight.line == member]
        if len(inside) < 2:
            continue
        at = next(place for place, weight in enumerate(rest) if weight.line in group.members)
        one = combined(group.line, inside, group.dependence)
        rest = [weight for weight in rest if weight.line not in group.members]
        rest.insert(at, one)
    return tuple(rest)
