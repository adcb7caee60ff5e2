"""Candidates of one machine: blocks as arrays, joined in compiled code as often as there are parts.

The blocks are found by the SQL of all engines (`matching.blocking`). What follows, "all pairs of each block, every pair
of records once", is a few machine instructions a pair when the blocks lie in memory as arrays, and several processes
can do it at once. That it gives the pairs of `blocking.pairs_sql` is held by a test.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from antigone.bureau.matching.blocking import Pairing
from antigone.bureau.matching.engines.tables import KeyTables
from antigone.evidence.linkage.blocking import FOUND, SOUGHT
from antigone.evidence.linkage.lines import Rows

Ints = NDArray[np.int32]
Shorts = NDArray[np.int16]

_BRING_PAIRS = {
    Pairing.ACROSS: f"COUNT(*) FILTER (side = {SOUGHT}) > 0 AND COUNT(*) FILTER (side = {FOUND}) > 0",
    Pairing.WITHIN: "COUNT(*) > 1",
}
_NUMBERED = """
CREATE OR REPLACE TABLE numbered AS
SELECT rule, key, birth_year, CAST(ROW_NUMBER() OVER (ORDER BY rule, key, birth_year) - 1 AS INTEGER) AS block
FROM blocks GROUP BY rule, key, birth_year HAVING {bring_pairs}"""
_OF_SIDE = """
SELECT n.block, CAST(b.record_id AS INTEGER), b.birth_from, b.birth_to
FROM blocks AS b JOIN numbered AS n ON n.rule = b.rule AND n.key = b.key AND n.birth_year = b.birth_year
WHERE b.side = {side}"""


@dataclass(frozen=True, slots=True)
class _Grouped:
    """Keys of one side in groups: those of group g stand from ``starts[g]`` up to ``starts[g + 1]``, by row.

    Attributes:
        of: int32[n], the row of a block's keys, or the block of a row's.
        first, last: int16[n], birth years.
    """

    starts: Rows
    of: Ints
    first: Shorts
    last: Shorts


@dataclass(frozen=True, slots=True)
class Candidates:
    """All pairs of a task that are worth weighing, to be had part by part.

    Attributes:
        within: whether both records of a pair stand on one side.
        rights: how many records stand on the right side.
        _visited: int32[lefts], the left rows as they are taken up. Those that share their largest block follow one
            another, so that the records they meet are still in the processor's cache.
    """

    within: bool
    rights: int
    _rows: _Grouped
    _blocks: _Grouped
    _visited: Ints

    @classmethod
    def of(cls, tables: KeyTables, pairing: Pairing, lefts: int, rights: int) -> Candidates:
        """Read the relation ``blocks`` of `tables` into arrays; call it after `KeyTables.block`."""
        tables.execute(_NUMBERED.format(bring_pairs=_BRING_PAIRS[pairing]))
        count = int(tables.columns("SELECT COUNT(*) FROM numbered")[0][0])
        within = pairing is Pairing.WITHIN
        rows = _grouped(tables, SOUGHT, lefts, by_row=True)
        blocks = _grouped(tables, SOUGHT if within else FOUND, count, by_row=False)
        largest = _largest(rows.starts, rows.of, blocks.starts)
        return cls(
            within, lefts if within else rights, rows, blocks, np.argsort(largest, kind="stable").astype(np.int32)
        )

    def parts(self, most: int) -> list[tuple[int, int, int]]:
        """Places of `_visited` in runs (first, beyond, pairs of keys) of about `most` pairs of keys."""
        load = _loads(self._rows.starts, self._rows.of, self._blocks.starts)[self._visited]
        total = np.cumsum(load)
        if not len(load) or not total[-1]:
            return []
        which = (total - load) // most
        starts = np.flatnonzero(np.diff(which, prepend=-1))
        beyond = [*starts[1:].tolist(), len(load)]
        sums = np.add.reduceat(load, starts)
        return [part for part in zip(starts.tolist(), beyond, sums.tolist(), strict=True) if part[2]]

    def pairs(self, part: tuple[int, int, int]) -> tuple[Rows, Rows]:
        """Pairs of the left rows of one part, each once, those of one left row together and in ascending order."""
        first, beyond, most = part
        left, right = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32)
        rows, blocks = self._rows, self._blocks
        count = _join(
            self._visited[first:beyond], self.within, rows.starts, rows.of, rows.first, rows.last,
            blocks.starts, blocks.of, blocks.first, blocks.last, np.full(self.rights, -1, dtype=np.int32), left, right,
        )  # fmt: skip
        return left[:count].astype(np.int64), right[:count].astype(np.int64)


def _grouped(tables: KeyTables, side: int, groups: int, *, by_row: bool) -> _Grouped:
    block, row, first, last = tables.arrays(_OF_SIDE.format(side=side))
    group, of = (row, block) if by_row else (block, row)
    if not by_row:
        # By row within each block, whatever order the database gave.
        order = np.argsort(of, kind="stable")
        group, of, first, last = group[order], of[order], first[order], last[order]
    starts, in_groups = _order(group, groups)
    return _Grouped(starts, of[in_groups], first[in_groups], last[in_groups])


@njit(cache=True)
def _order(group: Ints, groups: int) -> tuple[Rows, Ints]:
    """Where each group begins, and the order in which items stand group by group, else as they came."""
    starts = np.zeros(groups + 1, np.int64)
    for at in group:
        starts[at + 1] += 1
    for at in range(groups):
        starts[at + 1] += starts[at]
    place = starts[:-1].copy()
    order = np.empty(len(group), np.int32)
    for item in range(len(group)):
        order[place[group[item]]] = item
        place[group[item]] += 1
    return starts, order


@njit(cache=True)
def _loads(starts: Rows, block: Ints, block_starts: Rows) -> Rows:
    """How many keys each row meets in its blocks."""
    out = np.zeros(len(starts) - 1, np.int64)
    for row in range(len(out)):
        for at in range(starts[row], starts[row + 1]):
            out[row] += block_starts[block[at] + 1] - block_starts[block[at]]
    return out


@njit(cache=True)
def _largest(starts: Rows, block: Ints, block_starts: Rows) -> Ints:
    """Of each row the block in which it meets most keys, the first of equals; -1 where it is in none."""
    out = np.full(len(starts) - 1, -1, np.int32)
    for row in range(len(out)):
        most = 0
        for at in range(starts[row], starts[row + 1]):
            size = block_starts[block[at] + 1] - block_starts[block[at]]
            if size > most or (size == most and block[at] < out[row]):
                most, out[row] = size, block[at]
    return out


@njit(cache=True)
def _join(
    visited: Ints, within: bool,
    starts: Rows, block: Ints, first: Shorts, last: Shorts,
    block_starts: Rows, member: Ints, member_first: Shorts, member_last: Shorts,
    met: Ints, left: Ints, right: Ints,
) -> int:  # fmt: skip
    """Write the pairs of these rows to `left` and `right`; gives their number.

    `met`, int32[rights] of -1 at first, holds the row that met each right record last.
    """
    count = 0
    for row in visited:
        begin = count
        for at in range(starts[row], starts[row + 1]):
            its = block[at]
            for place in range(block_starts[its], block_starts[its + 1]):
                other = member[place]
                if within and other <= row:
                    continue
                if met[other] != row and first[at] <= member_last[place] and member_first[place] <= last[at]:
                    met[other] = row
                    left[count] = row
                    right[count] = other
                    count += 1
        right[begin:count].sort()
    return count
