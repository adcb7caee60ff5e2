"""Keys as 64-bit numbers that are the same on every machine, for a million records at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

_FIRST = np.uint64(0x9E3779B97F4A7C15)
_SECOND = np.uint64(0xBF58476D1CE4E5B9)
_THIRD = np.uint64(0x94D049BB133111EB)


def hashed(text: str) -> int:
    """BLAKE2b of a text, 64 bits; never 0, which stands for "no key"."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") or 1


def hashed_all(texts: Iterable[str]) -> Hashes:
    """`hashed` of each text, uint64[n]; 0 for an empty text."""
    return np.array([hashed(text) if text else 0 for text in texts], dtype=np.uint64)


def mixed(values: Hashes) -> Hashes:
    """Bits well stirred: the finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014)."""
    values = (values ^ (values >> np.uint64(30))) * _SECOND
    values = (values ^ (values >> np.uint64(27))) * _THIRD
    return values ^ (values >> np.uint64(31))


def joined(*parts: Hashes) -> Hashes:
    """One hash of several in their order, element by element."""
    whole = np.full(np.broadcast_shapes(*(part.shape for part in parts)), _FIRST)
    for part in parts:
        whole = mixed((whole ^ part) * _SECOND + _FIRST)
    return whole


def united(*parts: Hashes) -> Hashes:
    """One hash of several whatever their order, element by element."""
    return joined(*np.sort(np.stack(parts), axis=0))


def of_numbers(values: NDArray[np.integer]) -> Hashes:
    """Hashes of whole numbers."""
    return mixed(values.astype(np.int64).view(np.uint64) + _FIRST)


def ragged(rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], Hashes]:
    """Many hashes a row as two arrays: where each row begins (int64[n + 1]), and all hashes in a line."""
    starts = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, rows), np.int64, len(rows)), out=starts[1:])
    return starts, np.fromiter(chain.from_iterable(rows), np.uint64, int(starts[-1]))


def spread(starts: NDArray[np.int64], which: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For rows `which` of a ragged array: the place in `which`, and the place in the line, of each of their items."""
    sizes = starts[which + 1] - starts[which]
    owner = np.repeat(np.arange(len(which)), sizes)
    before = np.cumsum(sizes) - sizes
    return owner, np.arange(len(owner)) - before[owner] + starts[which][owner]


def with_one_left_out(words: Sequence[str], *, shortest: int) -> tuple[NDArray[np.int64], Hashes]:
    """Each word, and each of its spellings with one sign left out, as hashes.

    Two words that differ in one sign, or in one that is missing, or in two swapped neighbours, share one of them.

    Args:
        words: distinct words; an empty one gives nothing.
        shortest: words of fewer signs give only themselves.

    Returns:
        Ragged: int64[n + 1] and uint64[m] (see `ragged`).
    """
    if not len(words):
        return np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.uint64)
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    width = int(lengths.max())
    signs = np.zeros((len(words), max(width, 1)), dtype=np.uint64)
    flat = np.frombuffer("".join(words).encode("utf-32-le"), dtype=np.uint32)
    owner = np.repeat(np.arange(len(words)), lengths)
    before = np.cumsum(lengths) - lengths
    signs[owner, np.arange(len(flat)) - before[owner]] = flat
    rows, found = [np.flatnonzero(lengths > 0)], [_of_signs(signs[lengths > 0])]
    for at in range(width):
        # Of a run of like signs it does not matter which is left out.
        repeats = signs[:, at] == signs[:, at - 1] if at else np.zeros(len(words), dtype=np.bool_)
        which = np.flatnonzero((lengths > at) & (lengths >= shortest) & ~repeats)
        rows.append(which)
        found.append(_of_signs(np.delete(signs[which], at, axis=1)))
    owner, line = np.concatenate(rows), np.concatenate(found)
    order = np.argsort(owner, kind="stable")
    starts = np.zeros(len(words) + 1, dtype=np.int64)
    np.cumsum(np.bincount(owner, minlength=len(words)), out=starts[1:])
    return starts, line[order]


def _of_signs(signs: Hashes) -> Hashes:
    whole = np.full(len(signs), _FIRST)
    for column in signs.T:
        whole = np.where(column > 0, mixed((whole ^ column) * _SECOND), whole)
    return whole
