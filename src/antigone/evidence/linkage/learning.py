"""Learning a model's parameters from records that nobody has labelled: expectation and maximisation.

The classical scheme of Fellegi and Sunter's model (Winkler, "Using the EM algorithm for weight computation in the
Fellegi-Sunter model of record linkage", 1988), with four departures:

* u comes from pairs taken at random, each counted by its chance of not being one person after all; m comes from
  candidate pairs. The prior is over all pairs, not over candidates, so that blocking biases neither u nor the prior
  (after Splink, which estimates u from random pairs in the same way).
* Where a person stands once in each list, the expectation step knows it: two candidates of one record compete
  (compare Enamorado, Fifield and Imai, "Using a probabilistic model to assist merging of large-scale administrative
  records", American Political Science Review 113, 2019, who enforce it afterwards).
* What the desk has confirmed or excluded enters as certain, so that decisions re-train the model.
* The parameters before learning count as so many observations, which keeps small data from running away.

Lines that cannot learn enter with the weights they have.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.linkage.correction import Correction
from antigone.evidence.linkage.lines import Floats, Line, Rows
from antigone.evidence.linkage.model import Encoded, Model, Prior
from antigone.evidence.linkage.particulars import Columns

_ROUNDS = 60
_SETTLED = 1e-4
_MESSAGES = 25
#: Natural log-odds of what is certain: far beyond any evidence, and its square still a number.
_CERTAIN = 200.0


class NothingToLearnFrom(ValueError):
    """There are no records on one side, or no pair of records is worth comparing; the message gives the counts."""


class Pairing(StrEnum):
    """How often one person may stand in a list."""

    ONCE = "once"
    """At most once on either side: two candidates of one record compete."""
    REPEATEDLY = "repeatedly"
    """As often as may be, as when a list is compared with itself."""


@runtime_checkable
class Learner(Protocol):
    """A line of evidence that can learn its parameters."""

    @property
    def name(self) -> str: ...

    def counted(self, left: Columns, right: Columns) -> Line:
        """The line with the frequencies of the values in both lists."""
        ...

    def seen(self, left: Any, right: Any, left_rows: Rows, right_rows: Rows) -> Any:
        """What is weighed of pairs, apart from the parameters."""
        ...

    def weighed(self, seen: Any) -> Floats:
        """log10 LR of what was seen."""
        ...

    def weights_by_level(self) -> list[tuple[str, float]]:
        """What the line knows, for a table: levels in words, and their weights."""
        ...

    def learned(
        self,
        same: Any,
        same_share: Floats,
        chance: Any,
        chance_share: Floats,
        *,
        before: Any,
        pairs: float,
        strength: float,
    ) -> Line:
        """The line as pairs of one person and pairs taken at random teach it; see `LevelLine.learned`."""
        ...


@dataclass(frozen=True, slots=True)
class Decided:
    """Pairs that the desk has decided, by rows of the two lists; they need not be candidates."""

    left_rows: Rows
    right_rows: Rows
    same: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Round:
    """One round of learning: how many pairs are expected to be one person, and the largest change of any pair."""

    expected: float
    change: float


@dataclass(frozen=True, slots=True)
class OldAndNew:
    """One number before and after: which line, what, and both values as weights or shares."""

    line: str
    what: str
    old: float
    new: float


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned.

    Attributes:
        model: the model with its new parameters and prior.
        prior: the new prior.
        history: the rounds, first to last.
        old_and_new: every level's weight before and after, for a table and for `charts.old_and_new`.
        expected: float64[n], for each candidate the chance that it is one person, as the last round has it.
    """

    model: Model
    prior: Prior
    history: tuple[Round, ...]
    old_and_new: tuple[OldAndNew, ...]
    expected: Floats = field(repr=False)


def competing(odds: Floats, left_rows: Rows, right_rows: Rows) -> Floats:
    """Posterior of n pairs of which no two that share a record can both be true, float64[n].

    `odds` are posterior odds of each pair against neither record's having another; the prior odds in them are
    k / ((n - k) (N - k)) where k of n and N records are expected to be in both lists (`joint.open_set`). Sum-product
    messages between pairs that share a record (Bayati, Shah and Sharma 2008; exact where candidates form no cycles),
    damped, a fixed number of rounds: good enough to learn from. `evidence.joint` gives the posterior that is shown to
    people.
    """
    lefts, rights = int(left_rows.max(initial=-1)) + 1, int(right_rows.max(initial=-1)) + 1
    to_right, to_left = odds.copy(), odds.copy()
    for _ in range(_MESSAGES):
        others_left = np.maximum(np.bincount(left_rows, to_left, lefts)[left_rows] - to_left, 0.0)
        others_right = np.maximum(np.bincount(right_rows, to_right, rights)[right_rows] - to_right, 0.0)
        to_right = np.sqrt(to_right * odds / (1.0 + others_left))
        to_left = np.sqrt(to_left * odds / (1.0 + others_right))
    # The messages are odds given one side's competitors; together they hold the pair's own odds twice.
    joint = to_right * to_left / np.maximum(odds, 1e-300)
    return np.asarray(joint / (1.0 + joint))


