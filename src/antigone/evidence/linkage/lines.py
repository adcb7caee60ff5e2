"""What a line of evidence must offer to be weighed: in bulk for millions of pairs, in words for one.

A line reads some fields of `Particulars`, reads each record once (`encode`), and weighs pairs of rows as arrays. The
same line explains a single pair in words; both give the same number to 1e-9, and a test of every line holds that.
Nothing that a line knows may depend on which other records stand in the batch: what is learned from data lies in the
line's own parameters, so that every engine, on any cut of the data, gives the same weights.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.linkage.particulars import Columns, Particulars
from antigone.evidence.weight import Weight

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


class Line(Protocol):
    """One line of evidence, independent of the other lines of a model or combined within."""

    @property
    def name(self) -> str:
        """The line's short English key, as it stands in `Weight.line`."""
        ...

    @property
    def fields(self) -> tuple[str, ...]:
        """Which fields of `Particulars` it reads."""
        ...

    def encode(self, columns: Columns) -> Any:
        """n records, each read once, as arrays that `weigh` indexes by row. Side by side: the same for any batch."""
        ...

    def weigh(self, left: Any, right: Any, left_rows: Rows, right_rows: Rows) -> Floats:
        """log10 LR of the pairs (left_rows[i], right_rows[i]): float64[n], 0 where either side says nothing."""
        ...

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        """The weight of one pair, equal to `weigh`'s, with the reason in a sentence."""
        ...
