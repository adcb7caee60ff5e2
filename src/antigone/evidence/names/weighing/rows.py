"""Weights and agreements of many pairs of records, named by their rows in two tables of names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.names.reading.roles import FAMILY, GIVEN, MIDDLE, PATRONYMIC
from antigone.evidence.names.weighing.alignment import Alignment, K, Names, Words, align
from antigone.evidence.names.weighing.comparison import features, weigh
from antigone.evidence.names.weighing.model import (
    CELLS,
    CLASH_CELL,
    COARSE_STEPS,
    FINE_STEPS,
    FORMAL_CELL,
    GRID,
    PET_CELL,
    Floats,
    Parameters,
    Strangers,
    parameters,
)
from antigone.evidence.names.weighing.table import NameTable, Rows, combinations, side_by_side

_CHUNK = 20_000
Levels = NDArray[np.int8]


class Agreement(IntEnum):
    """How well two names agree in one part, from nothing to say to the same word; see `agreement_rows`."""

    MISSING = 0
    """One side or both do not have this part."""
    DIFFERS = 1
    INITIAL_DIFFERS = 2
    INITIAL_FITS = 3
    """One side has an initial, and the word may be abbreviated to it."""
    NEAR = 4
    """Alike, but hardly two spellings of one word: likelier in one person than in two nevertheless."""
    PET = 5
    """A pet form of the other's given name, or both of one."""
    SAME_SOUND = 6
    """Two spellings of one word, a slip apart at most."""
    EQUAL = 7
    """The same sounds, or document spellings of one given name or of one father's name."""


@dataclass(frozen=True, slots=True)
class Agreements:
    """How well n pairs of records agree in each part of their names; of several names, in the pair that weighs most.

    Attributes:
        level: int8[n, 4], an `Agreement` for `FAMILY`, `GIVEN`, `PATRONYMIC` and `MIDDLE`.
        log10_share: float64[n, 4]; log10 of the share of people who bear the agreeing word, the commoner of the
            two; 0 where no word agrees (at `NEAR` or better).
        weight: float64[n], log10 LR of the whole name, as `compare_rows` gives it.
        chances: int32[n], how many pairs of names there were to choose from; 0 where either side has no name.
    """

    level: Levels
    log10_share: Floats
    weight: Floats
    chances: NDArray[np.int32]

    @property
    def surname(self) -> Levels:
        return self.level[:, FAMILY]

    @property
    def given(self) -> Levels:
        return self.level[:, GIVEN]

    @property
    def patronymic(self) -> Levels:
        return self.level[:, PATRONYMIC]

    @property
    def middle(self) -> Levels:
        return self.level[:, MIDDLE]


def agreement_of_cells(model: Parameters) -> Levels:
    """The level of a pair of words by role and cell of the likeness table: int8[4, CELLS]."""
    cells = np.arange(CELLS)
    fine = cells // COARSE_STEPS % FINE_STEPS
    level = np.where(model.carries_rarity, Agreement.SAME_SOUND, Agreement.NEAR)
    level[(cells < GRID) & (fine == 0)] = Agreement.EQUAL
    level[FORMAL_CELL] = Agreement.EQUAL
    level[PET_CELL] = Agreement.PET
    out = np.where(model.likeness > 0, level, Agreement.DIFFERS)
    out[:, CLASH_CELL:] = Agreement.DIFFERS
    return out.astype(np.int8)


def _levels(
    names: Names, words: Words, left: Rows, right: Rows, aligned: Alignment, model: Parameters
) -> tuple[Levels, Floats]:
    count = len(left)
    level = np.zeros((count, 4), dtype=np.int8)
    share = np.zeros((count, 4))
    table = agreement_of_cells(model)
    strongest = np.full((count, 4), -np.inf)
    rows = np.arange(count)
    for step in range(K):
        role = aligned.role[:, step]
        paired = aligned.left[:, step] >= 0
        cell = aligned.cell[:, step]
        base = aligned.base[:, step]
        by_initial = np.where(base > 0, Agreement.INITIAL_FITS, Agreement.INITIAL_DIFFERS)
        its = np.where(cell < 0, by_initial, table[role, np.maximum(cell, 0)])
        # Of two surnames the one that agrees best speaks; an initial speaks where no word does.
        strength = np.where(cell < 0, base - 100.0, base)
        better = paired & (strength > strongest[rows, role])
        strongest[rows[better], role[better]] = strength[better]
        level[rows[better], role[better]] = its[better]
        one = names.word[left, np.maximum(aligned.left[:, step], 0)]
        other = names.word[right, np.maximum(aligned.right[:, step], 0)]
        rarity = np.minimum(words.rarity[one, role], words.rarity[other, role])
        share[rows[better], role[better]] = np.where(its >= Agreement.NEAR, -rarity, 0.0)[better]
    return level, share