def random_rows(lefts: int, rights: int, count: int, *, seed: int, itself: bool) -> tuple[Rows, Rows]:
    """`count` pairs of rows taken at random with the seed; no row with itself where a list meets itself."""
    draw = np.random.Generator(np.random.PCG64(seed))
    left = draw.integers(0, lefts, count)
    right = draw.integers(0, rights, count)
    if itself:
        right = np.where(left == right, (right + 1) % rights, right)
    return left, right


def learn(
    model: Model,
    left: Columns,
    right: Columns,
    left_rows: Rows,
    right_rows: Rows,
    *,
    pairing: Pairing = Pairing.ONCE,
    decided: Decided | None = None,
    random_pairs: int = 500_000,
    strength: float = 20.0,
    seed: int = 1969,
) -> Learned:
    """Learn the parameters of a model from two lists of records.

    Args:
        model: where to start from; its lines that are a `Learner` learn.
        left, right: both lists as columns; the same object twice where a list is compared with itself.
        left_rows, right_rows: candidate pairs, int64[n] each, each pair once; from several blocking rules, so that no
            line is bound to agree in all of them.
        pairing: whether a person stands at most once on each side.
        decided: pairs that people have decided.
        random_pairs: how many random pairs u and frequencies of coincidence are learned from.
        strength: how many observations the m that `model` came with is worth, in each group of levels.
        seed: of the random pairs; the same seed and data give the same model.

    Raises:
        NothingToLearnFrom: a list is empty or there is no candidate pair.
    """
    learners = [at for at, line in enumerate(model.lines) if isinstance(line, Learner)]
    lines: list[Any] = list(model.lines)
    for at in learners:
        lines[at] = lines[at].counted(left, right)
    counted = replace(model, lines=tuple(lines))
    one = counted.encode(left)
    other = one if left is right else counted.encode(right)
    if not one.count or not other.count or not len(left_rows):
        raise NothingToLearnFrom(
            f"there is nothing to learn from: {one.count} records on one side, {other.count} on the other, "
            f"{len(left_rows)} pairs worth comparing; weigh with the model as it is"
        )
    pairs = float(one.count) * other.count if left is not right else one.count * (one.count - 1) / 2
    fates = np.full(len(left_rows), np.nan)
    if decided is not None:
        left_rows, right_rows, fates = _with_decided(left_rows, right_rows, decided, other.count)
    random_left, random_right = random_rows(one.count, other.count, random_pairs, seed=seed, itself=left is right)
    candidates = _Sample(counted, learners, one, other, left_rows, right_rows)
    chance = _Sample(counted, learners, one, other, random_left, random_right)
    expected = max(model.prior.matched_share * min(one.count, other.count), 1.0)
    history: list[Round] = []
    before = np.zeros(len(left_rows))
    correction = model.correction
    for _ in range(_ROUNDS):
        prior_odds = expected / pairs
        weighed = candidates.weighed(lines, correction)
        if pairing is Pairing.ONCE:
            matched = min(expected, 0.95 * min(one.count, other.count))
            odds = _odds(weighed.total, matched / ((one.count - matched) * (other.count - matched)), fates)
            same = competing(odds, left_rows, right_rows)
        else:
            odds = _odds(weighed.total, prior_odds, fates)
            same = odds / (1.0 + odds)
        different = 1.0 / (1.0 + _odds(chance.weighed(lines, correction).total, prior_odds))
        for place, at in enumerate(learners):
            lines[at] = lines[at].learned(
                candidates.seen[place],
                same,
                chance.seen[place],
                different,
                before=model.lines[at],
                pairs=pairs,
                strength=strength,
            )
        correction = correction.with_kin_learned(model.correction, weighed.names, weighed.weights, same, pairs)
        expected = max(float(same.sum()), 1.0)
        history.append(Round(expected, float(np.abs(same - before).max())))
        if history[-1].change < _SETTLED:
            break
        before = same
    # Those who are found at all: a person may stand in several of the lists of the found.
    nowhere = np.ones(one.count)
    np.multiply.at(nowhere, left_rows, 1.0 - np.minimum(same, 1.0 - 1e-12))
    prior = Prior(float(np.clip(1.0 - nowhere.mean(), 1e-6, 1.0 - 1e-6)))
    learned = Model(tuple(lines), prior, correction)
    return Learned(learned, prior, tuple(history), _old_and_new(model, learned), same)


