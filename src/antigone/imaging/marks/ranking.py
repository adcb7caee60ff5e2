"""In which order a human looks at marks: likeness of features first, then whether they fit one change of place.

Likeness is McCann and Lowe's ("Local naive Bayes nearest neighbor", CVPR 2012): a feature speaks for a mark by how much
nearer it lies there than in the tenth-nearest mark, so that what many marks have says nothing. Of the most alike those
whose features also fit one affine change (RANSAC) come first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging.marks.features import Descriptors, Features, Query

#: Features that fit one change, from which on the fit is hardly chance; a help for the eye, not a threshold.
FITTING: Final = 10
_TENTH, _AT_LEAST = 10, 0.6
_MARKS_AT_ONCE, _FEATURES_AT_ONCE = 400, 128
_VERIFIED = 80
_RATIO, _REPROJECTION = 0.92, 8.0
_FEWEST = 4
_WEIGHT_OF_LIKENESS = 6.0

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Found:
    """A mark that may be the one sought.

    Attributes:
        position: of the mark among those that were compared.
        fitting: how many features fit one change of place; 0 where none was tried or found.
        mirrored: whether the mirror image is more alike.
        likeness: of the features alone, relative to the most alike mark: 0 to 1.
    """

    position: int
    fitting: int
    mirrored: bool
    likeness: float


def ranked(query: Query, marks: Sequence[Features], *, limit: int = 20) -> list[Found]:
    """The marks most alike to the one sought, the most alike first.

    Every mark is compared: some 2 ms each on one core (docs/marks.md).

    Args:
        query: of `query_of`.
        marks: of `features_of`; those without features are never found.
        limit: how many at most.
    """
    if not marks:
        return []
    likeness = np.stack([_likeness(side.descriptors, marks) for side in (query.straight, query.mirrored)])
    top = float(likeness.max())
    if top <= 0:
        return []
    mirrored = likeness[1] > likeness[0]
    best = likeness.max(axis=0) / top
    order = np.argsort(-best, kind="stable")[: max(_VERIFIED, limit)]
    found = []
    for position in order[best[order] > 0].tolist():
        fits = [_fitting(side, marks[position]) for side in (query.straight, query.mirrored)]
        turned = fits[1] > fits[0] or (fits[1] == fits[0] and bool(mirrored[position]))
        found.append(Found(position, max(fits), turned, float(best[position])))
    found.sort(key=lambda one: (-(one.fitting + _WEIGHT_OF_LIKENESS * one.likeness), one.position))
    return found[:limit]


def _likeness(sought: Descriptors, marks: Sequence[Features]) -> NDArray[np.float64]:
    total = np.zeros(len(marks), dtype=np.float64)
    there = [at for at, mark in enumerate(marks) if len(mark.descriptors)]
    if not there or not len(sought):
        return total
    asked = _units(sought)
    for start in range(0, len(asked), _FEATURES_AT_ONCE):
        some = asked[start : start + _FEATURES_AT_ONCE]
        nearest = np.concatenate([_nearest(some, [marks[at] for at in chunk]) for chunk in _chunks(there)], axis=1)
        tenth = min(_TENTH, nearest.shape[1] - 1)
        common = -np.partition(-nearest, tenth, axis=1)[:, tenth] if tenth else np.zeros(len(some), np.float32)
        common = np.maximum(common, _AT_LEAST)
        total[there] += np.maximum(nearest - common[:, None], 0).sum(axis=0, dtype=np.float64)
    return total


def _chunks(positions: Sequence[int]) -> list[Sequence[int]]:
    return [positions[start : start + _MARKS_AT_ONCE] for start in range(0, len(positions), _MARKS_AT_ONCE)]


def _nearest(asked: Floats, marks: Sequence[Features]) -> Floats:
    """For each feature its likeness to the nearest of each mark."""
    starts = np.cumsum([0, *(len(mark.descriptors) for mark in marks)])[:-1]
    theirs = _units(np.concatenate([mark.descriptors for mark in marks]))
    return np.asarray(np.maximum.reduceat(asked @ theirs.T, starts, axis=1), dtype=np.float32)


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
