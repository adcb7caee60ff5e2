"""A large stock of marks in memory, of which those that are worth comparing in full are found in tenths of a second.

    kept = [features.descriptors for features in …]
    stock = Stock.none(learned(kept[:500])).changed(added=kept)
    query = query_of(sought)
    worth = stock.worth([query.straight.descriptors, query.mirrored.descriptors], limit=150)

These are positions, and `ranked` is then given the marks that lie there.

The strongest features alone are kept. Each lies in a cell, the pair of the centres nearest to its two halves (Babenko
and Lempitsky, "The inverted multi-index", CVPR 2012), and has 64 bits that say on which side of 64 planes through its
cell's centre it lies (Jégou, Douze and Schmid, "Hamming embedding", ECCV 2008). A feature of the query is compared only
with those in the cells nearest to it that differ in few bits, and with these as in `ranking`: it speaks for a mark by
how much nearer it lies there than in the tenth-nearest mark.

Some 17,000 bytes a mark are kept, and not where in the picture a feature lies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antigone.imaging.marks.features import Descriptors, Floats

#: The strongest features of a mark, and of the mark sought from the front and in the mirror.
_STRONGEST, _STRONGEST_SOUGHT = 120, 160
_HALF, _BITS = 64, 64
#: Centres of a half; pairs of them are cells.
_CENTRES: Final = 128
_LEARNED_FROM, _ROUNDS, _SEED = 20_000, 6, 20260527
# Cells into which a feature of the query looks, and bits by which one may differ and still be compared.
_CELLS, _NEAR = 24, 24
# How alike two features are at least (cosine), and the mark whose likeness says what many have.
_AT_LEAST, _TENTH = 0.82, 10
_PAIRS_AT_ONCE: Final = 32_768

_Bools = NDArray[np.bool_]
_Whole = NDArray[np.intp]
_Words = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Codebook:
    """Where features lie.

    Attributes:
        centres: of the first and of the second half of features, each float32[m, 64].
        planes: float32[128, 64], each column at right angles to one plane.
    """

    centres: tuple[Floats, Floats]
    planes: Floats

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self.centres[0]) * len(self.centres[1])

    def nearest(self, descriptors: Descriptors, count: int) -> tuple[_Whole, _Words]:
        """The cells nearest to each feature, and its bits in each of them: both [n, at most count]."""
        rows = descriptors.astype(np.float32)
        far = [_far(half, centres) for half, centres in zip(_halves(rows), self.centres, strict=True)]
        near = [_least(side, count) for side in far]
        one, two = (np.take_along_axis(side, chosen, axis=1) for side, chosen in zip(far, near, strict=True))
        best = _least((one[:, :, None] + two[:, None, :]).reshape(len(rows), one.shape[1] * two.shape[1]), count)
        first = np.take_along_axis(near[0], best // two.shape[1], axis=1)
        second = np.take_along_axis(near[1], best % two.shape[1], axis=1)
        middle = [centres @ planes for centres, planes in zip(self.centres, np.split(self.planes, 2), strict=True)]
        above = (rows @ self.planes)[:, None, :] > middle[0][first] + middle[1][second]
        return first * len(self.centres[1]) + second, np.packbits(above, axis=2).view(np.uint64)[:, :, 0]


def learned(marks: Sequence[Descriptors]) -> Codebook:
    """A codebook for features like these (k-means of their halves); the same for the same marks.

    Args:
        marks: the descriptors of some hundreds of marks, as in `Features`.
    """
    dice = np.random.default_rng(_SEED)
    rows = _strongest(marks)
    if len(rows) > _LEARNED_FROM:
        rows = rows[dice.choice(len(rows), _LEARNED_FROM, replace=False)]
    turned, _ = np.linalg.qr(dice.standard_normal((2 * _HALF, 2 * _HALF)))
    one, two = (_centres(half, dice) for half in _halves(rows.astype(np.float32)))
    return Codebook((one, two), np.ascontiguousarray(turned[:, :_BITS], dtype=np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """Marks by their positions; never changed, but made anew with others.

    Attributes:
        codebook: by which they lie.
        count: of marks.
        cells, bits, owners, descriptors: of all features cell by cell: uint16[n], uint64[n], position int32[n],
            uint8[n, 128].
        starts: where the features of each cell begin, and the end: [cells + 1].
    """

    codebook: Codebook
    count: int
    cells: NDArray[np.uint16]
    bits: _Words
    owners: NDArray[np.int32]
    descriptors: Descriptors
    starts: _Whole

    @classmethod
    def none(cls, codebook: Codebook) -> Stock:
        """No mark yet."""
        return cls(
            codebook, 0, np.zeros(0, np.uint16), np.zeros(0, np.uint64), np.zeros(0, np.int32),
            np.zeros((0, 2 * _HALF), np.uint8), np.zeros(codebook.cells + 1, np.intp),
        )  # fmt: skip

    def changed(self, *, added: Sequence[Descriptors], kept: _Bools | None = None) -> Stock:
        """The stock with marks added behind those that are kept.

        Args:
            added: the descriptors of each, as in `Features`, the strongest first; of none for what is never found.
            kept: for each mark whether it stays; those that stay move up. None keeps all.
        """
        stays = np.ones(self.count, dtype=bool) if kept is None else kept
        mine = stays[self.owners]
        moved = np.cumsum(stays, dtype=np.int32) - np.int32(1)
        staying = int(stays.sum())
        cut = [len(mark[:_STRONGEST]) for mark in added]
        rows = _strongest(added)
        cells, bits = self.codebook.nearest(rows, 1)
        every = np.concatenate([self.cells[mine], cells[:, 0].astype(np.uint16)])
        order = np.argsort(every, kind="stable")
        owners = np.repeat(np.arange(staying, staying + len(added), dtype=np.int32), cut)
        return Stock(
            self.codebook,
            staying + len(added),
            every[order],
            np.concatenate([self.bits[mine], bits[:, 0]])[order],
            np.concatenate([moved[self.owners[mine]], owners])[order],
            np.concatenate([self.descriptors[mine], rows])[order],
            np.searchsorted(every[order], np.arange(self.codebook.cells + 1)),
        )

    def worth(self, sides: Sequence[Descriptors], *, limit: int, among: _Bools | None = None) -> list[int]:
        """Positions of the marks most alike to the one sought at this first look, the most promising first.

        Args:
            sides: the descriptors of a `Query`, from the front and in the mirror.
            limit: how many at most.
            among: for each mark whether it is asked for at all; None asks for all.
        """
        best = np.max([self._likeness(side[:_STRONGEST_SOUGHT], among) for side in sides], axis=0)
        order = np.argsort(-best, kind="stable")[:limit]
        return [int(position) for position in order[best[order] > 0]]

    def _likeness(self, sought: Descriptors, among: _Bools | None) -> NDArray[np.float64]:
        """How much each mark is alike."""
        features, there = self._near(sought, among)
        alike = _alike(sought, features, self.descriptors, there)
        chosen = alike > _AT_LEAST
        features, owners, alike = features[chosen], self.owners[there[chosen]], alike[chosen]
        # Of each feature and mark the nearest alone; then, for each feature, the nearest mark first.
        order = np.lexsort((-alike, owners, features))
        features, owners, alike = features[order], owners[order], alike[order]
        first = np.ones(len(features), dtype=bool)
        first[1:] = (features[1:] != features[:-1]) | (owners[1:] != owners[:-1])
        features, owners, alike = features[first], owners[first], alike[first]
        order = np.lexsort((-alike, features))
        features, owners, alike = features[order], owners[order], alike[order]
        starts = np.searchsorted(features, np.arange(len(sought) + 1))
        common = np.full(len(sought), _AT_LEAST, dtype=np.float32)
        crowded = np.flatnonzero(np.diff(starts) > _TENTH)
        common[crowded] = alike[starts[crowded] + _TENTH]
        gain = np.maximum(alike - common[features], 0)
        return np.bincount(owners, weights=gain, minlength=self.count).astype(np.float64)

    def _near(self, sought: Descriptors, among: _Bools | None) -> tuple[_Whole, _Whole]:
        """Pairs that are worth comparing: places of a feature of the query, and of one of the stock."""
        cells, bits = self.codebook.nearest(sought, _CELLS)
        begin = self.starts[cells.ravel()]
        many = self.starts[cells.ravel() + 1] - begin
        asks = np.repeat(np.arange(cells.size), many)
        there = np.arange(len(asks)) + np.repeat(begin - np.cumsum(many) + many, many)
        near = np.bitwise_count(bits.ravel()[asks] ^ self.bits[there]) <= _NEAR
        if among is not None:
            near &= among[self.owners[there]]
        return asks[near] // max(1, cells.shape[1]), there[near]


def _alike(one: Descriptors, here: _Whole, other: Descriptors, there: _Whole) -> Floats:
    """Cosines of pairs of features."""
    mine = _units(one)
    found = np.empty(len(here), dtype=np.float32)
    for start in range(0, len(here), _PAIRS_AT_ONCE):
        part = slice(start, start + _PAIRS_AT_ONCE)
        found[part] = np.einsum("ij,ij->i", mine[here[part]], _units(other[there[part]]))
    return found


def _units(descriptors: Descriptors) -> Floats:
    rows = descriptors.astype(np.float32)
    return np.asarray(rows / np.maximum(np.sqrt(np.einsum("ij,ij->i", rows, rows)), 1e-6)[:, None], dtype=np.float32)


def _strongest(marks: Sequence[Descriptors]) -> Descriptors:
    nothing = np.zeros((0, 2 * _HALF), np.uint8)
    return np.concatenate([nothing, *(mark[:_STRONGEST] for mark in marks)])


def _halves(rows: Floats) -> tuple[Floats, Floats]:
    return np.ascontiguousarray(rows[:, :_HALF]), np.ascontiguousarray(rows[:, _HALF:])


def _far(rows: Floats, centres: Floats) -> Floats:
    """Squared distances to centres, less what is the same for all of them."""
    return np.asarray((centres**2).sum(axis=1) - 2 * rows @ centres.T, dtype=np.float32)


def _least(rows: Floats, count: int) -> _Whole:
    """Places of the least numbers of each row, in no order."""
    many = min(count, rows.shape[1])
    return rows.argmin(axis=1)[:, None] if many == 1 else np.argpartition(rows, many - 1, axis=1)[:, :many]


def _centres(rows: Floats, dice: np.random.Generator) -> Floats:
    """Centres of rows float32[n, 64] (Lloyd 1982), at most `_CENTRES`; one where there are no rows."""
    if not len(rows):
        return np.zeros((1, _HALF), dtype=np.float32)
    centres = rows[dice.choice(len(rows), min(_CENTRES, len(rows)), replace=False)]
    for _ in range(_ROUNDS):
        nearest = _far(rows, centres).argmin(axis=1)
        order = np.argsort(nearest, kind="stable")
        filled, starts = np.unique(nearest[order], return_index=True)
        sums = np.add.reduceat(rows[order], starts, axis=0)
        centres[filled] = sums / np.diff(np.append(starts, len(rows)))[:, None]
    return centres
