"""Candidates of one machine: blocks as arrays, joined in compiled code as often as there are parts.

"All pairs of each block, every pair of records once" is a few machine instructions a pair when the blocks lie in memory
as arrays, and several processes can do it at once. That it gives the pairs of `blocking.pairs_sql` is held by a test.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from antigone.bureau.matching.blocking import Pairing
from antigone.bureau.matching.engines.blocks import Blocks, Members
from antigone.evidence.linkage.lines import Rows

Ints = NDArray[np.int32]
Shorts = NDArray[np.int16]


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
    def of(cls, blocks: Blocks, pairing: Pairing, lefts: int, rights: int) -> Candidates:
        """Those of these blocks, the sides having so many records."""
        within = pairing is Pairing.WITHIN
        left, right = blocks.sides[0], blocks.sides[0 if within else 1]
        rows = _grouped(left.row, left.block, lefts, left)
        members = _grouped(right.block, right.row, blocks.count, right)
        largest = _largest(rows.starts, rows.of, members.starts)
        visited = np.argsort(largest, kind="stable").astype(np.int32)
        return cls(within, lefts if within else rights, rows, members, visited)

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


def _grouped(group: Ints, of: Ints, groups: int, members: Members) -> _Grouped:
    starts, in_groups = _order(group, groups)
    return _Grouped(starts, of[in_groups], members.first[in_groups], members.last[in_groups])


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
