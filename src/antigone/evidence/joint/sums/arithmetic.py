"""Sums of logarithms that neither overflow nor lose small terms."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from antigone.evidence.joint.prior import Floats

FARTHEST = 1e6
"""Cavity messages of a closed vertex are cut here: beyond any weight that can occur, far below overflow."""


@njit(cache=True)
def log_add(a: float, b: float) -> float:
    """log(exp a + exp b); either may be -inf."""
    if a < b:
        a, b = b, a
    if b == -np.inf:
        return a
    return a + math.log1p(math.exp(b - a))


@njit(cache=True)
def logistic(t: float) -> float:
    """1 / (1 + exp(-t)), to full relative precision on both sides."""
    if t >= 0:
        return 1 / (1 + math.exp(-t))
    e = math.exp(t)
    return e / (1 + e)


@njit(cache=True)
def cavities(incoming: Floats, base: float, count: int, outgoing: Floats, suffix: Floats) -> float:
    """For each of `count` terms, minus the log of the sum of `base` and the other terms; returns the log of the sum.

    Sums from both ends instead of subtracting a term from the whole, which would lose all digits where that term
    is nearly the whole. `outgoing` and `suffix` (one longer) are written to.
    """
    suffix[count] = -np.inf
    for k in range(count - 1, -1, -1):
        suffix[k] = log_add(suffix[k + 1], incoming[k])
    prefix = base
    for k in range(count):
        outgoing[k] = min(-log_add(prefix, suffix[k + 1]), FARTHEST)
        prefix = log_add(prefix, incoming[k])
    return prefix
