"""The inner loops of `namelevels`, compiled: a few numbers a pair, and no array of all pairs in between.

Importing this module imports numba. All numbers of the line come in as arguments.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
Shorts = NDArray[np.int16]

_PARTS, _LEVELS, _SHARED = 3, 8, 8
_NEAR = 4
"""`names.Agreement.NEAR`; a test holds it to that."""


@njit(cache=True, nogil=True)
def seen(
    level: NDArray[np.int8],
    log10_share: Floats,
    chances: NDArray[np.int32],
    left_count: Floats,
    right_count: Floats,
    left_rows: Longs,
    right_rows: Longs,
    records: Floats,
    belief: Floats,
    pattern: Shorts,
    share: Floats,
) -> None:
    """Write pattern and shares of n pairs; see `namelevels.SeenNames`."""
    for pair in range(len(pattern)):
        number = 0
        for part in range(_PARTS):
            its = level[pair, part]
            number = number * _LEVELS + its
            share[pair, part] = 0.0
            if its >= _NEAR:
                # The commoner of two words: a slip of the pen is rarer than what it was meant to be.
                count = max(left_count[left_rows[pair], part], right_count[right_rows[pair], part])
                known = count + belief[part] * 10.0 ** log10_share[pair, part]
                share[pair, part] = known / (records[part] + belief[part])
        pattern[pair] = number if chances[pair] else -1


@njit(cache=True, nogil=True)
def by_sharing(
    pattern: int,
    shares: Floats,
    usual: Floats,
    together: Floats,
    kin: Floats,
    spelled: Floats,
    out: Floats,
) -> None:
    """Write P(levels, parts shared are c | different people) of one pair, float64[8], to `out`."""
    for common in range(_SHARED):
        chance = together[common]
        for part in range(_PARTS):
            share = min(shares[part], 0.5) if shares[part] > 0 else usual[part]
            chance *= share if common >> (_PARTS - 1 - part) & 1 else 1.0 - share
        out[common] = (chance + kin[common]) * spelled[pattern, common]


@njit(cache=True, nogil=True)
def weighed(
    pattern: Shorts,
    share: Floats,
    chances: Floats,
    usual: Floats,
    together: Floats,
    kin: Floats,
    spelled: Floats,
    log10_same: Floats,
    out: Floats,
) -> None:
    """Write the log10 LR of n pairs; see `namelevels.NameLevels.weighed`."""
    ways = np.empty(_SHARED)
    for pair in range(len(pattern)):
        if pattern[pair] < 0:
            out[pair] = 0.0
            continue
        by_sharing(pattern[pair], share[pair], usual, together, kin, spelled, ways)
        different = 0.0
        for common in range(_SHARED):
            different += ways[common]
        weight = log10_same[pattern[pair]] - math.log10(different)
        # Having had several names to choose from takes off what agreement is worth, but contradicts nothing.
        out[pair] = max(weight - chances[pair], min(weight, 0.0))
