"""Whether two photographs are copies of one: cut, turned, mirrored, reduced, written upon, copied from a screen.

Local features (SIFT, Lowe 2004; square roots of their shares, Arandjelovic and Zisserman 2012) are paired and must fit
one change of place, turn and size (RANSAC). Hashes of whole pictures find none of a screenshot, a quarter cut off, or
a mirror image. What is found says «the same photograph» and never «the same person».

Among many photographs, those that share a few `words` come into question: a word is some twenty comparisons within one
feature, so that an index of whole numbers finds copies without a look at every photograph.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging.decoding import Pixels

#: Name of this way of measuring; features of another way cannot be compared with these.
METHOD: Final = "sift-640-300-blur1.6.1"
#: Features that must fit one change of place, turn and size.
LEAST_AGREEING: Final = 20
#: Shared words from which on a photograph comes into question.
LEAST_SHARED: Final = 6
_LONGEST, _MOST, _BLUR = 640, 300, 1.6
_WORDS_OF, _BANDS, _BITS = 200, 6, 20
#: Words are numbers below this.
WORDS_END: Final = _BANDS << _BITS
_RATIO, _REPROJECTION = 0.85, 3.0
_SMALLEST_SCALE, _LARGEST_SCALE = 0.15, 7.0
_HEADER = struct.Struct("<HHH")

Descriptors = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Features:
    """Local features of one photograph, the strongest first.

    Attributes:
        points: float32[n, 2], pixels of the reduced picture.
        descriptors: uint8[n, 128].
        width, height: of the reduced picture.
    """

    points: NDArray[np.float32]
    descriptors: Descriptors
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """That two photographs are copies of one.

    Attributes:
        agreeing: features that fit.
        mirrored: whether one is the mirror image of the other.
        transform: how a point of the (mirrored) one comes to the other: x' = a x + b y + c, y' = d x + e y + f.
    """

    agreeing: int
    mirrored: bool
    transform: tuple[float, ...]


def features_of(pixels: Pixels) -> Features:
    """Local features of uint8[height, width, 3], of its lightness alone; none where the picture is flat."""
    grey = cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY)
    scale = _LONGEST / max(grey.shape)
    if scale < 1:
        size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    # Noise has the sharpest corners of all, and no copy keeps them.
    grey = cv2.GaussianBlur(grey, (0, 0), _BLUR)
    found, raw = cv2.SIFT.create(nfeatures=_MOST, contrastThreshold=0.02).detectAndCompute(grey, None)
    height, width = grey.shape
    if raw is None or not len(found):
        return Features(np.zeros((0, 2), np.float32), np.zeros((0, 128), np.uint8), width, height)
    order = np.argsort([-point.response for point in found], kind="stable")[:_MOST]
    values = raw[order]
    roots = np.sqrt(values / np.maximum(values.sum(axis=1, keepdims=True), 1e-6))
    descriptors = np.clip(np.rint(roots * 512), 0, 255).astype(np.uint8)
    points = np.asarray([found[place].pt for place in order], dtype=np.float32)
    return Features(points, descriptors, width, height)


def mirror_image(pixels: Pixels) -> Pixels:
    """Left and right exchanged."""
    return np.ascontiguousarray(pixels[:, ::-1])


def words_of(features: Features) -> NDArray[np.int64]:
    """Numbers of which copies share some, for an index; sorted, each once."""
    centred = features.descriptors[:_WORDS_OF].astype(np.float32) - _COMMON
    signs = (centred @ _directions() > 0).reshape(-1, _BANDS, _BITS)
    values = signs @ (1 << np.arange(_BITS, dtype=np.int64))
    numbered = values + (np.arange(_BANDS, dtype=np.int64) << _BITS)
    return np.unique(numbered)


# What features of photographs are on average, over 244 portraits: 16 places of 8 directions. Without it every feature
# would lie on the same side of most directions, and words would tell nothing.
_COMMON: Final = np.asarray(
    [
        *(39, 32, 23, 28, 33, 21, 15, 22, 76, 48, 24, 23, 24, 17, 16, 35, 78, 44, 18, 15, 16, 16, 19, 39),
        *(43, 26, 15, 14, 18, 18, 19, 28, 48, 31, 22, 31, 41, 28, 18, 27, 94, 49, 22, 26, 32, 23, 19, 45),
        *(97, 48, 19, 19, 22, 20, 21, 47, 53, 29, 17, 18, 22, 21, 20, 31, 48, 27, 18, 28, 41, 31, 23, 31),
        *(94, 45, 19, 23, 32, 26, 22, 49, 97, 47, 21, 20, 22, 19, 19, 48, 53, 31, 20, 21, 22, 18, 17, 29),
        *(38, 21, 15, 21, 34, 29, 23, 32, 76, 35, 16, 17, 24, 23, 24, 49, 78, 40, 19, 16, 16, 15, 19, 44),
        *(42, 28, 19, 18, 18, 17, 14, 15, 26),
    ][:128],
    dtype=np.float32,
)


@lru_cache(maxsize=1)
def _directions() -> NDArray[np.float32]:
    # Of sum zero, so that what is common to all features of a picture says nothing.
    directions = np.random.default_rng(20260527).standard_normal((128, _BANDS * _BITS))
    return np.asarray(directions - directions.mean(axis=0), dtype=np.float32)


def agreement(
    one: Features, mirror_of_one: Features, other: Features, *, least: int = LEAST_AGREEING
) -> Agreement | None:
    """Whether two photographs are copies; None where nothing says so.

    Args:
        one, mirror_of_one: features of a photograph and of its mirror image.
        other: of the other one.
        least: features that must fit; fewer than `LEAST_AGREEING` for a caller that compares pixels as well.
    """
    found = [
        Agreement(agreeing, mirrored, transform)
        for mirrored, side in ((False, one), (True, mirror_of_one))
        for agreeing, transform in [_fitting(side, other, least)]
        if agreeing >= least
    ]
    return max(found, key=lambda each: each.agreeing, default=None)


def _fitting(one: Features, other: Features, least: int) -> tuple[int, tuple[float, ...]]:
    """How many features of two pictures fit one change of place, turn and size, and that change."""
    if min(len(one.points), len(other.points)) < least:
        return 0, ()
    left, right = _pairs(one.descriptors, other.descriptors)
    if len(left) < least:
        return 0, ()
    cv2.setRNGSeed(7)
    transform, fits = cv2.estimateAffinePartial2D(
        one.points[left], other.points[right], ransacReprojThreshold=_REPROJECTION, maxIters=2000, confidence=0.995
    )
    if transform is None:
        return 0, ()
    scale = float(np.hypot(transform[0, 0], transform[1, 0]))
    if not _SMALLEST_SCALE < scale < _LARGEST_SCALE:
        return 0, ()
    inside = fits.ravel().astype(bool)
    # Repeated patterns pair many features with a few places: each place counts once.
    cells = np.unique(np.rint(one.points[left][inside] / 4).astype(np.int64), axis=0)
    places = np.unique(np.rint(other.points[right][inside] / 4).astype(np.int64), axis=0)
    return min(len(cells), len(places)), tuple(float(value) for value in transform.ravel())


def _pairs(one: Descriptors, other: Descriptors) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Features that are each other's nearest, clearly nearer than the second nearest."""
    left, right = one.astype(np.float32), other.astype(np.float32)
    distances = (left**2).sum(1)[:, None] + (right**2).sum(1)[None, :] - 2 * left @ right.T
    nearest = distances.argmin(axis=1)
    mutual = distances.argmin(axis=0)[nearest] == np.arange(len(left))
    two = np.partition(distances, 1, axis=1)[:, :2]
    clear = two[:, 0] < _RATIO**2 * two[:, 1]
    chosen = np.flatnonzero(mutual & clear)
    return chosen, nearest[chosen]


def packed(features: Features) -> bytes:
    """Features as bytes, to be kept."""
    places = np.rint(features.points * 16).clip(0, 65535).astype("<u2")
    head = _HEADER.pack(len(features.points), features.width, features.height)
    return head + places.tobytes() + features.descriptors.tobytes()


def unpacked(content: bytes) -> Features:
    """What `packed` made."""
    count, width, height = _HEADER.unpack_from(content)
    middle = _HEADER.size + count * 4
    places = np.frombuffer(content[_HEADER.size : middle], dtype="<u2").reshape(count, 2)
    descriptors = np.frombuffer(content[middle:], dtype=np.uint8).reshape(count, 128)
    return Features((places / 16).astype(np.float32), descriptors, width, height)