def _odds(log10_lr: Floats, prior_odds: float, fates: Floats | None = None) -> Floats:
    """Posterior odds of n pairs; `fates` are 1 and 0 where people have decided, else NaN."""
    odds = np.exp(np.clip(math.log(prior_odds) + math.log(10) * log10_lr, -_CERTAIN, _CERTAIN))
    if fates is not None:
        odds[fates == 0] = 0.0
        odds[fates == 1] = math.exp(_CERTAIN)
    return np.asarray(odds)


class _Sample:
    """Pairs with what each learner sees of them, and what the other lines weigh."""

    def __init__(
        self, model: Model, learners: Sequence[int], one: Encoded, other: Encoded, left_rows: Rows, right_rows: Rows
    ) -> None:
        fixed = [at for at in range(len(model.lines)) if at not in learners]
        self.learners = learners
        self.fixed = np.zeros(len(left_rows))
        # Columns of the lines that the correction looks at one by one.
        self.apart: dict[str, Floats] = {}
        if fixed:
            still = Model(tuple(model.lines[at] for at in fixed))
            weights = still.weigh(_taken(one, fixed), _taken(other, fixed), left_rows, right_rows)
            self.fixed = still.totals(weights)
            for at, name in enumerate(still.names):
                if name in model.correction.lines:
                    self.apart[name] = weights[:, at].copy()
        self.seen = [
            model.lines[at].seen(one.lines[at], other.lines[at], left_rows, right_rows)  # type: ignore[attr-defined]
            for at in learners
        ]

    def weighed(self, lines: Sequence[Any], correction: Correction) -> Weighed:
        """The pairs with the lines and the correction as they are now."""
        total = self.fixed.copy()
        apart = dict(self.apart)
        for place, at in enumerate(self.learners):
            weights = lines[at].weighed(self.seen[place])
            total += weights
            if lines[at].name in correction.lines:
                apart[lines[at].name] = weights
        names = tuple(apart)
        columns = np.column_stack(list(apart.values())) if apart else np.zeros((len(total), 0))
        total = correction.corrected(total - correction.taken_off(names, columns))
        return Weighed(total, names, columns)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Totals of n pairs, and the weights of the lines that the correction looks at one by one."""

    total: Floats
    names: tuple[str, ...]
    weights: Floats


def _taken(encoded: Encoded, which: Sequence[int]) -> Encoded:
    return Encoded(encoded.count, tuple(encoded.lines[at] for at in which), tuple(encoded.speaks[at] for at in which))


def _with_decided(left_rows: Rows, right_rows: Rows, decided: Decided, rights: int) -> tuple[Rows, Rows, Floats]:
    """Candidates and decided pairs together, and what was decided: 1, 0, or NaN for nothing."""
    keys = np.concatenate([decided.left_rows * rights + decided.right_rows, left_rows * rights + right_rows])
    fates = np.concatenate([decided.same.astype(np.float64), np.full(len(left_rows), np.nan)])
    # `unique` keeps the first of equals, which is the decided one.
    keys, first = np.unique(keys, return_index=True)
    return keys // rights, keys % rights, fates[first]


def _old_and_new(old: Model, new: Model) -> tuple[OldAndNew, ...]:
    out: list[OldAndNew] = []
    for before, after in zip(old.lines, new.lines, strict=True):
        if isinstance(before, Learner):
            was, now = dict(before.weights_by_level()), dict(_learner(after).weights_by_level())
            out += [OldAndNew(before.name, what, was[what], now[what]) for what in was]
    for kin, learned in zip(old.correction.kin, new.correction.kin, strict=True):
        ceilings = -math.log10(kin.chance), -math.log10(learned.chance)
        out.append(OldAndNew("dependence", f"ceiling: {kin.why}", *ceilings))
    out.append(
        OldAndNew("prior", "share of the sought who are found", old.prior.matched_share, new.prior.matched_share)
    )
    return tuple(out)


def _learner(line: Line) -> Learner:
    if not isinstance(line, Learner):
        raise TypeError(f"the line «{line.name}» does not learn")
    return line
