"""Who is on which lists: the table that every estimator reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

MOST_LISTS = 20


class NotATable(ValueError):
    """The numbers are no table of list overlaps; the message says which entry and why."""


@dataclass(frozen=True, slots=True, eq=False)
class OverlapTable:
    """How many documented persons stand on each combination of lists.

    Attributes:
        lists: the lists' names, 1 to 20.
        patterns: uint8[m, lists], one row a combination that somebody has: 1 where he stands on the list. No row is
            all zeros (nobody has counted those), none comes twice; rows are in ascending binary order.
        counts: int64[m], persons with that combination, each at least 1.
    """

    lists: tuple[str, ...]
    patterns: NDArray[np.uint8]
    counts: NDArray[np.int64]

    @property
    def documented(self) -> int:
        """Persons who stand on at least one list."""
        return int(self.counts.sum())

    @property
    def list_sizes(self) -> NDArray[np.int64]:
        """int64[lists], persons on each list."""
        return self.counts @ self.patterns.astype(np.int64)

    @property
    def shared(self) -> NDArray[np.int64]:
        """int64[lists, lists], persons who stand on both lists; a list's own size on the diagonal."""
        on_list = self.patterns.astype(np.int64)
        return on_list.T @ (on_list * self.counts[:, None])

    def full(self) -> NDArray[np.int64]:
        """int64[2**lists], persons by pattern number (first list the highest bit); entry 0, nobody's count, is 0."""
        cells = np.zeros(1 << len(self.lists), dtype=np.int64)
        cells[_numbers(self.patterns)] = self.counts
        return cells

    def as_patterns(self) -> dict[str, int]:
        """``{"110": 6, …}``, as `from_patterns` reads it."""
        return {"".join(map(str, row)): int(count) for row, count in zip(self.patterns, self.counts, strict=True)}

    def only(self, lists: Iterable[str]) -> OverlapTable:
        """The table of some of the lists; who stands on none of them drops out.

        Raises:
            NotATable: a name that is no list of this table.
        """
        chosen = list(lists)
        if unknown := [name for name in chosen if name not in self.lists]:
            raise NotATable(f"there is no list «{unknown[0]}»; the lists are {', '.join(self.lists)}")
        columns = [self.lists.index(name) for name in chosen]
        return _collected(tuple(chosen), self.patterns[:, columns], self.counts)


def from_patterns(lists: Sequence[str], patterns: Mapping[str, int]) -> OverlapTable:
    """A table from ``{"110": 6, …}``, one digit a list.

    Raises:
        NotATable: no list, too many, a list named twice; a key of another length or with other signs than 0 and 1;
            a count that is no whole number of at least 0; persons on no list; nobody on any list.
    """
    _check_lists(lists)
    rows, counts = [], []
    for key, count in patterns.items():
        if len(key) != len(lists) or set(key) - {"0", "1"}:
            raise NotATable(f"«{key}» must be {len(lists)} digits, 0 or 1, one a list")
        if isinstance(count, bool) or int(count) != count:
            raise NotATable(f"the count of «{key}» is {count}; it must be a whole number")
        if count < 0:
            raise NotATable(f"the count of «{key}» is {count}; nobody can be counted less than 0 times")
        if "1" not in key and count:
            raise NotATable(f"«{key}» counts {count} persons who stand on no list; those are what is to be estimated")
        rows.append([int(digit) for digit in key])
        counts.append(int(count))
    return _collected(tuple(lists), np.array(rows, dtype=np.uint8).reshape(-1, len(lists)), np.array(counts, dtype=int))


def from_membership(lists: Sequence[str], membership: NDArray[np.bool_]) -> OverlapTable:
    """A table from persons: bool[persons, lists], True where the person stands on the list.

    Raises:
        NotATable: the shape does not fit the names, or nobody stands on any list.
    """
    _check_lists(lists)
    if membership.ndim != 2 or membership.shape[1] != len(lists):
        raise NotATable(f"membership must have a column a list: {len(lists)} columns, not shape {membership.shape}")
    rows = np.asarray(membership, dtype=np.uint8)
    return _collected(tuple(lists), rows, np.ones(len(rows), dtype=np.int64))


def separate_groups(table: OverlapTable) -> list[tuple[str, ...]]:
    """The groups of lists between which nobody is shared; one group when all hang together."""
    shared = table.shared > 0
    left = set(range(len(table.lists)))
    groups = []
    while left:
        group, edge = set(), {min(left)}
        while edge:
            group |= edge
            edge = {other for one in edge for other in left - group if shared[one, other]}
        left -= group
        groups.append(tuple(table.lists[number] for number in sorted(group)))
    return groups


def pairs_without_overlap(table: OverlapTable) -> list[tuple[str, str]]:
    """Pairs of lists that share nobody."""
    shared = table.shared
    return [
        (table.lists[one], table.lists[other])
        for one, other in combinations(range(len(table.lists)), 2)
        if shared[one, other] == 0
    ]


def _check_lists(lists: Sequence[str]) -> None:
    if not lists:
        raise NotATable("a table needs at least one list")
    if len(lists) > MOST_LISTS:
        raise NotATable(f"{len(lists)} lists are too many; join some, so that at most {MOST_LISTS} are left")
    if twice := [name for name in lists if list(lists).count(name) > 1]:
        raise NotATable(f"the list «{twice[0]}» is named twice")


def _numbers(patterns: NDArray[np.uint8]) -> NDArray[np.int64]:
    lists = patterns.shape[1]
    return patterns.astype(np.int64) @ (1 << np.arange(lists - 1, -1, -1, dtype=np.int64))


def _collected(lists: tuple[str, ...], rows: NDArray[np.uint8], counts: NDArray[np.int64]) -> OverlapTable:
    numbers = _numbers(rows)
    kept = (numbers > 0) & (counts > 0)
    distinct, place = np.unique(numbers[kept], return_inverse=True)
    if not len(distinct):
        raise NotATable("nobody stands on any of the lists")
    summed = np.bincount(place, weights=counts[kept]).astype(np.int64)
    bits = np.arange(len(lists) - 1, -1, -1, dtype=np.int64)
    return OverlapTable(lists, ((distinct[:, None] >> bits) & 1).astype(np.uint8), summed)
