"""Likelihood ratios of three kinds of evidence: two measurements of a size, two names of a class, two lists of marks.

Each is exact under a stated model, so that over pairs of different people drawn from that model its mean is one
(Good 1950; the check of calibration that ``python -m benchmarks.traits`` makes).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
LN10 = math.log(10.0)


def conditional_table(*traits: ArrayLike) -> Floats:
    """Joint probabilities of independent traits: the conditional probability table of Marsico et al. (2023).

    Args:
        traits: for each trait the probabilities of its values, in one order for both hypotheses: for a missing woman
            told with an error of 5 % ``(0.95, 0.05)``; for the population ``(0.5, 0.5)``.

    Returns:
        An array with one axis a trait; it sums to one if each trait does.

    Source: Marsico and Caridi, "Incorporating non-genetic evidence in large scale missing person searches", Forensic
    Science International: Genetics, 2023; mispitools writes the same table with sex and age as rows, colour as columns.
    """
    table = np.ones(())
    for trait in traits:
        table = np.multiply.outer(table, np.asarray(trait, dtype=np.float64))
    return np.asarray(table)


def trait_likelihood_ratio(same: ArrayLike, other: ArrayLike) -> Floats:
    """The likelihood ratio of every outcome: P(seen | the missing person) / P(seen | anyone).

    Args:
        same, other: two tables of `conditional_table`, of one shape.

    Returns:
        The ratios; infinite where only the missing person can look so, NaN where nobody can.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.asarray(same, dtype=np.float64) / np.asarray(other, dtype=np.float64))


def discrepancy_ratio(days: int, cuts: ArrayLike, concentrations: ArrayLike) -> float:
    """The likelihood ratio of two birth dates that lie `days` apart, in classes of discrepancy.

    Args:
        days: the found person's date less the missing person's.
        cuts: k ascending bounds in days; a discrepancy belongs to the class that ends at the first bound not below it.
        concentrations: k + 1 Dirichlet concentrations: how often each class was seen among solved cases.

    Returns:
        The class's mean share among solved cases, over its share if every class were as likely.

    Raises:
        ValueError: the concentrations do not fit the cuts.

    Source: Marsico and Caridi 2023 (as above), section on dates of birth.
    """
    bounds, weights = np.asarray(cuts, dtype=np.float64), np.asarray(concentrations, dtype=np.float64)
    if len(weights) != len(bounds) + 1:
        raise ValueError(f"{len(bounds)} bounds make {len(bounds) + 1} classes, but {len(weights)} were given")
    at = int(np.searchsorted(bounds, days))
    return float(weights[at] / weights.sum() * len(weights))


def normal_log_density(value: Floats, mean: float | Floats, variance: float | Floats) -> Floats:
    """Natural logarithm of the normal density."""
    return np.asarray(-0.5 * ((value - mean) ** 2 / variance + np.log(2 * math.pi * variance)))


def shared_log_density(
    left: Floats, right: Floats, left_noise: Floats, right_noise: Floats, mean: float | Floats, shared: float | Floats
) -> Floats:
    """Natural logarithm of the joint density of two noisy measurements of one normal quantity.

    Args:
        left, right: the measurements.
        left_noise, right_noise: variances of their errors.
        mean, shared: mean and variance of the quantity itself.
    """
    a, b = left - mean, right - mean
    va, vb = shared + left_noise, shared + right_noise
    determinant = va * vb - shared * shared
    form = (vb * a * a - 2 * shared * a * b + va * b * b) / determinant
    return np.asarray(-0.5 * (form + np.log(determinant)) - math.log(2 * math.pi))


def with_blunders(natural_log_ratio: Floats, share: float) -> Floats:
    """log10 of a ratio tempered by a share of records that are about nobody (a typing slip, another person's form)."""
    return np.asarray(np.log10(share + (1 - share) * np.exp(np.minimum(natural_log_ratio, 600.0))))


def class_ratios(truth: Floats, left: Floats, right: Floats) -> Floats:
    """Ratios of two statements about one hidden class.

    Args:
        truth: shares of k classes in the population, summing to one.
        left: [k, m] probability of each of m statements given the class.
        right: [k, n] the same for the other source.

    Returns:
        [m, n]: sum over classes of P(class) P(l | class) P(r | class), over the product of both statements' shares; 1
        where a statement is impossible.
    """
    # Written out, as BLAS may sum in another order on another machine.
    joint = (truth[:, None, None] * left[:, :, None] * right[:, None, :]).sum(axis=0)
    alone = (truth[:, None] * left).sum(axis=0)[:, None] * (truth[:, None] * right).sum(axis=0)[None, :]
    return np.asarray(np.where(alone > 0, joint / np.where(alone > 0, alone, 1.0), 1.0))


def matched_sets(pair_ratio: Floats, left_alone: Floats, right_alone: Floats) -> Floats:
    """Sum over all ways of pairing the marks of two lists, one to one or not at all.

    Args:
        pair_ratio: [n, p, q] what a pairing of mark i with mark j contributes; 0 where either is padding.
        left_alone: [n, p] what a left mark contributes when the right list lacks it; 1 for padding.
        right_alone: [n, q] likewise.

    Returns:
        [n] the sums. Exact, by dynamic programming over the sets of right marks used: n p q 2**q operations.
    """
    n, p, q = pair_ratio.shape
    used = np.zeros((1 << q, n))
    used[0] = 1.0
    for i in range(p):
        after = used * left_alone[:, i]
        for j in range(q):
            bit = 1 << j
            for mask in range(1 << q):
                if mask & bit:
                    after[mask] += used[mask ^ bit] * pair_ratio[:, i, j]
        used = after
    total = np.zeros(n)
    for mask in range(1 << q):
        rest = used[mask].copy()
        for j in range(q):
            if not mask & (1 << j):
                rest *= right_alone[:, j]
        total += rest
    return total
