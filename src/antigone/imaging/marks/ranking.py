"""In which order a human looks at marks: features that are alike and lie in one pose, and what is then seen there.

A feature speaks for a mark by how much nearer it lies there than in the tenth-nearest mark, so that what many marks
have says little (McCann and Lowe, "Local naive Bayes nearest neighbor", CVPR 2012). Features speak together where they
agree in one change of place, turn and size (Lowe 2004, section 7.3: every pair of features proposes one, the others say
how well they fit); bent skin is not flat, so they need not fit exactly. This is asked of every mark, for a plain one
has few features that are its own. Of those that come first the pictures themselves are laid over one another (`looks`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging.marks.features import SIDE, Descriptors, Features, Floats, Query
from antigone.imaging.marks.looks import Change, edges_of, evened, fitted, seen

#: Features that fit one change, from which on a fit is worth a look: a help for the eye. Wrong marks that come first
#: reach it in one of seven cases among 200 and one of three among 1,000, for they share
#: lettering and ornament.
FITTING: Final = 10
# Features are compared in so many of their 128 directions, those in which the marks at hand differ most.
_DIRECTIONS = 48
_TENTH, _AT_LEAST = 10, 0.6
_FEATURES_AT_ONCE = 128
# Marks, and features of marks, that are weighed at a time: 2,000 marks have some 700,000 of them.
_MARKS_AT_ONCE, _ROWS_AT_ONCE = 400, 50_000
# Of a first look: so many features of the sought mark from the front and of each mark, the strongest ones.
_GLANCED_SOUGHT, _GLANCED = 120, 80
# How far features that fit may lie off, as standard deviations: of place in shares of the picture's longer side, of
# turn in radians, of size in doublings. A pair may be this much less alike than the tenth-nearest and still be asked.
_PLACE, _TURN, _SIZE, _SLACK = 0.08, 0.45, 0.7, 0.12
_PAIRS, _PROPOSALS = 250, 40
# How many marks, straight and mirrored, are looked at where features say.
_LOOKED = 400
_STIFFNESS = 1.0
# What the features say beside what is seen.
_SHARE_OF_FEATURES = 2.0
_RATIO, _REPROJECTION = 0.92, 8.0
_FEWEST = 4


@dataclass(frozen=True, slots=True)
class Found:
    """A mark that may be the one sought.

    Attributes:
        position: of the mark among those that were compared.
        fitting: how many features fit one affine change; 0 where none was found, which says little of a plain mark.
        mirrored: whether the mirror image is more alike.
        likeness: of features and of what is seen, from the least to the most alike mark that was looked at: 0 to 1.
    """

    position: int
    fitting: int
    mirrored: bool
    likeness: float


def ranked(query: Query, marks: Sequence[Features], *, limit: int = 20) -> list[Found]:
    """The marks most alike to the one sought, the most alike first. Every mark is compared.

    Args:
        query: of `query_of`.
        marks: of `features_of`; those without features are never found.
        limit: how many at most.
    """
    stock = _Stock(marks)
    both = (query.straight, query.mirrored)
    posed = [_Sought(side, stock).posed() for side in both]
    look = _Look(both, posed, marks)
    sides = [
        (at, turned) for turned in (False, True) for at in range(len(marks)) if posed[turned][at].change is not None
    ]
    sides.sort(key=lambda side: -posed[side[1]][side[0]].spoken)
    scores: dict[int, tuple[float, bool]] = {}
    for at, turned in sides[: max(_LOOKED, 2 * limit)]:
        scores[at] = max(scores.get(at, (-np.inf, False)), (look(at, turned), turned))
    order = sorted(scores, key=lambda at: (-scores[at][0], at))
    top, least = (scores[order[0]][0], scores[order[-1]][0]) if order else (0.0, 0.0)
    return [
        Found(
            at,
            _fitting(both[scores[at][1]], marks[at]),
            scores[at][1],
            (scores[at][0] - least) / (top - least) if top > least else 1.0,
        )
        for at in order[:limit]
    ]


def shortlist(query: Query, marks: Sequence[Features], *, limit: int) -> list[int]:
    """Which marks are worth comparing in full, the most promising first, by their strongest features and no place.

    Every mark is looked at; `stock.Stock` is quicker where marks are many and are asked often.

    Args:
        query: of `query_of`.
        marks: of `features_of`; those without features are not listed.
        limit: how many positions at most.
    """
    stock = _Stock([replace(mark, descriptors=mark.descriptors[:_GLANCED]) for mark in marks])
    best = np.zeros(len(marks))
    for side in (query.straight, query.mirrored):
        glanced = replace(side, descriptors=side.descriptors[:_GLANCED_SOUGHT])
        best[stock.there] = np.maximum(best[stock.there], _Sought(glanced, stock).alike())
    return [int(at) for at in np.argsort(-best, kind="stable")[:limit] if len(marks[at].descriptors)]


@dataclass(frozen=True, slots=True)
class _Posed:
    """How much features speak together for a mark, and the change of place in which they do."""

    spoken: float
    change: Change | None = None


class _Stock:
    """Descriptors of all marks, in the directions in which they differ most."""

    def __init__(self, marks: Sequence[Features]) -> None:
        self.marks = marks
        self.there = [at for at, mark in enumerate(marks) if len(mark.descriptors)]
        every = np.concatenate([marks[at].descriptors for at in self.there] or [np.zeros((1, 128), np.uint8)])
        sample = _units(every[:: max(1, len(every) // _ROWS_AT_ONCE)])
        self._middle = sample.mean(axis=0)
        _, directions = np.linalg.eigh((sample - self._middle).T @ (sample - self._middle))
        self._directions = directions[:, ::-1][:, :_DIRECTIONS]
        self.ends = np.cumsum([0, *(len(marks[at].descriptors) for at in self.there)])
        self.rows = np.empty((len(every), _DIRECTIONS), dtype=np.float32)
        for start in range(0, len(every), _ROWS_AT_ONCE):
            part = slice(start, start + _ROWS_AT_ONCE)
            self.rows[part] = self.reduced(_units(every[part]))

    def reduced(self, rows: Floats) -> Floats:
        """Unit rows in the directions of the stock, as unit rows."""
        inside = (rows - self._middle) @ self._directions
        return np.asarray(inside / np.maximum(np.linalg.norm(inside, axis=1, keepdims=True), 1e-6), dtype=np.float32)


class _Sought:
    """One side of the query before a stock."""

    def __init__(self, sought: Features, stock: _Stock) -> None:
        self._sought, self._stock = sought, stock
        self._rows = stock.reduced(_units(sought.descriptors))
        self._gains = self._gained() if len(sought.descriptors) and stock.there else None

    def _gained(self) -> Floats:
        """For each feature and mark: how much more alike the nearest is than that of the tenth-nearest mark."""
        ends = self._stock.ends
        nearest = np.empty((len(self._rows), len(self._stock.there)), dtype=np.float32)
        for first in range(0, len(self._stock.there), _MARKS_AT_ONCE):
            its = ends[first : first + _MARKS_AT_ONCE + 1]
            columns = np.ascontiguousarray(self._stock.rows[its[0] : its[-1]].T)
            for start in range(0, len(self._rows), _FEATURES_AT_ONCE):
                alike = self._rows[start : start + _FEATURES_AT_ONCE] @ columns
                best = np.maximum.reduceat(alike, its[:-1] - its[0], axis=1)
                nearest[start : start + _FEATURES_AT_ONCE, first : first + _MARKS_AT_ONCE] = best
        return nearest - _common(nearest)[:, None] + np.float32(_SLACK)

    def alike(self) -> NDArray[np.float64]:
        """How much features speak for each mark that has any, wherever they lie."""
        if self._gains is None:
            return np.zeros(len(self._stock.there))
        each = np.maximum(self._gains - np.float32(_SLACK), 0)
        return np.asarray(each.sum(axis=0, dtype=np.float64), dtype=np.float64)

    def posed(self) -> list[_Posed]:
        """For each mark of the stock what features say that agree in one change of place, turn and size."""
        found = [_Posed(0.0)] * len(self._stock.marks)
        if self._gains is not None:
            for column, at in enumerate(self._stock.there):
                found[at] = self._agreed(column, self._gains, self._stock.marks[at])
        return found

    def _agreed(self, column: int, gains: Floats, mark: Features) -> _Posed:
        every = gains[:, column]
        chosen = np.flatnonzero(every > 0)
        if len(chosen) < 2:
            return _Posed(0.0)
        if len(chosen) > _PAIRS:
            chosen = chosen[np.argsort(-every[chosen], kind="stable")[:_PAIRS]]
        theirs = (self._rows[chosen] @ self._stock.rows[slice(*self._stock.ends[column : column + 2])].T).argmax(axis=1)
        order = np.argsort(theirs, kind="stable")
        chosen, theirs = chosen[order], theirs[order]
        there, here = mark.points[theirs], self._sought.points[chosen]
        fits = _agreement(there, here, mark.poses[theirs], self._sought.poses[chosen], every[chosen])
        # One feature of a mark speaks once, however many of the query's resemble it.
        starts = np.flatnonzero(np.diff(theirs, prepend=-1))
        together = np.maximum.reduceat(fits, starts, axis=1).sum(axis=1)
        best = int(together.argmax())
        change = fitted(there, here, fits[best] + 1e-9, stiffness=_STIFFNESS)
        return _Posed(float(together[best]), change)


def _common(nearest: Floats) -> Floats:
    """For each feature its likeness to the tenth-nearest mark; at least what is little."""
    tenth = min(_TENTH, nearest.shape[1] - 1)
    if not tenth:
        return np.full(len(nearest), _AT_LEAST, dtype=np.float32)
    return np.maximum(-np.partition(-nearest, tenth, axis=1)[:, tenth], np.float32(_AT_LEAST))


def _agreement(there: Floats, here: Floats, theirs: Floats, ours: Floats, gains: Floats) -> Floats:
    """How much each pair of features speaks for the change that each of the most telling pairs proposes: [m, n]."""
    grown = np.log2(ours[:, 0] / np.maximum(theirs[:, 0], 1e-3))
    turned = ours[:, 1] - theirs[:, 1]
    first = np.argsort(-gains, kind="stable")[:_PROPOSALS]
    scale = 2.0 ** grown[first]
    cos, sin = (np.cos(turned[first]) * scale)[:, None], (np.sin(turned[first]) * scale)[:, None]
    away = there[None, :, :] - there[first][:, None, :]
    x = cos * away[:, :, 0] - sin * away[:, :, 1] + here[first, 0][:, None] - here[None, :, 0]
    y = sin * away[:, :, 0] + cos * away[:, :, 1] + here[first, 1][:, None] - here[None, :, 1]
    off = (x**2 + y**2) / (_PLACE * SIDE) ** 2
    twist = np.abs((turned[None] - turned[first][:, None] + np.pi) % (2 * np.pi) - np.pi) / _TURN
    growth = (grown[None] - grown[first][:, None]) / _SIZE
    return np.asarray(np.exp(-0.5 * (off + twist**2 + growth**2)) * gains[None], dtype=np.float32)


class _Look:
    """What is seen of a mark where its features say, and what they say."""

    def __init__(self, both: Sequence[Features], posed: Sequence[Sequence[_Posed]], marks: Sequence[Features]) -> None:
        self._looks = [evened(side.look) for side in both]
        self._posed, self._marks = posed, marks
        self._edges: dict[int, Floats] = {}

    def __call__(self, at: int, mirrored: bool) -> float:
        its = self._posed[mirrored][at]
        if its.change is None:
            return -np.inf
        if at not in self._edges:
            self._edges[at] = edges_of(evened(self._marks[at].look))
        there = seen(self._edges[at], self._looks[mirrored], its.change)
        return there + _SHARE_OF_FEATURES * its.spoken


def _units(descriptors: Descriptors) -> Floats:
    rows = descriptors.astype(np.float32)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6), dtype=np.float32)


def _fitting(sought: Features, mark: Features) -> int:
    """How many features of a mark fit one affine change onto the sought one; each place counts once."""
    if min(len(sought.points), len(mark.points)) < _FEWEST:
        return 0
    likeness = _units(sought.descriptors) @ _units(mark.descriptors).T
    two = -np.partition(-likeness, 1, axis=1)[:, :2]
    apart = np.sqrt(np.maximum(2 - 2 * two, 1e-9))
    chosen = np.flatnonzero(apart[:, 0] < _RATIO * apart[:, 1])
    if len(chosen) < _FEWEST:
        return 0
    there, here = mark.points[likeness[chosen].argmax(axis=1)], sought.points[chosen]
    cv2.setRNGSeed(7)
    change, fits = cv2.estimateAffine2D(
        there, here, ransacReprojThreshold=_REPROJECTION, maxIters=1500, confidence=0.99
    )
    if change is None or not _possible(np.asarray(change, dtype=np.float64)):
        return 0
    inside = fits.ravel().astype(bool)
    return min(len(np.unique(np.rint(side[inside] / 5), axis=0)) for side in (there, here))


def _possible(change: NDArray[np.float64]) -> bool:
    """Whether a camera could have seen it so: neither tiny nor huge, and not squeezed to a line."""
    largest, smallest = np.linalg.svd(change[:, :2], compute_uv=False)
    return bool(smallest > 0.2 and largest < 4.0 and largest < 3.5 * smallest and np.linalg.det(change[:, :2]) > 0)
