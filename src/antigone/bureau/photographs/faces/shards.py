"""Exact search for the nearest vectors among a million, in this process, over half-precision numbers.

Every vector is compared with every query: a graph index lost 1.5 in 100 true faces of a hundred thousand
(docs/faces.md), and each is a family without an answer. With faiss a million take some 30 ms on one core; without it
NumPy gives the same answers in half a second.
"""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Halves = NDArray[np.float16]
Mask = NDArray[np.bool_]

#: Rows of one shard: little is copied when rows are added, and a shard's memory does not outgrow its rows.
ROWS = 262_144
#: Rows that NumPy widens to single precision at a time, so that they stay in the processor's cache.
_AT_ONCE = 4_096
#: How many more the coarse pass of a shard gives than are asked for, so that rounding cannot push one out.
_MARGIN = 8


class Shard(Protocol):
    """Rows of one model, in the order in which they were added."""

    def __len__(self) -> int: ...

    def add(self, rows: Halves) -> None:
        """Add rows of unit length."""

    def rows(self, positions: NDArray[np.int64]) -> Halves:
        """The rows at these positions."""

    def best(self, query: NDArray[np.float32], count: int, allowed: Mask | None) -> NDArray[np.int64]:
        """Positions of the rows with the largest cosine, in no order; only where `allowed` says so."""


class PlainShard:
    """By NumPy."""

    def __init__(self, dimension: int) -> None:
        self._rows: Halves = np.empty((0, dimension), dtype=np.float16)

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, rows: Halves) -> None:
        self._rows = np.concatenate([self._rows, rows])

    def rows(self, positions: NDArray[np.int64]) -> Halves:
        return self._rows[positions]

    def best(self, query: NDArray[np.float32], count: int, allowed: Mask | None) -> NDArray[np.int64]:
        scores = np.empty(len(self._rows), dtype=np.float32)
        for start in range(0, len(self._rows), _AT_ONCE):
            part = self._rows[start : start + _AT_ONCE]
            np.dot(part.astype(np.float32), query, out=scores[start : start + len(part)])
        if allowed is not None:
            scores[~allowed] = -np.inf
        if count < len(scores):
            found = np.argpartition(scores, len(scores) - count)[len(scores) - count :]
        else:
            found = np.arange(len(scores))
        return found[scores[found] > -np.inf]


class FaissShard:
    """By faiss, which keeps half-precision codes and computes in single precision."""

    def __init__(self, dimension: int) -> None:
        self._faiss: Any = importlib.import_module("faiss")
        self._dimension = dimension
        self._index: Any = self._faiss.IndexScalarQuantizer(
            dimension, self._faiss.ScalarQuantizer.QT_fp16, self._faiss.METRIC_INNER_PRODUCT
        )

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, rows: Halves) -> None:
        # Its codes are the half-precision numbers themselves, so nothing is widened and rounded again.
        self._index.add_sa_codes(np.ascontiguousarray(rows).view(np.uint8))

    def rows(self, positions: NDArray[np.int64]) -> Halves:
        codes = self._faiss.rev_swig_ptr(self._index.codes.data(), len(self) * self._dimension * 2)
        return np.asarray(codes.view(np.float16).reshape(-1, self._dimension)[positions])

    def best(self, query: NDArray[np.float32], count: int, allowed: Mask | None) -> NDArray[np.int64]:
        parameters = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            parameters = self._faiss.SearchParameters(sel=self._faiss.IDSelectorBitmap(bits))
        found = self._index.search(query[None, :], min(count, len(self)), params=parameters)[1][0]
        return np.asarray(found[found >= 0], dtype=np.int64)


def faiss_is_here() -> bool:
    """Whether the optional package is installed."""
    return importlib.util.find_spec("faiss") is not None


@dataclass(frozen=True, slots=True, eq=False)
class Nearest:
    """Positions of rows with their cosines, the most alike first; of equals the one added first."""

    positions: NDArray[np.int64]
    cosines: NDArray[np.float64]


class Shards:
    """All rows of one model. Adding and searching at one time are for the caller to keep apart."""

    def __init__(self, dimension: int, *, with_faiss: bool | None = None) -> None:
        """An empty set.

        Args:
            dimension: numbers in a row.
            with_faiss: whether by faiss; None where it is installed.
        """
        self.dimension = dimension
        self._kind = FaissShard if (faiss_is_here() if with_faiss is None else with_faiss) else PlainShard
        self._shards: list[Shard] = []

    def __len__(self) -> int:
        return sum(len(shard) for shard in self._shards)

    def add(self, rows: Halves) -> None:
        """Add rows of unit length; their positions follow those that are there."""
        if rows.ndim != 2 or rows.shape[1] != self.dimension:
            raise ValueError(f"vectors of {self.dimension} numbers are kept here, not {rows.shape}")
        at = 0
        while at < len(rows):
            if not self._shards or len(self._shards[-1]) == ROWS:
                self._shards.append(self._kind(self.dimension))
            last = self._shards[-1]
            room = min(ROWS - len(last), len(rows) - at)
            last.add(rows[at : at + room])
            at += room

    def rows(self, positions: NDArray[np.int64]) -> Halves:
        """The rows at these positions."""
        found = np.empty((len(positions), self.dimension), dtype=np.float16)
        for number, shard in enumerate(self._shards):
            here = (positions >= number * ROWS) & (positions < (number + 1) * ROWS)
            if here.any():
                found[here] = shard.rows(positions[here] - number * ROWS)
        return found

    def nearest(self, query: NDArray[np.float32], count: int, *, allowed: Mask | None = None) -> Nearest:
        """The rows most alike to a vector of unit length, exactly.

        Args:
            query: of unit length.
            count: how many at most.
            allowed: for each row whether it may be found; None for all.
        """
        query = np.ascontiguousarray(query, dtype=np.float32)
        candidates = [np.empty(0, dtype=np.int64)]
        for number, shard in enumerate(self._shards):
            its = None if allowed is None else allowed[number * ROWS : number * ROWS + len(shard)]
            if its is None or its.any():
                candidates.append(shard.best(query, count + _MARGIN, its) + number * ROWS)
        positions = np.concatenate(candidates)
        # Once more in double precision, so that both kinds of shards order alike.
        cosines = self.rows(positions).astype(np.float64) @ query.astype(np.float64)
        order = np.lexsort((positions, -cosines))[:count]
        return Nearest(positions[order], cosines[order])
