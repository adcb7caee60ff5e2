"""Words of service data as whole numbers that are equal where the words sound alike in either script."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antigone.evidence import names

MOST_KEYS: Final = 4
_LONGEST: Final = 120


@lru_cache(maxsize=200_000)
def as_number(kind: str, key: str) -> int:
    """A key as a whole number above 0 that is the same on every machine; 0 for an empty key."""
    if not key:
        return 0
    return (int.from_bytes(blake2b(f"{kind}:{key}".encode(), digest_size=8).digest(), "little") >> 1) | 1


@lru_cache(maxsize=100_000)
def keys(text: str) -> tuple[str, ...]:
    """Alternative sounds of a whole text, at most `MOST_KEYS`: its words folded, and their consonants."""
    heard = [word for word in names.words(text[:_LONGEST]) if not word.initial]
    if not heard:
        return ()
    folded = " ".join(word.folded for word in heard)
    bones = " ".join((word.codes or (word.folded,))[0] for word in heard)
    return tuple(dict.fromkeys((f"={folded}", f"~{bones}")))


def any_equal(left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether any number of a row on the left stands in the row on the right; 0 is none."""
    found = np.zeros(len(left), dtype=np.bool_)
    for at in range(left.shape[1]):
        key = left[:, at]
        for other in range(right.shape[1]):
            found |= (key != 0) & (key == right[:, other])
    return found


def filled(rows: Sequence[Sequence[int]], width: int) -> NDArray[np.int64]:
    """Rows of numbers as one array, cut or filled with 0 to `width`."""
    table = np.zeros((len(rows), width), dtype=np.int64)
    for at, row in enumerate(rows):
        table[at, : len(row)] = row[:width]
    return table
