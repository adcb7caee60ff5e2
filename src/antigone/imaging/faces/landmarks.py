"""The five points of a face, looked at again.

The detector says where eyes, nose and mouth lie, and where a part of the face is hidden it is wrong by a tenth of the
distance of the eyes; a model that is shown a face so far aside sees another person. So each face is brought upright and
looked at again at several sizes, straight and mirrored; the points are the mean of all looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging.faces.alignment import LAYOUT, similarity
from antigone.imaging.faces.values import Landmarks, Pixels

#: Distances of the eyes, in pixels, at which a face is looked at again: where the detector is surest of its points.
EYES: Final = (20, 28, 40)
#: Side of the piece that is looked at, in distances of the eyes.
_SPAN: Final = 5
_MIRRORED: Final = [1, 0, 2, 4, 3]

#: The landmarks of all faces that are seen in a piece of a picture, faces by five by two.
Look = Callable[[Pixels], NDArray[np.float32]]


def steadied(pixels: Pixels, landmarks: Landmarks, look: Look) -> Landmarks:
    """The landmarks of one face, each the mean of several looks; as they were where no look finds the face again.

    Args:
        pixels: the picture.
        landmarks: the five points as they were found.
        look: the detector, in one turn and at the size of what it is given.
    """
    piece, corner = _around(pixels, landmarks)
    seen = [its for eyes in EYES for its in _looks(piece, landmarks - corner, eyes, look)]
    return np.asarray(np.mean(seen, axis=0) + corner, dtype=np.float32) if seen else landmarks


def _around(pixels: Pixels, landmarks: Landmarks) -> tuple[Pixels, NDArray[np.float32]]:
    """What lies around a face, and where its upper left corner is: no more of a large picture need be resized."""
    eyes = float(np.hypot(*(landmarks[1] - landmarks[0])))
    low, high = landmarks.min(axis=0) - _SPAN * eyes, landmarks.max(axis=0) + _SPAN * eyes
    height, width = pixels.shape[:2]
    left, top = (int(np.clip(at, 0, end - 1)) for at, end in zip(low, (width, height), strict=True))
    right, bottom = (int(np.clip(np.ceil(at), 1, end)) for at, end in zip(high, (width, height), strict=True))
    piece = pixels[top : max(bottom, top + 1), left : max(right, left + 1)]
    return piece, np.array([left, top], dtype=np.float32)


def _looks(pixels: Pixels, landmarks: Landmarks, eyes: int, look: Look) -> Iterator[NDArray[np.float64]]:
    """What is seen of the face at one size, straight and mirrored, in pixels of the picture."""
    side = _SPAN * eyes
    points = np.asarray(landmarks, dtype=np.float64)
    onto = (LAYOUT - LAYOUT.mean(axis=0)) * (eyes / np.hypot(*(LAYOUT[1] - LAYOUT[0]))) + side / 2
    shrink = np.ones(2)
    transform = similarity(points, onto)
    scale = float(np.hypot(transform[0, 0], transform[1, 0]))
    if scale < 0.5:
        height, width = pixels.shape[:2]
        smaller = (max(1, round(2 * scale * width)), max(1, round(2 * scale * height)))
        pixels = np.asarray(cv2.resize(pixels, smaller, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        shrink = np.array(smaller) / (width, height)
        transform = similarity(points * shrink, onto)
    piece = np.asarray(
        cv2.warpAffine(pixels, transform, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE),
        dtype=np.uint8,
    )
    back = np.linalg.inv(transform[:, :2])
    for mirrored in (False, True):
        found = look(np.ascontiguousarray(piece[:, ::-1]) if mirrored else piece).astype(np.float64)
        if mirrored and len(found):
            found = found[:, _MIRRORED]
            found[:, :, 0] = side - 1 - found[:, :, 0]
        aside = np.linalg.norm(found.mean(axis=1) - side / 2, axis=1)
        # Another face at the piece's edge is not this one.
        if len(found) and aside.min() <= eyes:
            yield (found[aside.argmin()] - transform[:, 2]) @ back.T / shrink
