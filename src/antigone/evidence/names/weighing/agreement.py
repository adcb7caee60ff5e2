"""How well two names agree in each part, in a few levels: what a model that learns its own weights asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.names.reading.roles import FAMILY, GIVEN, MIDDLE, PATRONYMIC
from antigone.evidence.names.weighing.alignment import K
from antigone.evidence.names.weighing.comparison import aligned_batch
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
    parameters,
)

Levels = NDArray[np.int8]


class Agreement(IntEnum):
    """How well two names agree in one part, from nothing to say to the same word."""

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
        level: int8[n, 4], an `Agreement` for family name, given name, patronymic and middle names.
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


def agreement_many(left: Sequence[str], right: Sequence[str]) -> tuple[Levels, Floats]:
    """`Agreements.level` and `log10_share` of n pairs of names, in NumPy; the oracle of the compiled code."""
    model = parameters()
    batch = aligned_batch(left, right, model)
    names, words, aligned = batch.names, batch.words, batch.alignment
    count = len(left)
    level = np.zeros((count, 4), dtype=np.int8)
    share = np.zeros((count, 4))
    table = agreement_of_cells(model)
    strongest = np.full((count, 4), -np.inf)
    rows = np.arange(count)
    for step in range(K):
        role = aligned.role[:, step]
        cell = aligned.cell[:, step]
        base = aligned.base[:, step]
        by_initial = np.where(base > 0, Agreement.INITIAL_FITS, Agreement.INITIAL_DIFFERS)
        its = np.where(cell < 0, by_initial, table[role, np.maximum(cell, 0)])
        # Of two surnames the one that agrees best speaks; an initial speaks where no word does.
        strength = np.where(cell < 0, base - 100.0, base)
        better = (aligned.left[:, step] >= 0) & (strength > strongest[rows, role])
        strongest[rows[better], role[better]] = strength[better]
        level[rows[better], role[better]] = its[better]
        one = names.word[batch.left, np.maximum(aligned.left[:, step], 0)]
        other = names.word[batch.right, np.maximum(aligned.right[:, step], 0)]
        rarity = np.minimum(words.rarity[one, role], words.rarity[other, role])
        share[rows[better], role[better]] = np.where(its >= Agreement.NEAR, -rarity, 0.0)[better]
    return level, share
