"""What weights are worth together: lines that hang together say less than the sum of what each says.

Two ways of hanging together are known here. Lines that read the same thing (a call-sign in its own field and on a
chevron) count once, by the one that says most for one person. And what a plain sum is worth may be learned from
decided matches, as a curve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from antigone.evidence.linkage.lines import Floats


@dataclass(frozen=True, slots=True)
class Correction:
    """What is taken off twice-told evidence, and a rising, piecewise linear map from the sum to the log10 LR.

    Between knots it is straight; before the first and after the last it runs on parallel to the identity, so that an
    extreme sum stays extreme and order is never changed. Without knots it changes nothing.

    Attributes:
        once: pairs of names of lines that may see one thing; of two that speak for one person, the weaker is left out.
        sums: plain sums, strictly rising.
        worth: what each of them is worth, strictly rising.
    """

    sums: tuple[float, ...] = ()
    worth: tuple[float, ...] = ()
    once: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if len(self.sums) != len(self.worth):
            raise ValueError("a correction needs one worth for each sum")
        for name, knots in (("sums", self.sums), ("worth", self.worth)):
            if any(b <= a for a, b in pairwise(knots)):
                raise ValueError(f"the {name} of a correction must rise from knot to knot")

    def twice_told(self, names: Sequence[str], weights: Floats) -> Floats:
        """What is to be taken off the plain sums because two lines saw one thing: float64[n], 0 or more.

        Args:
            names: names of the lines, in the order of the columns.
            weights: float64[n, lines].
        """
        out = np.zeros(len(weights))
        for one, other in self.once:
            if one in names and other in names:
                pair = np.minimum(weights[:, names.index(one)], weights[:, names.index(other)])
                out += np.maximum(pair, 0.0)
        return out

    def corrected(self, sums: Floats) -> Floats:
        """The worth of n plain sums, float64[n]."""
        if not self.sums:
            return sums
        inside = np.interp(sums, self.sums, self.worth)
        beyond = np.maximum(sums - self.sums[-1], 0.0) + np.minimum(sums - self.sums[0], 0.0)
        return np.asarray(inside + beyond)
