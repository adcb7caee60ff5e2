"""Columns in which each distinct value stands once, and records that say the same in some columns found by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
#: Field name of `Particulars` to its column; all of one length.
CodedColumns = Mapping[str, "Coded"]

#: With more distinct rows than this share of all, reading each distinct one once is not worth the detour.
_WORTH_WHILE = 0.75
#: Up to so many possible combinations a row, they are counted instead of sorted.
_COUNTED = 4


@dataclass(frozen=True, slots=True, eq=False)
class Coded(Sequence[Any]):
    """One field of n records: a column like any other, which tells besides what stands in it several times.

    Attributes:
        values: the field's values; seldom twice the same.
        of: int64[n], which of the values each record has.
    """

    values: Sequence[Any]
    of: Codes

    def __len__(self) -> int:
        return len(self.of)

    @overload
    def __getitem__(self, row: int) -> Any: ...
    @overload
    def __getitem__(self, row: slice) -> list[Any]: ...
    def __getitem__(self, row: int | slice) -> Any:
        return (
            [self.values[code] for code in self.of[row].tolist()]
            if isinstance(row, slice)
            else self.values[self.of[row]]
        )

    def __iter__(self) -> Iterator[Any]:
        return iter(self.taken())

    def taken(self, rows: Codes | None = None) -> list[Any]:
        """The values of these rows, or of all."""
        values = self.values
        return [values[code] for code in (self.of if rows is None else self.of[rows]).tolist()]


def coded(column: Sequence[Any]) -> Coded:
    """A column with each distinct value once; a column that is coded already stays as it is."""
    if isinstance(column, Coded):
        return column
    numbers: dict[Any, int] = {}
    of = np.fromiter((numbers.setdefault(value, len(numbers)) for value in column), np.int64, len(column))
    return Coded(list(numbers), of)


@dataclass(frozen=True, slots=True)
class Alike:
    """Records that say the same.

    Attributes:
        first: int64[k], for each distinct record one row that stands for it.
        of: int32[n], which distinct record each row is.
    """

    first: Codes
    of: NDArray[np.int32]


def alike(columns: Sequence[Coded]) -> Alike | None:
    """Which of n records say the same in all of these columns; None where too few do for it to matter."""
    count = len(columns[0]) if columns else 0
    whole, size = np.zeros(count, dtype=np.int64), min(count, 1)
    for column in sorted(columns, key=lambda one: len(one.values)):
        width = len(column.values)
        if width > count * _WORTH_WHILE and np.count_nonzero(np.bincount(column.of)) > count * _WORTH_WHILE:
            return None
        if width > 1:
            whole, size = _numbered(whole * width + column.of, size * width)
        if size > count * _WORTH_WHILE:
            return None
    first = np.empty(size, dtype=np.int64)
    # Written backwards, so that the first of several stays.
    first[whole[::-1]] = np.arange(count)[::-1]
    return Alike(first, whole.astype(np.int32))


def _numbered(codes: Codes, possible: int) -> tuple[Codes, int]:
    """Codes below `possible` made dense; and how many there are."""
    if possible > _COUNTED * len(codes):
        distinct, of = np.unique(codes, return_inverse=True)
        return of.reshape(-1).astype(np.int64), len(distinct)
    there = np.zeros(possible, dtype=np.bool_)
    there[codes] = True
    number = np.cumsum(there) - 1
    return number[codes], int(there.sum())
