"""Likelihood ratios of many loci as one number, and numbers as the format writes them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def by_name(names: Sequence[str], values: NDArray[np.float64]) -> dict[str, float | str | None]:
    return {name: plain(value) for name, value in zip(names, values.tolist(), strict=True)}


def finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def plain(value: float) -> float | str | None:
    """A number as the format writes it: infinity as a text, nothing where there is no answer."""
    if math.isinf(value):
        return "Inf" if value > 0 else "-Inf"
    return None if math.isnan(value) else value


def log10_total(ratios: NDArray[np.float64]) -> float:
    if np.any(np.isnan(ratios)):
        return math.nan
    if np.any(ratios == 0):
        return -math.inf if np.all(np.isfinite(ratios)) else math.nan
    return math.fsum(math.log10(ratio) if math.isfinite(ratio) else math.inf for ratio in ratios)


def product_of(ratios: NDArray[np.float64]) -> float:
    if np.any(ratios == 0) and np.all(np.isfinite(ratios)):
        return 0.0
    log10 = log10_total(ratios)
    if not math.isfinite(log10):
        return log10
    # In order of size large and small factors cancel, and neither overflows before the other has its turn.
    low, high = sorted(float(r) for r in ratios if r < 1), sorted(float(r) for r in ratios if r >= 1)
    product = 1.0
    while low or high:
        product *= low.pop() if low and (product >= 1 or not high) else high.pop()
    return product


def rows_of(values: NDArray[np.float64]) -> list[list[float | None]]:
    return [[finite(float(value)) for value in line] for line in values]
