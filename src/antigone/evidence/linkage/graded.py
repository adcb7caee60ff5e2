"""A line of evidence with weights of its own, set right grade by grade by the bureau's records.

Lines such as birth dates or places weigh by a law of their own, whose numbers were chosen by judgement or taken from
papers. Here their weights are cut into grades, and each grade learns one number, by how much it weighs too little or
too much. If the line were right, pairs taken at random, each multiplied by its likelihood ratio, would show how many
pairs of one person fall into a grade; how many really do, and that number, are compared:

    offset_k = n / (n + strength) x log10( share of one person's pairs in k / sum over random pairs in k of LR )

with n the harmonic sum of both counts, so that a grade which few pairs of either kind have reached stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.linkage.lines import Floats, Line, Rows
from antigone.evidence.linkage.particulars import Columns, Particulars
from antigone.evidence.weight import Weight
from antigone.evidence.wording import phrase

#: Where weights are cut: fine where most pairs lie, coarse where few do.
_EDGES = (-2.0, -1.0, -0.5, -0.2, 0.2, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0)
#: What records may correct of what was chosen; more would say that the line itself is wrong.
_MOST = 1.0


@dataclass(frozen=True, slots=True)
class Grades:
    """The line's own weights of n pairs, and their grades; grade -1 where the line is silent."""

    weight: Floats
    grade: NDArray[np.int8]


@dataclass(frozen=True)
class Graded:
    """A line of evidence, its weights corrected by what the bureau's records say of each grade.

    Attributes:
        line: the line that weighs.
        edges: weights where a grade ends and the next begins, ascending.
        offsets: for each grade, lowest first, what is added to the line's weight; 0 before any learning.
    """

    line: Line
    edges: tuple[float, ...] = _EDGES
    offsets: tuple[float, ...] = (0.0,) * (len(_EDGES) + 1)

    def __post_init__(self) -> None:
        if len(self.offsets) != len(self.edges) + 1:
            raise ValueError(f"{len(self.edges)} edges of the line «{self.name}» need {len(self.edges) + 1} offsets")

    @property
    def name(self) -> str:
        return self.line.name

    @property
    def fields(self) -> tuple[str, ...]:
        return self.line.fields

    @cached_property
    def _added(self) -> Floats:
        """Offsets with 0 at the end, where a grade of -1 points."""
        return np.array([*self.offsets, 0.0])

    def encode(self, columns: Columns) -> Any:
        """n records, each read once."""
        return self.line.encode(columns)

    def _grade(self, weights: Floats) -> NDArray[np.int8]:
        # A weight of exactly 0 is how a line says nothing; an impossibility stays one.
        speaks = (weights != 0.0) & np.isfinite(weights)
        return np.where(speaks, np.searchsorted(self.edges, weights, side="right"), -1).astype(np.int8)

    def seen(self, left: Any, right: Any, left_rows: Rows, right_rows: Rows) -> Grades:
        """What is to be weighed, apart from the offsets."""
        weights = self.line.weigh(left, right, left_rows, right_rows)
        return Grades(weights, self._grade(weights))

    def weighed(self, seen: Grades) -> Floats:
        """log10 LR of what was seen, float64[n]."""
        return np.asarray(seen.weight + self._added[seen.grade])

    def weigh(self, left: Any, right: Any, left_rows: Rows, right_rows: Rows) -> Floats:
        """log10 LR of the pairs, float64[n]."""
        return self.weighed(self.seen(left, right, left_rows, right_rows))

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        """The line's own reason; where records have corrected the weight, the correction is one of its parts."""
        found = self.line.explain(left, right)
        added = float(self._added[self._grade(np.array([found.log10_lr]))[0]])
        if not added:
            return found
        own = replace(found, parts=())
        learned = Weight(self.name, added, phrase("as records of this bureau show"))
        return Weight(self.name, found.log10_lr + added, found.reason, (own, learned))

    def weights_by_level(self) -> list[tuple[str, float]]:
        """Each grade by the weights that it was cut from, with what its middle weighs now."""
        found = []
        for low, high, added in zip((None, *self.edges), (*self.edges, None), self.offsets, strict=True):
            if low is None or high is None:
                edge = float(self.edges[0] if low is None else self.edges[-1])
                found.append((f"{'below' if low is None else 'above'} {edge:+g}", edge + added))
            else:
                found.append((f"{low:+g} to {high:+g}", (low + high) / 2 + added))
        return found

    def counted(self, left: Columns, right: Columns) -> Graded:
        """The line itself: it has nothing to count."""
        return self

    def learned(
        self,
        same: Grades,
        same_share: Floats,
        chance: Grades,
        chance_share: Floats,
        *,
        before: Graded,
        pairs: float,
        strength: float,
    ) -> Graded:
        """The line with offsets from pairs that are one person's and pairs taken at random.

        Arguments as for `LevelLine.learned`; grades of few pairs keep the offsets of `before`.
        """
        grades = len(self.offsets)
        one, two = same.grade >= 0, chance.grade >= 0
        observed = np.bincount(same.grade[one], same_share[one], minlength=grades)
        met = np.bincount(chance.grade[two], chance_share[two], minlength=grades)
        ratio = 10.0 ** before.weighed(chance)[two]
        expected = np.bincount(chance.grade[two], chance_share[two] * ratio, minlength=grades)
        offsets = np.array(before.offsets)
        known = (observed > 0) & (met > 0)
        if not known.any():
            return replace(self, offsets=before.offsets)
        counts = observed[known] * met[known] / (observed[known] + met[known])
        share = (observed[known] / observed.sum()) / (expected[known] / met.sum())
        offsets[known] += np.clip(counts / (counts + strength) * np.log10(share), -_MOST, _MOST)
        return replace(self, offsets=tuple(float(value) for value in offsets))
