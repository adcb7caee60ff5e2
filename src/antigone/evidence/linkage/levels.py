"""Lines of evidence in levels of agreement: what a Fellegi-Sunter model learns by itself.

A comparison puts each pair into one of a few ordered levels ("the same", "nearly the same", ..., "differs"). Level k
weighs log10(m[k] / u[k]), m[k] being how often two records of one person fall into it and u[k] how often two records
of different people do (Fellegi and Sunter 1969). Where a level means that two records share a value, a rare value says
more: u[k] is scaled by how common the value is (Winkler, "Frequency-based matching in Fellegi-Sunter model of record
linkage", 2000).

Levels form groups that are never compared: a year against a full date can at best agree "in the year". m and u are
distributions within each group, so that what a source leaves out is no evidence.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.linkage.lines import Floats, Rows
from antigone.evidence.linkage.particulars import Columns, Particulars
from antigone.evidence.weight import Weight
from antigone.evidence.wording import code_word, figure, phrase

Levels = NDArray[np.int8]
#: The level of a pair of which one side says nothing.
SILENT = -1


@dataclass(frozen=True)
class Frequencies:
    """How common the values of a field are, as far as it is worth remembering.

    Attributes:
        counts: values with the number of records that bear them, each at least 2, at most `LONGEST` of them.
        records: how many records were counted.
        otherwise: the share of a value that is not in the table; None for "one record in all".
    """

    counts: tuple[tuple[str, int], ...] = ()
    records: int = 0
    otherwise: float | None = None

    LONGEST = 4000

    @classmethod
    def counted(cls, values: Iterable[str]) -> Frequencies:
        """The commonest of the values, empty ones left out; among equals the first in code-point order."""
        tally = Counter(value for value in values if value)
        kept = sorted(((v, n) for v, n in tally.items() if n > 1), key=lambda item: (-item[1], item[0]))
        return cls(tuple(kept[: cls.LONGEST]), tally.total())

    @cached_property
    def _table(self) -> dict[str, int]:
        return dict(self.counts)

    def count(self, value: str) -> int:
        """How many records bear the value; 1 for one that is not in the table."""
        return self._table.get(value, 1)

    def log10_shares(self, values: Sequence[str]) -> Floats:
        """log10 of the share of people with each value, float64[n]; 0 where there is no value or nothing was counted.

        One is taken off each count, as of two records with a rare value one is usually the other's person; what
        stands once or not at all counts half a record.
        """
        if not self.records:
            return np.zeros(len(values))
        rare = self.otherwise if self.otherwise is not None else 0.5 / self.records
        shares = {value: max((n - 1) / self.records, rare) for value, n in self.counts}
        found = (shares.get(value, rare) if value else 1.0 for value in values)
        return np.log10(np.fromiter(found, np.float64, len(values)))


class Comparison(Protocol):
    """How two records are put into a level of agreement."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Which fields it reads."""
        ...

    @property
    def levels(self) -> tuple[str, ...]:
        """What each level means, best first, for a sentence: ``"the same"``."""
        ...

    @property
    def groups(self) -> tuple[int, ...]:
        """For each level, which levels it can be compared with: those of the same number."""
        ...

    @property
    def shared(self) -> tuple[int, ...]:
        """Levels that mean the records share a value, so that its rarity counts."""
        ...

    def encode(self, columns: Columns) -> Any:
        """n records, each read once."""
        ...

    def values(self, columns: Columns) -> Sequence[str]:
        """The value of each record of which the frequency counts, empty for none."""
        ...

    def level(self, left: Any, right: Any, left_rows: Rows, right_rows: Rows) -> Levels:
        """The level of each pair, int8[n], `SILENT` where a side says nothing."""
        ...


@dataclass(frozen=True, slots=True)
class LevelRows:
    """n records as `LevelLine` reads them: what its comparison made of them, and log10 shares of their values."""

    read: Any
    log10_share: Floats


@dataclass(frozen=True, slots=True)
class Seen:
    """What a level line sees of n pairs: the level, and log10 of how common the shared value is (0 for none)."""

    level: Levels
    log10_share: Floats


def shares_within(
    counts: NDArray[np.floating[Any] | np.integer[Any]], groups: Sequence[int], prior: Sequence[float], strength: float
) -> tuple[float, ...]:
    """Distributions within groups from counts, pulled towards `prior` as if by `strength` earlier observations."""
    out = np.zeros(len(counts))
    its = np.asarray(groups)
    for group in sorted(set(groups)):
        inside = its == group
        before = np.asarray(prior)[inside]
        before = before / before.sum()
        out[inside] = (counts[inside] + strength * before) / (counts[inside].sum() + strength)
    return tuple(float(share) for share in out)


