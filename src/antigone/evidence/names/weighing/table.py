"""The names of many records, read once, so that millions of pairs of them can be weighed by row number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.names.weighing.alignment import Glossary, Names, Words, word_arrays

_CHUNK = 50_000
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class NameTable:
    """The names of n records; a record may have several names, or none.

    Holds arrays and words only, so it can be pickled, sent to another process or shared by a fork.

    Attributes:
        first: int64[n + 1]; the names of record i are the rows ``first[i]:first[i + 1]`` of `names`.
        names: one row a name.
        words: the distinct words of those names.
    """

    first: Rows
    names: Names
    words: Words

    def __len__(self) -> int:
        return len(self.first) - 1


def encode(values: Sequence[str | Sequence[str]]) -> NameTable:
    """Read the names of records, once, for `compare_rows` and its kin.

    Args:
        values: for each record its name, or its names. A name without letters counts as no name, and the same
            name written twice in one record as one.

    Returns:
        A `NameTable` of ``len(values)`` records. What it holds of a record hangs on nothing but that record.
    """
    glossary = Glossary()
    read: list[Names] = []
    counts = np.zeros(len(values), dtype=np.int64)
    for start in range(0, len(values), _CHUNK):
        rows = list(_names_of_each(values[start : start + _CHUNK]))
        names = glossary.read([name for row in rows for name in row])
        sizes = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
        kept = names.word[:, 0] >= 0
        owners = np.repeat(np.arange(len(rows)), sizes)[kept]
        counts[start : start + len(rows)] = np.bincount(owners, minlength=len(rows))
        read.append(_taken(names, kept))
    first = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])
    return NameTable(first, _joined(read) if read else glossary.read([]), word_arrays(glossary.facts))


def _names_of_each(values: Sequence[str | Sequence[str]]) -> Iterator[tuple[str, ...]]:
    for value in values:
        yield (value,) if isinstance(value, str) else tuple(dict.fromkeys(value))


def _taken(names: Names, which: NDArray[np.bool_]) -> Names:
    return Names(names.word[which], names.role[which], names.sure[which], names.initial[which], names.sex[which])


def _joined(parts: list[Names]) -> Names:
    return Names(
        np.concatenate([part.word for part in parts]),
        np.concatenate([part.role for part in parts]),
        np.concatenate([part.sure for part in parts]),
        np.concatenate([part.initial for part in parts]),
        np.concatenate([part.sex for part in parts]),
    )


def side_by_side(left: NameTable, right: NameTable) -> tuple[Names, Words, int]:
    """Both tables as one, and the number by which the right one's names are shifted in it."""
    if left is right:
        return left.names, left.words, 0
    a, b = left.words, right.words
    shifted = np.where(right.names.word >= 0, right.names.word + np.int32(len(a.facts)), np.int32(-1))
    moved = Names(shifted, right.names.role, right.names.sure, right.names.initial, right.names.sex)
    words = Words(
        a.facts + b.facts,
        np.concatenate([a.length, b.length]),
        np.concatenate([a.groups, b.groups]),
        np.concatenate([a.formal, b.formal]),
        np.concatenate([a.fathers, b.fathers]),
        np.concatenate([a.letters, b.letters]),
        np.concatenate([a.rarity, b.rarity]),
        np.concatenate([a.sex, b.sex]),
        np.concatenate([a.abjad, b.abjad]),
        np.concatenate([a.bones, b.bones]),
    )
    return _joined([left.names, moved]), words, len(left.names.word)


def combinations(left: NameTable, right: NameTable, left_rows: Rows, right_rows: Rows) -> tuple[Rows, Rows, Rows]:
    """Every name of one record with every name of the other: for m such pairs int64[m] each.

    Returns:
        The pair of records (ascending, counted from 0), the left name and the right name (rows of `names`).
    """
    many_left = left.first[left_rows + 1] - left.first[left_rows]
    many_right = right.first[right_rows + 1] - right.first[right_rows]
    sizes = many_left * many_right
    pair = np.repeat(np.arange(len(left_rows)), sizes)
    ends = np.cumsum(sizes)
    within = np.arange(len(pair)) - np.repeat(ends - sizes, sizes)
    across = many_right[pair]
    return pair, left.first[left_rows][pair] + within // across, right.first[right_rows][pair] + within % across