def _chunks(left: NameTable, right: NameTable, left_rows: Rows, right_rows: Rows) -> Iterator[slice]:
    if len(left_rows) != len(right_rows):
        raise ValueError(f"the two lists of rows differ in length: {len(left_rows)} and {len(right_rows)}")
    for start in range(0, len(left_rows), _CHUNK):
        yield slice(start, start + _CHUNK)


def compare_rows(
    left: NameTable, right: NameTable, left_rows: Rows, right_rows: Rows, *, against: Strangers = Strangers.ALIKE
) -> Floats:
    """How strongly the names of each pair of records speak for one person: the best of all their names.

    Args:
        left, right: tables that `encode` made; they may be one and the same.
        left_rows, right_rows: records of the left and of the right table, int64[n] each.
        against: which other people "different people" are.

    Returns:
        log10 likelihood ratios, float64[n], always finite: of the names that agree best, the number that
        `compare_many` gives; 0 where either record has no name.

    Raises:
        ValueError: the rows differ in number.
    """
    return _best(left, right, left_rows, right_rows, against)[0]


def agreement_rows(
    left: NameTable, right: NameTable, left_rows: Rows, right_rows: Rows, *, against: Strangers = Strangers.ALIKE
) -> Agreements:
    """In which parts, and how well, the names of each pair of records agree; arguments as for `compare_rows`."""
    best, at, chances = _best(left, right, left_rows, right_rows, against)
    model = parameters()
    names, words, shift = side_by_side(left, right)
    level = np.zeros((len(best), 4), dtype=np.int8)
    share = np.zeros((len(best), 4))
    some = np.flatnonzero(chances > 0)
    for start in range(0, len(some), _CHUNK):
        rows = some[start : start + _CHUNK]
        one, other = at[rows, 0], at[rows, 1] + shift
        aligned = align(names, words, one, other, model)
        level[rows], share[rows] = _levels(names, words, one, other, aligned, model)
    return Agreements(level, share, best, chances)


def chance_rows(
    left: NameTable, right: NameTable, left_rows: Rows, right_rows: Rows, *, against: Strangers = Strangers.ALIKE
) -> Floats:
    """Like `compare_rows`, with a price for having had several chances to agree.

    Of m names on one side and n on the other, which two the sources meant is not known: each pair is as likely as
    another, so the likelihood ratio of the records is the mean over the m x n pairs. That is the best of them less
    log10(m n) at most, and less next to nothing where every spelling agrees.
    """
    out = np.empty(len(left_rows))
    for chunk, pair, weights in _weights(left, right, left_rows, right_rows, against):
        size = len(left_rows[chunk])
        starts = np.flatnonzero(np.diff(pair, prepend=-1))
        best = np.zeros(size)
        mean = np.zeros(size)
        if len(starts):
            best[pair[starts]] = np.maximum.reduceat(weights, starts)
            total = np.bincount(pair, 10.0 ** (weights - best[pair]), minlength=size)
            many = np.bincount(pair, minlength=size)
            filled = many > 0
            mean[filled] = best[filled] + np.log10(total[filled] / many[filled])
        out[chunk] = mean
    return out


def _weights(
    left: NameTable, right: NameTable, left_rows: Rows, right_rows: Rows, against: Strangers
) -> Iterator[tuple[slice, Rows, Floats]]:
    """Chunk by chunk, the pairs of records and the weights of the pairs of names in them."""
    model = parameters()
    names, words, shift = side_by_side(left, right)
    for chunk in _chunks(left, right, left_rows, right_rows):
        pair, one, other = combinations(left, right, left_rows[chunk], right_rows[chunk])
        other = other + shift
        aligned = align(names, words, one, other, model)
        yield chunk, pair, weigh(features(names, one, other, aligned, model), model, against)


def _best(
    left: NameTable, right: NameTable, left_rows: Rows, right_rows: Rows, against: Strangers
) -> tuple[Floats, Rows, NDArray[np.int32]]:
    """The best weight, the two names that have it (int64[n, 2]), and from how many it was chosen."""
    best = np.zeros(len(left_rows))
    at = np.full((len(left_rows), 2), -1, dtype=np.int64)
    chances = np.zeros(len(left_rows), dtype=np.int32)
    for chunk, pair, weights in _weights(left, right, left_rows, right_rows, against):
        _, one, other = combinations(left, right, left_rows[chunk], right_rows[chunk])
        # Pairs of names in the order of their weights, a record's best last; the first of equals wins.
        order = np.lexsort((-np.arange(len(pair)), weights, pair))
        last = order[np.flatnonzero(np.diff(pair[order], append=-1))]
        rows = chunk.start + pair[last]
        best[rows] = weights[last]
        at[rows, 0], at[rows, 1] = one[last], other[last]
        chances[rows] = np.bincount(pair, minlength=len(left_rows[chunk]))[pair[last]]
    return best, at, chances
