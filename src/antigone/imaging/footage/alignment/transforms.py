"""How a point of one picture comes to another: six numbers, x' = a x + b y + c and y' = d x + e y + f."""

from __future__ import annotations

from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging.decoding import Pixels
from antigone.imaging.footage.overhead import Reference

#: ``(a, b, c, d, e, f)``, pixels of the earlier picture to pixels of the later one.
Transform: TypeAlias = tuple[float, float, float, float, float, float]

IDENTITY: Final[Transform] = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


def matrix(transform: Transform) -> NDArray[np.float64]:
    """The same as two rows of three."""
    return np.asarray(transform, np.float64).reshape(2, 3)


def of_matrix(rows: NDArray[np.float64]) -> Transform:
    """The inverse of `matrix`."""
    a, b, c, d, e, f = (float(value) for value in rows.ravel())
    return a, b, c, d, e, f


def prior_of(before: Reference, after: Reference) -> Transform | None:
    """Where the georeferences put the earlier picture on the later one; None where their systems differ."""
    if before.epsg != after.epsg:
        return None
    first, second = (np.vstack([matrix(one.affine), (0, 0, 1)]) for one in (before, after))
    return of_matrix((np.linalg.inv(second) @ first)[:2])


def laid_over(before: Pixels, transform: Transform, *, width: int, height: int) -> Pixels:
    """The earlier picture in the frame of the later one; black where it has nothing."""
    return np.asarray(cv2.warpAffine(before, matrix(transform), (width, height), flags=cv2.INTER_LINEAR), np.uint8)


def moved(transform: Transform, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where points [n, 2] of the earlier picture come to lie."""
    rows = matrix(transform)
    return places @ rows[:, :2].T + rows[:, 2]


def then(first: Transform, second: Transform) -> Transform:
    """Both, one after the other."""
    one, two = (np.vstack([matrix(each), (0, 0, 1)]) for each in (first, second))
    return of_matrix((two @ one)[:2])
