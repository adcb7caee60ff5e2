"""Keys of each record once, compiled: records have few keys each, so that they are sorted record by record."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Hashes = NDArray[np.uint64]


@njit(cache=True)
def distinct(rows: Rows, keys: Hashes, count: int) -> tuple[Rows, Hashes]:
    """Pairs of a row, below `count`, and a key, each once, ascending by row and then by key."""
    starts = np.zeros(count + 1, np.int64)
    for row in rows:
        starts[row + 1] += 1
    for row in range(count):
        starts[row + 1] += starts[row]
    place = starts[:-1].copy()
    sorted_keys = np.empty(len(keys), np.uint64)
    for at in range(len(rows)):
        sorted_keys[place[rows[at]]] = keys[at]
        place[rows[at]] += 1
    out_rows, out_keys = np.empty(len(rows), np.int64), np.empty(len(rows), np.uint64)
    found = 0
    for row in range(count):
        first, beyond = starts[row], starts[row + 1]
        if beyond - first > 1:
            sorted_keys[first:beyond].sort()
        for at in range(first, beyond):
            if at == first or sorted_keys[at] != sorted_keys[at - 1]:
                out_rows[found], out_keys[found] = row, sorted_keys[at]
                found += 1
    return out_rows[:found].copy(), out_keys[:found].copy()
