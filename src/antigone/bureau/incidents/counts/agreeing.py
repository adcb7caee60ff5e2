"""How far two people who counted alone agree. Pure arithmetic.

Over several pictures: the intraclass correlation ICC(2,1) of absolute agreement (Shrout and Fleiss 1979; McGraw and
Wong 1996). Within one picture: which marks lie together, as twice the shared over all marks (Dice 1945).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

#: Marks nearer than this share of the picture's diagonal can be of one thing.
NEAR: Final = 0.02
#: Fewer pictures give no correlation worth a number.
FEWEST_PICTURES: Final = 3

Mark = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PictureAgreement:
    """Two blind counts of one picture: the smaller, the larger, and how many marks lie together."""

    low: int
    high: int
    together: int

    @property
    def share(self) -> float:
        """Of marks that lie together, 0 to 1; 1 where both saw nothing."""
        every = self.low + self.high
        return 2 * self.together / every if every else 1.0


def compared(one: Sequence[Mark], other: Sequence[Mark], *, near: float = NEAR) -> PictureAgreement:
    """Two people's marks of one picture, in shares of its width and height.

    Each mark belongs to at most one of the other's, so that as many as possible lie together.
    """
    low, high = sorted((len(one), len(other)))
    if not low:
        return PictureAgreement(low, high, 0)
    apart = np.linalg.norm(np.asarray(one)[:, None, :] - np.asarray(other)[None, :, :], axis=2)
    rows, columns = linear_sum_assignment(np.where(apart <= near, apart, 1e3))
    return PictureAgreement(low, high, int((apart[rows, columns] <= near).sum()))


def intraclass(pairs: Sequence[tuple[float, float]]) -> float | None:
    """ICC(2,1) of two people over several pictures, at most 1; None for too few, or where all counts are equal."""
    values = np.asarray(pairs, np.float64).reshape(-1, 2)
    n, k = values.shape
    if n < FEWEST_PICTURES or np.ptp(values) == 0:
        return None
    mean = values.mean()
    between = k * ((values.mean(axis=1) - mean) ** 2).sum() / (n - 1)
    raters = n * ((values.mean(axis=0) - mean) ** 2).sum() / (k - 1)
    rest = ((values - values.mean(axis=1, keepdims=True) - values.mean(axis=0) + mean) ** 2).sum() / ((n - 1) * (k - 1))
    below = between + (k - 1) * rest + k * (raters - rest) / n
    return float((between - rest) / below) if below > 0 else None
