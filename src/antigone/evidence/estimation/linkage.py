"""Estimates when it is not certain who is the same person: the variance split by where it comes from.

Whether two entries speak of one person is a judgement with a probability. Samples of that judgement give samples of
the table of overlaps; each is estimated by several methods. By the law of total variance, on the scale of the
logarithm of those on no list, the whole variance is the sum of what the lists' chance, the choice of method and the
linkage contribute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import norm

from antigone.evidence.estimation.decomposable import decomposable
from antigone.evidence.estimation.log_linear import log_linear_averaged
from antigone.evidence.estimation.table import OverlapTable, separate_groups
from antigone.evidence.estimation.values import MethodEstimate, NotIdentifiable, Refusal

FEWEST_SAMPLES = 10
Method = Callable[[OverlapTable], MethodEstimate | Refusal]


@dataclass(frozen=True, slots=True)
class LinkedEstimate:
    """How many persons there are when linkage is uncertain too.

    Attributes:
        n, low, high: median and 95 % interval of the mixture over samples and methods.
        sampling, model, linkage: shares of the variance of the logarithm of those on no list; they sum to 1.
        documented: mean number of distinct persons over the samples, with its own 95 % interval.
        samples: tables that at least one method answered; `refused` those that none did.
    """

    n: float
    low: float
    high: float
    sampling: float
    model: float
    linkage: float
    documented: tuple[float, float, float]
    samples: int
    refused: int


def estimate_with_linkage(
    tables: Iterable[OverlapTable], *, methods: Sequence[Method] = (log_linear_averaged, decomposable)
) -> LinkedEstimate:
    """The estimate over samples of the table of overlaps, each from one sample of who is the same person.

    Args:
        tables: at least `FEWEST_SAMPLES`, equally likely; 200 or more are wanted.
        methods: each gives a number with an interval, or refuses.

    Raises:
        NotIdentifiable: too few samples, or more than half of them refused by every method.
    """
    documented, centres, spreads, answered, refused = [], [], [], [], 0
    for table in tables:
        found = [_log_normal(method(table), table.documented) for method in methods] if _whole(table) else []
        usable = [one for one in found if one is not None]
        if not usable:
            refused += 1
            continue
        documented.append(table.documented)
        answered.append(len(usable))
        centres += [centre for centre, _ in usable]
        spreads += [spread for _, spread in usable]
    if len(documented) + refused < FEWEST_SAMPLES:
        raise NotIdentifiable(f"{len(documented) + refused} samples of the linkage are too few; give {FEWEST_SAMPLES}")
    if refused > len(documented):
        raise NotIdentifiable(f"every method refuses {refused} of {len(documented) + refused} samples of the linkage")
    return _mixed(np.array(documented), np.array(answered), np.array(centres), np.array(spreads), refused)


def _whole(table: OverlapTable) -> bool:
    return len(separate_groups(table)) == 1


def _log_normal(result: MethodEstimate | Refusal, documented: int) -> tuple[float, float] | None:
    """Centre and spread of the log-normal law of those on no list with this median and these ends."""
    if isinstance(result, Refusal) or result.n - documented < 0.5:
        return None
    low, high = max(result.low - documented, 0.25), result.high - documented
    return float(np.log(result.n - documented)), float((np.log(high) - np.log(low)) / (2 * norm.ppf(0.975)))


def _mixed(
    documented: NDArray[np.int64],
    answered: NDArray[np.int64],
    centres: NDArray[np.float64],
    spreads: NDArray[np.float64],
    refused: int,
) -> LinkedEstimate:
    of_sample = np.repeat(np.arange(len(documented)), answered)
    weight = 1.0 / answered[of_sample] / len(documented)
    per_sample = np.bincount(of_sample, weights=centres) / answered
    sampling = float(weight @ spreads**2)
    model = float(weight @ (centres - per_sample[of_sample]) ** 2)
    linkage = float(per_sample.var())
    whole = sampling + model + linkage
    seen = documented[of_sample]

    def chance_below(total: float) -> float:
        missed = np.maximum(total - seen, 1e-9)
        return float(weight @ np.where(total > seen, norm.cdf((np.log(missed) - centres) / spreads), 0.0))

    highest = float((seen + np.exp(centres + 8 * spreads)).max())

    def quantile(chance: float) -> float:
        return float(brentq(lambda total: chance_below(total) - chance, float(seen.min()), highest, xtol=0.5))

    low, middle, high = (quantile(chance) for chance in (0.025, 0.5, 0.975))
    names = np.quantile(documented, [0.025, 0.975])
    return LinkedEstimate(
        middle,
        low,
        high,
        sampling / whole,
        model / whole,
        linkage / whole,
        (float(documented.mean()), float(names[0]), float(names[1])),
        len(documented),
        refused,
    )
