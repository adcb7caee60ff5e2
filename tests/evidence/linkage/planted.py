"""Two lists whose truth was planted: what each field gets wrong, and who stands in both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.linkage import Equality, LevelLine, Model, Prior

VALUES = {"colour": 12, "town": 80, "trade": 30, "tool": 50, "song": 40}
"""How many values each field has, all alike common: two people agree by chance once in so many."""
KEPT = {"colour": 0.80, "town": 0.95, "trade": 0.90, "tool": 0.85, "song": 0.7}
"""How often two records of one person agree."""


@dataclass(frozen=True)
class Planted:
    """Both lists, all their pairs as candidates, and which of them are one person."""

    left: dict[str, list[Any]]
    right: dict[str, list[Any]]
    left_rows: NDArray[np.int64]
    right_rows: NDArray[np.int64]
    same: NDArray[np.bool_]

    def coincidences(self, field: str) -> float:
        """The share of pairs of two different people who agree in the field."""
        left, right = np.array(self.left[field])[self.left_rows], np.array(self.right[field])[self.right_rows]
        return float((left == right)[~self.same].mean())


def planted(lefts: int = 180, rights: int = 220, both: int = 130, seed: int = 7) -> Planted:
    """The first `both` of each list are the same people, in the same order."""
    draw = np.random.default_rng(seed)
    left, right = {}, {}
    for field, count in VALUES.items():
        one, other = draw.integers(0, count, lefts), draw.integers(0, count, rights)
        slips = draw.random(both) > KEPT[field]
        # A slip never lands on the true value.
        other[:both] = np.where(slips, (one[:both] + draw.integers(1, count, both)) % count, one[:both])
        left[field] = [f"{field} {value}" for value in one]
        right[field] = [f"{field} {value}" for value in other]
    rows = np.repeat(np.arange(lefts), rights), np.tile(np.arange(rights), lefts)
    return Planted(left, right, *rows, (rows[0] == rows[1]) & (rows[0] < both))


def innocent_model() -> Model:
    """A model that knows nothing but that agreement speaks for one person, and by how much too little."""
    lines = (LevelLine(field, Equality(field), (0.6, 0.4), (0.3, 0.7)) for field in VALUES)
    return Model(tuple(lines), Prior(0.3))
