"""In which order a human looks at marks: features that are alike and lie in one pose, each as rare as it is.

A feature speaks for a mark by how much nearer it lies there than in the tenth-nearest mark, so that what many marks
have says nothing (McCann and Lowe, "Local naive Bayes nearest neighbor", CVPR 2012). Of the marks most alike by that,
those come first whose features also agree in one change of place, turn and size (Lowe 2004, section 7.3: every pair of
features proposes one, the others say how well they fit); bent skin is not flat, so they need not fit exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging.marks.features import Descriptors, Features, Floats, Query

#: Features that fit one change, from which on the fit is hardly chance: a help for the eye.
FITTING: Final = 10
_TENTH, _AT_LEAST = 10, 0.82
_MARKS_AT_ONCE, _FEATURES_AT_ONCE = 400, 128
_POSED = 80
# Of the first look: so many features of the sought mark from the front and of each mark, the strongest ones.
_GLANCED_SOUGHT, _GLANCED = 120, 80
# How far features that fit may lie off, as standard deviations: of place in shares of the picture's longer side, of
# turn in radians, of size in doublings. A pair may be this much less alike than the tenth-nearest and still be asked.
_PLACE, _TURN, _SIZE, _SLACK = 0.08, 0.45, 0.7, 0.03
_PROPOSALS = 25
_SHARE_OF_LIKENESS = 0.3
_RATIO, _REPROJECTION = 0.92, 8.0
_FEWEST = 4


@dataclass(frozen=True, slots=True)
class Found:
    """A mark that may be the one sought.

    Attributes:
        position: of the mark among those that were compared.
        fitting: how many features fit one affine change; 0 where none was found, which says little of a plain mark.
        mirrored: whether the mirror image is more alike.
        likeness: of the features and their pose, relative to the most alike mark: 0 to 1.
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
    sides = [(side, *_likeness(side.descriptors, marks)) for side in (query.straight, query.mirrored)]
    best = np.max([likeness for _, likeness, _ in sides], axis=0) if marks else np.zeros(0)
    if not best.max(initial=0.0) > 0:
        return []
    order = np.argsort(-best, kind="stable")[: max(_POSED, limit)]
    found = []
    for position in order[best[order] > 0].tolist():
        scores = [
            _posed(side, common, marks[position]) + _SHARE_OF_LIKENESS * likeness[position] / best.max()
            for side, likeness, common in sides
        ]
        found.append((max(scores), scores[1] > scores[0], position))
    found.sort(key=lambda one: (-one[0], one[2]))
    top = found[0][0]
    return [
        Found(
            position,
            _fitting(query.mirrored if mirrored else query.straight, marks[position]),
            mirrored,
            float(score / top),
        )
        for score, mirrored, position in found[:limit]
    ]


def shortlist(query: Query, marks: Sequence[Features], *, limit: int) -> list[int]:
    """Which marks are worth comparing in full, the most promising first: a first look at a large stock.

    The strongest features alone are compared, the query's from the front and in the mirror alone; for where there are
    more marks than `ranked` has time for. Give `ranked` the marks at these positions.

    Args:
        query: of `query_of`.
        marks: of `features_of`; those without features are not listed.
        limit: how many positions at most.
    """
    glanced = [replace(mark, descriptors=mark.descriptors[:_GLANCED]) for mark in marks]
    sides = [_likeness(side.descriptors[:_GLANCED_SOUGHT], glanced)[0] for side in (query.straight, query.mirrored)]
    best = np.max(sides, axis=0) if marks else np.zeros(0)
    order = np.argsort(-best, kind="stable")[:limit]
    return [int(position) for position in order if len(marks[position].descriptors)]


def _likeness(sought: Descriptors, marks: Sequence[Features]) -> tuple[NDArray[np.float64], Floats]:
    """How much each mark is alike, and for each feature what is common: its likeness to the tenth-nearest mark."""
    total, common = np.zeros(len(marks), dtype=np.float64), np.full(len(sought), _AT_LEAST, dtype=np.float32)
    there = [at for at, mark in enumerate(marks) if len(mark.descriptors)]
    if not there or not len(sought):
        return total, common
    asked = _units(sought)
    chunks = [there[start : start + _MARKS_AT_ONCE] for start in range(0, len(there), _MARKS_AT_ONCE)]
    nearest = np.concatenate([_nearest(asked, [marks[at] for at in chunk]) for chunk in chunks], axis=1)
    tenth = min(_TENTH, nearest.shape[1] - 1)
    if tenth:
        common = np.maximum(-np.partition(-nearest, tenth, axis=1)[:, tenth], common)
    total[there] = np.maximum(nearest - common[:, None], 0).sum(axis=0, dtype=np.float64)
    return total, common


def _nearest(asked: Floats, marks: Sequence[Features]) -> Floats:
    """For each feature its likeness to the nearest of each mark."""
    starts = np.cumsum([0, *(len(mark.descriptors) for mark in marks)])[:-1]
    theirs = _units(np.concatenate([mark.descriptors for mark in marks])).T
    rows = [
        np.maximum.reduceat(asked[start : start + _FEATURES_AT_ONCE] @ theirs, starts, axis=1)
        for start in range(0, len(asked), _FEATURES_AT_ONCE)
    ]
    return np.concatenate(rows).astype(np.float32)


def _units(descriptors: Descriptors) -> Floats:
    rows = descriptors.astype(np.float32)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6), dtype=np.float32)


def _posed(sought: Features, common: Floats, mark: Features) -> float:
    """How much features speak that agree in one change of place, turn and size: the best that any pair proposes."""
    likeness = _units(sought.descriptors) @ _units(mark.descriptors).T
    gain = likeness.max(axis=1) - common + np.float32(_SLACK)
    chosen = np.flatnonzero(gain > 0)
    if len(chosen) < 2:
        return 0.0
    theirs, gain = likeness[chosen].argmax(axis=1), gain[chosen]
    there, here = mark.points[theirs], sought.points[chosen]
    grown = np.log2(sought.poses[chosen, 0] / np.maximum(mark.poses[theirs, 0], 1e-3))
    turned = sought.poses[chosen, 1] - mark.poses[theirs, 1]
    first = np.argsort(-gain, kind="stable")[:_PROPOSALS]
    scale = 2.0 ** grown[first]
    cos, sin = (np.cos(turned[first]) * scale)[:, None], (np.sin(turned[first]) * scale)[:, None]
    away = there[None, :, :] - there[first][:, None, :]
    x = cos * away[:, :, 0] - sin * away[:, :, 1] + here[first, 0][:, None]
    y = sin * away[:, :, 0] + cos * away[:, :, 1] + here[first, 1][:, None]
    off = np.hypot(x - here[None, :, 0], y - here[None, :, 1]) / (_PLACE * max(sought.width, sought.height))
    twist = np.abs((turned[None] - turned[first][:, None] + np.pi) % (2 * np.pi) - np.pi) / _TURN
    growth = (grown[None] - grown[first][:, None]) / _SIZE
    fits = np.exp(-0.5 * (off**2 + twist**2 + growth**2)) * gain[None]
    # One feature of a mark speaks once, however many of the query's resemble it.
    best = 0.0
    for row in fits:
        each = np.zeros(len(mark.points))
        np.maximum.at(each, theirs, row)
        best = max(best, float(each.sum()))
    return best


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
