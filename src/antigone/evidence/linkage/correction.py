"""What a sum of weights is really worth: lines that hang together say less together than one by one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from antigone.evidence.linkage.lines import Floats


@dataclass(frozen=True, slots=True)
class Correction:
    """A rising, piecewise linear map from the plain sum of weights to the corrected log10 LR.

    Between knots it is straight; before the first and after the last it runs on parallel to the identity, so that an
    extreme sum stays extreme and order is never changed. Without knots it changes nothing.

    Attributes:
        sums: plain sums, strictly rising.
        worth: what each of them is worth, strictly rising.
    """

    sums: tuple[float, ...] = ()
    worth: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if len(self.sums) != len(self.worth):
            raise ValueError("a correction needs one worth for each sum")
        for name, knots in (("sums", self.sums), ("worth", self.worth)):
            if any(b <= a for a, b in pairwise(knots)):
                raise ValueError(f"the {name} of a correction must rise from knot to knot")

    def corrected(self, sums: Floats) -> Floats:
        """The worth of n plain sums, float64[n]."""
        if not self.sums:
            return sums
        inside = np.interp(sums, self.sums, self.worth)
        beyond = np.maximum(sums - self.sums[-1], 0.0) + np.minimum(sums - self.sums[0], 0.0)
        return np.asarray(inside + beyond)
