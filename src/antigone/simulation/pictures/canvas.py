"""A large canvas on which shapes are laid in soft and hard edges, and which is averaged down at the end."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Colour = NDArray[np.float64]
Point = tuple[float, float]
Picture = NDArray[np.uint8]

#: How much larger the canvas is than the picture.
_FINER = 4
#: Side on which soft shades are drawn, in pixels.
_SOFT = 192


class Canvas:
    """A square picture in the making; places and sizes are shares of its side."""

    def __init__(self, side: int, ground: Colour) -> None:
        self._side = side
        self._wide = side * _FINER
        self.pixels: NDArray[np.float32] = np.empty((self._wide, self._wide, 3), dtype=np.float32)
        self.pixels[:] = ground

    def ellipse(
        self,
        centre: Point,
        axes: Point,
        colour: Colour,
        *,
        turned: float = 0.0,
        arc: tuple[int, int] = (0, 360),
        line: float = 0.0,
    ) -> None:
        """A filled ellipse, or with `line` the arc of one."""
        thickness = max(1, self._length(line)) if line else -1
        cv2.ellipse(
            self.pixels, self._at(centre), self._at(axes), turned, *arc, colour.tolist(), thickness, cv2.LINE_AA
        )

    def polygon(self, points: NDArray[np.float64], colour: Colour) -> None:
        """A filled outline."""
        cv2.fillPoly(self.pixels, [(points * self._wide).round().astype(np.int32)], colour.tolist(), cv2.LINE_AA)

    def shade(self, centre: Point, axes: Point, softness: float, by: float) -> None:
        """Darken (`by` below 0) or lighten an ellipse with soft edges, by a share of what is there."""
        # Soft edges need no fine grain: blurred small, then enlarged.
        small = np.zeros((_SOFT, _SOFT), dtype=np.float32)
        at, reach = ((round(one * _SOFT), round(other * _SOFT)) for one, other in (centre, axes))
        cv2.ellipse(small, at, (max(1, reach[0]), max(1, reach[1])), 0, 0, 360, 1.0, -1)
        small = np.asarray(cv2.GaussianBlur(small, (0, 0), max(0.5, softness * _SOFT)), dtype=np.float32)
        mask = cv2.resize(small, (self._wide, self._wide), interpolation=cv2.INTER_LINEAR)
        self.pixels *= (1.0 + by * np.asarray(mask))[:, :, None]

    def grid(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """x and y of every pixel, in shares of the side."""
        y, x = np.mgrid[0 : self._wide, 0 : self._wide].astype(np.float32) / self._wide
        return x, y

    def picture(self, random: np.random.Generator, *, light: float = 1.0, grain: float = 3.0) -> Picture:
        """What a camera with this much light and grain makes of it."""
        soft = cv2.GaussianBlur(self.pixels, (0, 0), _FINER * 0.8)
        small = np.asarray(cv2.resize(soft, (self._side, self._side), interpolation=cv2.INTER_AREA)) * light
        return np.asarray(np.clip(small + random.normal(0, grain, small.shape), 0, 255), dtype=np.uint8)

    def _at(self, point: Point) -> tuple[int, int]:
        return self._length(point[0]), self._length(point[1])

    def _length(self, share: float) -> int:
        return max(1, round(share * self._wide))
