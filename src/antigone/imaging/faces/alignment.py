"""A face brought to 112 x 112 pixels with its eyes, nose and mouth where the models expect them."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging.faces.values import Landmarks, Pixels

#: Side of an aligned face, in pixels.
SIDE = 112

#: Where the five points come to lie: the layout on which the ArcFace family of models, SFace included, was trained
#: (Deng et al., "ArcFace", CVPR 2019, and its public code).
LAYOUT: NDArray[np.float64] = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)


def aligned(pixels: Pixels, landmarks: Landmarks) -> Pixels:
    """The face with these landmarks, upright, 112 x 112 x 3; what lies outside the picture is black.

    A large face is first averaged down, so that no detail finer than the target's pixels turns into noise.
    """
    points = np.asarray(landmarks, dtype=np.float64)
    transform = similarity(points, LAYOUT)
    shrink = float(np.hypot(transform[0, 0], transform[1, 0]))
    if shrink < 0.5:
        factor = shrink * 2.0
        height, width = pixels.shape[:2]
        smaller = (max(1, round(width * factor)), max(1, round(height * factor)))
        pixels = np.asarray(cv2.resize(pixels, smaller, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        points = points * (np.array(smaller) / (width, height))
        transform = similarity(points, LAYOUT)
    return np.asarray(cv2.warpAffine(pixels, transform, (SIDE, SIDE), flags=cv2.INTER_LINEAR), dtype=np.uint8)


def similarity(points: NDArray[np.float64], onto: NDArray[np.float64]) -> NDArray[np.float64]:
    """The turn, scale and shift, 2 x 3, that brings points closest to others in the sense of least squares.

    Source: Umeyama, "Least-squares estimation of transformation parameters between two point patterns", PAMI 1991.
    """
    from_centre, to_centre = points.mean(axis=0), onto.mean(axis=0)
    left, right = points - from_centre, onto - to_centre
    u, spread, v = np.linalg.svd(right.T @ left / len(points))
    sign = np.array([1.0, np.sign(np.linalg.det(u) * np.linalg.det(v)) or 1.0])
    turn = (u * sign) @ v
    variance = left.var(axis=0).sum()
    scale = float((spread * sign).sum() / variance) if variance > 0 else 1.0
    return np.hstack([scale * turn, (to_centre - scale * turn @ from_centre)[:, None]])
