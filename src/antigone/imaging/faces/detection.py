"""Every face of a picture, however it lies: the bodies that are found seldom lie with their heads up.

YuNet (Wu et al., "YuNet: a tiny millisecond-level face detector", Machine Intelligence Research 2023) sees faces of 10
to some 300 pixels that stand nearly upright, and "finds" upside-down ones with the mouth where the eyes are. So the
picture is looked at in four turns and at several sizes; of what is found twice the surest stays, and only where the
mouth lies below the eyes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging.faces.landmarks import steadied
from antigone.imaging.faces.values import Box, FaceError, Found, Landmarks, Pixels

#: Below this a face is not even shown to a human. All degraded faces of the trials were found at it, but one in 140 of
#: those of 16 pixels and of those in the dark.
FLOOR = 0.6
#: From this score a face is indexed without a human's word: what is no face seldom reaches it.
SURE = 0.8
#: Longer side of the picture, in pixels, at which it is always looked at.
_FIRST = (320, 640)
#: Up to here a picture may be enlarged while small faces are expected in it.
_LARGEST = 1_600
#: While the smallest face found is smaller than this, in pixels as looked at, there may be smaller ones.
_COMFORTABLE = 40.0
#: Two finds that share more than this of their area are one face.
_SAME = 0.3
_CANDIDATES = 5_000


class Detector:
    """YuNet in four turns. Not safe for two threads at once."""

    def __init__(self, weights: Path, *, floor: float = FLOOR) -> None:
        """Load the detector.

        Args:
            weights: the ONNX file.
            floor: smallest score of a face, 0 to 1.
        """
        # It warns of a setting that it does not have and is not asked for.
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
        self._yunet = cv2.FaceDetectorYN.create(str(weights), "", (320, 320), floor, 0.3, _CANDIDATES)

    def faces(self, pixels: Pixels) -> tuple[Found, ...]:
        """All faces, the surest first.

        Raises:
            FaceError: the array is not height x width x 3 of bytes.
        """
        if pixels.ndim != 3 or pixels.shape[2] != 3 or pixels.dtype != np.uint8 or not pixels.size:
            raise FaceError("faces are sought in height x width x 3 bytes, red first")
        found: list[Found] = []
        blue_first = pixels[:, :, ::-1]
        for scale in _scales(max(pixels.shape[:2])):
            seen = self._at(blue_first, scale)
            found = _distinct([*found, *seen])
            always = max(pixels.shape[:2]) * scale < max(_FIRST) and scale < 1.0
            if not always and found and min(one.box.size for one in found) * scale >= _COMFORTABLE:
                break
        return tuple(found)

    def steadied(self, pixels: Pixels, found: Found) -> Found:
        """A find whose five points were looked at again (see `landmarks.steadied`); box and score stay."""
        return replace(found, landmarks=steadied(pixels, found.landmarks, self._look))

    def _look(self, pixels: Pixels) -> NDArray[np.float32]:
        self._yunet.setInputSize((pixels.shape[1], pixels.shape[0]))
        rows = self._yunet.detect(np.ascontiguousarray(pixels[:, :, ::-1]))[1]
        seen = np.empty((0, 15)) if rows is None else np.asarray(rows)
        return seen[:, 4:14].reshape(-1, 5, 2).astype(np.float32)

    def _at(self, blue_first: Pixels, scale: float) -> list[Found]:
        height, width = blue_first.shape[:2]
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        if scale != 1.0:
            shrinking = cv2.INTER_AREA if scale < 1.0 else cv2.INTER_CUBIC
            blue_first = np.asarray(cv2.resize(blue_first, size, interpolation=shrinking), dtype=np.uint8)
        return [one for turns in range(4) for one in self._turned(blue_first, turns, scale)]

    def _turned(self, blue_first: Pixels, turns: int, scale: float) -> Iterator[Found]:
        turned = np.ascontiguousarray(np.rot90(blue_first, turns))
        self._yunet.setInputSize((turned.shape[1], turned.shape[0]))
        rows = self._yunet.detect(turned)[1]
        if rows is None:
            return
        for row in np.asarray(rows, dtype=np.float32):
            left, top, width, height = row[:4]
            landmarks = row[4:14].reshape(5, 2)
            if not _upright(landmarks) or width <= 0 or height <= 0:
                continue
            shape = (blue_first.shape[0], blue_first.shape[1])
            corners = np.array([[left, top], [left + width, top + height]], dtype=np.float32)
            corners = _turned_back(corners, turns, shape) / scale
            (x, y), (to_x, to_y) = corners.min(axis=0), corners.max(axis=0)
            box = Box(float(x), float(y), float(to_x - x), float(to_y - y))
            yield Found(box, _turned_back(landmarks, turns, shape) / np.float32(scale), float(row[14]), turns)


def _scales(longer: int) -> Iterator[float]:
    """By which factors a picture is resized, in the order of trying, growing."""
    last = 0.0
    for side in _FIRST:
        scale = min(1.0, side / longer)
        if scale > last:
            yield scale
            last = scale
    top = min(2.0, max(last, _LARGEST / longer))
    while last < top:
        last = min(top, last * 2.0)
        yield last


def _upright(landmarks: Landmarks) -> bool:
    """Whether the mouth lies below the eyes, and the eye that should be left is left."""
    eyes, mouth = landmarks[:2].mean(axis=0), landmarks[3:].mean(axis=0)
    down, aside = mouth[1] - eyes[1], abs(mouth[0] - eyes[0])
    return bool(
        down > 0 and aside <= 1.2 * down and landmarks[1, 0] + landmarks[4, 0] > landmarks[0, 0] + landmarks[3, 0]
    )


def _turned_back(points: Landmarks, turns: int, shape: tuple[int, int]) -> Landmarks:
    """Points of a picture turned by so many right angles against the clock, in the unturned one of this shape."""
    height, width = shape
    x, y = points[:, 0], points[:, 1]
    back = ((x, y), (width - y, x), (width - x, height - y), (y, height - x))[turns % 4]
    return np.stack(back, axis=1).astype(np.float32)


def _distinct(found: Iterable[Found]) -> list[Found]:
    """The surest find of each face."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda each: -each.score):
        if all(one.box.overlap(other.box) <= _SAME for other in kept):
            kept.append(one)
    return kept
