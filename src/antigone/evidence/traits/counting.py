"""What a line of traits learns of a register: how common looks are among its people.

Errors of describers are taken from papers, as no register knows its own without pairs that somebody has decided; the
shares of looks, and means and spreads of sizes, are counted from its records. An error is modelled as another draw from
the population, so that statements are distributed as the truth is, and counting them is enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.linkage.lines import Floats, Line, Rows
from antigone.evidence.linkage.particulars import Columns, Particulars

STRENGTH = 200.0
"""How many records the starting values are worth."""


class _Weighs(Protocol):
    def weigh(self, left: Any, right: Any, left_rows: Rows, right_rows: Rows) -> Floats: ...
    def explain(self, left: Particulars, right: Particulars) -> Any: ...


L = TypeVar("L", bound=Line)


class LearnsByCounting:
    """A line whose population is counted (`counted`), and which then weighs as it is while other lines learn."""

    __slots__ = ()

    def counted(self: L, left: Columns, right: Columns) -> L:
        """The line with the population of both lists; here, a line that has nothing to count."""
        return self

    def seen(self: _Weighs, left: Any, right: Any, left_rows: Rows, right_rows: Rows) -> Floats:
        """The weights themselves, since learning from pairs does not change them."""
        return self.weigh(left, right, left_rows, right_rows)

    def weighed(self, seen: Floats) -> Floats:
        """log10 LR of what was seen."""
        return seen

    def learned(
        self: L,
        same: Any,
        same_share: Floats,
        chance: Any,
        chance_share: Floats,
        *,
        before: Any,
        pairs: float,
        strength: float,
    ) -> L:
        """The line itself: pairs teach it nothing that its records have not."""
        return self

    def weights_by_level(self) -> list[tuple[str, float]]:
        """A few telling pairs in words, and their weights, so that old and new can be seen side by side."""
        return []


def both_say(line: _Weighs, sayings: Sequence[str], **fields: str) -> list[tuple[str, float]]:
    """Weights of agreement: a family's notice and a body of unsaid state that say the same."""
    return [
        (
            f"both say {saying}",
            float(
                line.explain(
                    Particulars(kind="missing", source_kind="family", description=saying, **fields),  # type: ignore[arg-type]
                    Particulars(kind="remains", source_kind="authority", description=saying, **fields),  # type: ignore[arg-type]
                ).log10_lr
            ),
        )
        for saying in sayings
    ]


def shares(codes: NDArray[np.int64], starting: Sequence[float]) -> list[float]:
    """Shares of the codes 0 to k - 1 among those said (others are left out), pulled towards the starting shares."""
    start = np.asarray(starting, dtype=np.float64)
    counts = np.bincount(codes[(codes >= 0) & (codes < len(start))], minlength=len(start))
    found = (counts + STRENGTH * start / start.sum()) / (counts.sum() + STRENGTH)
    return [round(float(share), 6) for share in found]


def mean_and_spread(values: Floats, noise: Floats, mean: float, spread: float) -> tuple[float, float]:
    """Mean and s.d. of a size from measurements with errors of known variance, pulled towards the starting values.

    One measurement in fifty at either end is left out, and the spread of the rest enlarged for that, so that slips do
    not widen the law.
    """
    if len(values) < 20:
        return mean, spread
    low, high = np.quantile(values, (0.02, 0.98))
    inside = (values >= low) & (values <= high)
    kept = values[inside]
    # Of a normal law, the middle 96 % has 0.793 times its variance.
    variance = max(float(kept.var()) / 0.793 - float(noise[inside].mean()), (spread / 4) ** 2)
    weight = len(kept) / (len(kept) + STRENGTH)
    return (
        round(weight * float(kept.mean()) + (1 - weight) * mean, 4),
        round(float(np.sqrt(weight * variance + (1 - weight) * spread**2)), 4),
    )