@dataclass(frozen=True)
class LevelLine:
    """A line of evidence in levels.

    Attributes:
        name: the line's key.
        comparison: what puts pairs into levels.
        m: P(level | same person), a distribution within each group of levels.
        u: P(level | different people), likewise.
        frequencies: how common values are; without records, rarity does not count.
        log10_usual: log10 of the mean share of a shared value among pairs of different people: what u[k] stands for.
    """

    name: str
    comparison: Comparison
    m: tuple[float, ...]
    u: tuple[float, ...]
    frequencies: Frequencies = Frequencies()
    log10_usual: float = 0.0

    def __post_init__(self) -> None:
        count = len(self.comparison.levels)
        if len(self.m) != count or len(self.u) != count:
            raise ValueError(f"the line «{self.name}» has {count} levels and needs an m and a u for each")
        if min(self.m) <= 0 or min(self.u) <= 0:
            raise ValueError(f"each m and u of the line «{self.name}» must be above 0")

    @property
    def fields(self) -> tuple[str, ...]:
        return self.comparison.fields

    @cached_property
    def _worth(self) -> Floats:
        """Weight by level, with 0 at the end, where `SILENT` points."""
        return np.append(np.log10(np.array(self.m)) - np.log10(np.array(self.u)), 0.0)

    @cached_property
    def _by_value(self) -> NDArray[np.bool_]:
        out = np.zeros(len(self.m) + 1, dtype=np.bool_)
        out[list(self.comparison.shared)] = bool(self.frequencies.records)
        return out

    def encode(self, columns: Columns) -> LevelRows:
        """n records, each read once."""
        values = self.comparison.values(columns)
        return LevelRows(self.comparison.encode(columns), self.frequencies.log10_shares(values))

    def seen(self, left: LevelRows, right: LevelRows, left_rows: Rows, right_rows: Rows) -> Seen:
        """What is to be weighed, apart from any m and u."""
        level = self.comparison.level(left.read, right.read, left_rows, right_rows)
        # The commoner of two values: a slip of the pen is rarer than what it was meant to be.
        return Seen(level, np.maximum(left.log10_share[left_rows], right.log10_share[right_rows]))

    def weighed(self, seen: Seen) -> Floats:
        """log10 LR of what was seen, float64[n]."""
        rarity = np.where(self._by_value[seen.level], self.log10_usual - seen.log10_share, 0.0)
        return np.asarray(self._worth[seen.level] + rarity)

    def weigh(self, left: LevelRows, right: LevelRows, left_rows: Rows, right_rows: Rows) -> Floats:
        """log10 LR of the pairs, float64[n]."""
        return self.weighed(self.seen(left, right, left_rows, right_rows))

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        """The weight of one pair and the level that it fell into."""
        one, other = ({name: [getattr(side, name)] for name in self.fields} for side in (left, right))
        first = np.zeros(1, dtype=np.int64)
        seen = self.seen(self.encode(one), self.encode(other), first, first)
        level = int(seen.level[0])
        if level == SILENT:
            return Weight(self.name, 0.0, phrase("no {line} on one side", line=code_word("line", self.name)))
        weight = float(self.weighed(seen)[0])
        line, found = code_word("line", self.name), self.comparison.levels[level]
        left_says, right_says = (" ".join(str(side[name][0]) for name in self.fields).strip() for side in (one, other))
        parts: tuple[Weight, ...] = ()
        if self._by_value[level]:
            worth = float(self._worth[level])
            people = 10.0 ** -float(seen.log10_share[0])
            parts = (
                Weight("agreement", worth, phrase("{line}: {found}", line=line, found=found)),
                Weight("rarity", weight - worth, phrase("about one person in {people} has it", people=figure(people))),
            )
        reason = phrase("{line}: {found} ({one} and {other})", line=line, found=found, one=left_says, other=right_says)
        return Weight(self.name, weight, reason, parts)

    def weights_by_level(self) -> list[tuple[str, float]]:
        """Each level in words with its weight at a usual value."""
        return list(zip(self.comparison.levels, self._worth[:-1].tolist(), strict=True))

    def counted(self, left: Columns, right: Columns) -> LevelLine:
        """The same line with the frequencies of the values in both lists."""
        if not self.comparison.shared:
            return self
        values = (*self.comparison.values(left), *self.comparison.values(right))
        return replace(self, frequencies=Frequencies.counted(values))

    def learned(
        self,
        same: Seen,
        same_share: Floats,
        chance: Seen,
        chance_share: Floats,
        *,
        before: LevelLine,
        pairs: float,
        strength: float,
    ) -> LevelLine:
        """The line with m from pairs that are one person's, and u from pairs taken at random.

        Args:
            same, same_share: pairs, and for each the chance that it is one person.
            chance, chance_share: pairs taken at random, and for each the chance that it is not one person.
            before: the line before all learning, so that rounds of learning do not wear its m away.
            pairs: how many pairs the two lists have in all.
            strength: how many pairs the m of `before` is worth.
        """
        count = len(self.m)
        said = same.level != SILENT
        m = np.bincount(same.level[said], same_share[said], minlength=count)
        met = chance.level != SILENT
        u = np.bincount(chance.level[met], chance_share[met], minlength=count)
        shared = np.zeros(count + 1, dtype=np.bool_)
        shared[list(self.comparison.shared)] = True
        usual = self.log10_usual
        coincide = shared[chance.level]
        if self.frequencies.records and chance_share[coincide].sum() > 0:
            # Values coincide with the square of their shares: their harmonic mean is the mean share of all records.
            weights = chance_share[coincide]
            usual = math.log10(float(weights.sum() / (weights * 10.0 ** -chance.log10_share[coincide]).sum()))
        groups = self.comparison.groups
        return replace(
            self,
            m=shares_within(m, groups, before.m, strength),
            u=shares_within(u, groups, [1.0] * count, 1.0),
            log10_usual=usual,
        )
