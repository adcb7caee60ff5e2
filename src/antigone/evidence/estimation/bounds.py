"""What two lists, or those who stand on one and on two lists, say by themselves: checks beside the models."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.stats import norm

from antigone.evidence.estimation.table import OverlapTable
from antigone.evidence.estimation.values import Method, MethodEstimate


@dataclass(frozen=True, slots=True)
class PairEstimate:
    """What two lists alone say; NaN ends when they share nobody.

    Attributes:
        lists: the two.
        sizes: persons on each.
        shared: persons on both.
        n, low, high: Chapman's estimate with its 95 % interval.
    """

    lists: tuple[str, str]
    sizes: tuple[int, int]
    shared: int
    n: float
    low: float
    high: float


def chao_lower_bound(table: OverlapTable) -> float:
    """A floor for the number of persons, whatever differs between persons: n + (k-1)/k * f1**2 / (2 f2).

    f1 and f2 are the persons on exactly one and exactly two of k lists. With f2 = 0 the bias-corrected form
    f1 (f1 - 1) / 2 stands in. Lists that depend on each other positively make it a floor all the more.
    Source: Chao, Biometrics 43 (1987) 783; Chao and others, Statistics in Medicine 20 (2001) 3123.
    """
    lists_each = table.patterns.sum(axis=1)
    once = float(table.counts[lists_each == 1].sum())
    twice = float(table.counts[lists_each == 2].sum())
    share = (len(table.lists) - 1) / len(table.lists)
    missed = once**2 / (2 * twice) if twice else once * (once - 1) / 2
    return table.documented + share * missed


def chapman(first: int, second: int, shared: int) -> tuple[float, float, float]:
    """Chapman's estimate from two lists with its 95 % interval: (n, low, high).

    The interval treats the logarithm of those on neither list as normal, so that its low end is not below the
    documented names (Chao, Biometrics 43 (1987) 783). Source of estimate and variance: Chapman 1951; Seber 1970.
    """
    n = (first + 1) * (second + 1) / (shared + 1) - 1
    variance = (first + 1) * (second + 1) * (first - shared) * (second - shared) / ((shared + 1) ** 2 * (shared + 2))
    documented = first + second - shared
    missed = n - documented
    if missed <= 0 or variance <= 0:
        return n, n, n
    spread = np.exp(norm.ppf(0.975) * np.sqrt(np.log1p(variance / missed**2)))
    return n, documented + missed / spread, documented + missed * spread


def pair_estimates(table: OverlapTable) -> list[PairEstimate]:
    """Chapman's estimate from every pair of lists. They disagree where lists depend on each other or persons differ."""
    shared, sizes = table.shared, table.list_sizes
    found = []
    for one, other in combinations(range(len(table.lists)), 2):
        both = int(shared[one, other])
        first, second = int(sizes[one]), int(sizes[other])
        n, low, high = chapman(first, second, both)
        if both == 0:
            low = high = float("nan")
        found.append(PairEstimate((table.lists[one], table.lists[other]), (first, second), both, n, low, high))
    return found


def two_lists(table: OverlapTable) -> MethodEstimate:
    """Chapman's estimate for a table of two lists; it stands on the lists being independent, and says so."""
    pair = pair_estimates(table)[0]
    return MethodEstimate(
        Method.CHAPMAN,
        pair.n,
        pair.low,
        pair.high,
        "two lists",
        {"shared": float(pair.shared)},
        (
            "Two lists cannot show whether being on one makes being on the other likelier. If it does, as when "
            "relatives report to both, the true number is higher.",
        ),
    )
