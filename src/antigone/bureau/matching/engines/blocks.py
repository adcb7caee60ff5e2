"""Blocks of one machine as arrays: keys are sorted rule by rule; what is crowded goes through the SQL of all engines.

That a block which brings few pairs is taken whole needs no database. Blocks that bring too many are put into DuckDB,
where `matching.blocking` cuts them by birth year as everywhere. That both together give the blocks of the SQL alone is
held by the test that compares the engines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.bureau.matching.blocking import Pairing
from antigone.bureau.matching.engines.tables import KeyTables
from antigone.bureau.matching.engines.task import Crowding
from antigone.evidence.linkage.blocking import FOUND, SOUGHT, Blocking, Keys

Ints = NDArray[np.int32]
Shorts = NDArray[np.int16]
Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Members:
    """Keys of one side that take part, arrays of one length: the block, the record's row, the birth years."""

    block: Ints
    row: Ints
    first: Shorts
    last: Shorts

    @classmethod
    def joined(cls, parts: Sequence[Members]) -> Members:
        """All of these one after another."""
        empty = cls(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int16), np.zeros(0, np.int16))
        return cls(*(np.concatenate([getattr(part, name) for part in (empty, *parts)]) for name in cls.__slots__))


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks that bring pairs, numbered from 0 in the same order for the same keys.

    Attributes:
        count: how many there are.
        sides: the members of the left and of the right side; within one side only the first.
    """

    count: int
    sides: tuple[Members, Members]


@dataclass(frozen=True, slots=True)
class _Rule:
    """Keys of both sides by one rule, those of a side by ascending row, the left side first."""

    number: int
    side: NDArray[np.int8]
    row: Ints
    key: Longs
    first: Shorts
    last: Shorts

    def taken(self, which: Longs) -> _Rule:
        return _Rule(
            self.number, self.side[which], self.row[which], self.key[which], self.first[which], self.last[which]
        )

    @classmethod
    def joined(cls, pages: Sequence[_Rule]) -> _Rule:
        """All keys of one rule."""
        columns: list[NDArray[Any]] = [
            np.concatenate([getattr(page, name) for page in pages]) for name in ("side", "row", "key", "first", "last")
        ]
        return cls(pages[0].number, *columns)


def blocks_of(
    made: Iterable[tuple[int, int, Keys]], blocking: Blocking, pairing: Pairing, *, memory: str, threads: int
) -> tuple[Blocks, Crowding]:
    """Find the blocks of all keys.

    Args:
        made: pages of keys, those of a side in their order: the side, the row of the page's first record, its keys.
        blocking: its rules made the keys; its bound says which blocks are crowded.
        pairing: which pairs are counted.
        memory: how much of it DuckDB may take, in its words.
        threads: how many rules are sorted at a time.
    """
    parts: dict[int, list[_Rule]] = {rule.number: [] for rule in blocking.rules}
    for side, first_row, keys in made:
        for number, pages in parts.items():
            # Keys of a page stand rule by rule.
            its = slice(*(int(np.searchsorted(keys.rule, number, side=end)) for end in ("left", "right")))
            if its.start < its.stop:
                rows = (keys.rows[its] + first_row).astype(np.int32)
                sides = np.full(len(rows), side, dtype=np.int8)
                pages.append(_Rule(number, sides, rows, keys.key[its], keys.birth_from[its], keys.birth_to[its]))
    with ThreadPoolExecutor(max(threads, 1)) as executor:
        found = list(executor.map(lambda pages: _sorted(pages, pairing, blocking), filter(None, parts.values())))
    count = 0
    members: tuple[list[Members], list[Members]] = ([], [])
    for blocks, _ in found:
        for mine, its_members in zip(members, blocks.sides, strict=True):
            mine.append(_shifted(its_members, count))
        count += blocks.count
    crowded, crowding = _of_crowds([crowd for _, crowd in found if len(crowd.row)], blocking, pairing, memory)
    for mine, its_members in zip(members, crowded.sides, strict=True):
        mine.append(_shifted(its_members, count))
    return Blocks(count + crowded.count, (Members.joined(members[0]), Members.joined(members[1]))), crowding


def _shifted(members: Members, by: int) -> Members:
    return Members(members.block + np.int32(by), members.row, members.first, members.last)


def _sorted(pages: list[_Rule], pairing: Pairing, blocking: Blocking) -> tuple[Blocks, _Rule]:
    """Blocks of one rule that bring pairs and are not crowded, and the keys of those that are crowded."""
    whole = _Rule.joined(pages)
    pages.clear()
    order = np.argsort(whole.key, kind="stable")
    key = whole.key[order]
    new = np.ones(len(key), dtype=np.bool_)
    new[1:] = key[1:] != key[:-1]
    starts = np.flatnonzero(new)
    sizes = np.diff(np.append(starts, len(key)))
    lefts = np.add.reduceat((whole.side[order] == SOUGHT).astype(np.int64), starts) if len(starts) else sizes
    rights = sizes - lefts
    pairs = lefts * rights if pairing is Pairing.ACROSS else lefts * (lefts - 1) // 2
    crowded = pairs > blocking.pairs_per_block
    taken = (pairs > 0) & ~crowded
    number = (np.cumsum(taken) - 1).astype(np.int32)
    block = np.repeat(np.where(taken, number, np.int32(-1)), sizes)
    members = []
    for side in (SOUGHT, FOUND):
        which = np.flatnonzero((block >= 0) & (whole.side[order] == side))
        at = order[which]
        members.append(Members(block[which], whole.row[at], whole.first[at], whole.last[at]))
    return Blocks(int(taken.sum()), (members[0], members[1])), whole.taken(order[np.repeat(crowded, sizes)])


_NUMBERED = """
CREATE OR REPLACE TABLE numbered AS
SELECT rule, key, birth_year, CAST(ROW_NUMBER() OVER (ORDER BY rule, key, birth_year) - 1 AS INTEGER) AS block
FROM blocks GROUP BY rule, key, birth_year"""
_OF_SIDE = """
SELECT n.block, CAST(b.record_id AS INTEGER), b.birth_from, b.birth_to
FROM blocks AS b JOIN numbered AS n ON n.rule = b.rule AND n.key = b.key AND n.birth_year = b.birth_year
WHERE b.side = {side} ORDER BY n.block, b.record_id"""


def _of_crowds(crowds: Sequence[_Rule], blocking: Blocking, pairing: Pairing, memory: str) -> tuple[Blocks, Crowding]:
    """Parts by birth year of the crowded blocks."""
    nobody = Members.joined([])
    if not crowds:
        return Blocks(0, (nobody, nobody)), Crowding()
    with KeyTables(memory) as tables:
        for crowd in crowds:
            for side in (SOUGHT, FOUND):
                its = crowd.taken(np.flatnonzero(crowd.side == side))
                rule = np.full(len(its.row), its.number, dtype=np.int16)
                tables.add(Keys(its.row.astype(np.int64), rule, its.key, its.first, its.last), side)
        crowding = tables.block(blocking, pairing)
        tables.execute(_NUMBERED)
        count = int(tables.columns("SELECT COUNT(*) FROM numbered")[0][0])
        sides = [Members(*tables.arrays(_OF_SIDE.format(side=side))) for side in (SOUGHT, FOUND)]
    return Blocks(count, (sides[0], sides[1])), crowding
