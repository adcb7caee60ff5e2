"""What war, water, time and a messenger do to a face, drawn on clean pictures; deterministic, placed by landmarks.

They are proxies: no picture of a dead person was used, and none is needed to see which way each pulls.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging.faces import Pixels

Landmarks = NDArray[np.float32]
Random = np.random.Generator
Condition = Callable[[Pixels, Landmarks, Random], Pixels]


def grey(pixels: Pixels, landmarks: Landmarks, random: Random) -> Pixels:
    return np.repeat(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)[:, :, None], 3, axis=2)


def jpeg(pixels: Pixels, landmarks: Landmarks, random: Random) -> Pixels:
    return _compressed(pixels, 20)


def blur(pixels: Pixels, landmarks: Landmarks, random: Random) -> Pixels:
    """Gaussian, sigma 3 % of the face."""
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), 0.03 * _face(landmarks)), dtype=np.uint8)


def low_40(pixels: Pixels, landmarks: Landmarks, random: Random) -> Pixels:
    return _shrunk(pixels, 40 / _face(landmarks))


def low_24(pixels: Pixels, landmarks: Landmarks, random: Random) -> Pixels:
    return _shrunk(pixels, 24 / _face(landmarks))


def low_16(pixels: Pixels, landmarks: Landmarks, random: Random) -> Pixels:
    return _shrunk(pixels, 16 / _face(landmarks))


def lower_hidden(pixels: Pixels, landmarks: Landmarks, random: Random) -> Pixels:
    """Everything below the tip of the nose under one cloth."""
    outline = [(-1.6, 0.95), (0.0, 0.8), (1.6, 0.95), (1.7, 3.2), (-1.7, 3.2)]
    return _covered(pixels, landmarks, outline, random.integers(40, 200, 3), random)


def bandage(pixels: Pixels, landmarks: Landmarks, random: Random) -> Pixels:
    """Forehead and one eye under a white bandage."""
    side = 1.0 if random.random() < 0.5 else -1.0
    body = [(-1.8, -2.6), (1.8, -2.6), (1.8, -0.35), (-1.8, -0.35)]
    patch = [(0.1 * side, -0.4), (1.8 * side, -0.4), (1.8 * side, 0.5), (0.9 * side, 0.55), (0.22 * side, 0.4)]
    white = np.array([225, 220, 210]) - random.integers(0, 25, 3)
    return _covered(_covered(pixels, landmarks, body, white, random), landmarks, patch, white, random)


def eyes_closed(pixels: Pixels, landmarks: Landmarks, random: Random) -> Pixels:
    mask = np.zeros(pixels.shape[:2], dtype=np.uint8)
    reach = _eyes(landmarks)
    for eye in landmarks[:2]:
        axes = (round(0.30 * reach), round(0.14 * reach))
        cv2.ellipse(mask, _pixel(eye), axes, _angle(landmarks), 0, 360, 255, -1)
    lids = np.asarray(cv2.inpaint(pixels, mask, 3, cv2.INPAINT_TELEA), dtype=np.uint8)
    for eye in landmarks[:2]:
        axes = (round(0.24 * reach), round(0.07 * reach))
        shade = tuple(int(value) for value in lids[tuple(np.clip(_pixel(eye)[::-1], 0, 249))] * 0.5)
        cv2.ellipse(lids, _pixel(eye), axes, _angle(landmarks), 10, 170, shade, max(1, round(0.03 * reach)))
    return lids


def dark(pixels: Pixels, landmarks: Landmarks, random: Random) -> Pixels:
    """A quarter of the light, with the noise of a phone in the dark."""
    return _clipped(pixels * 0.25 + random.normal(0, 8, pixels.shape))


def stained(pixels: Pixels, landmarks: Landmarks, random: Random) -> Pixels:
    """Pale, with red-brown patches over a fifth of the face."""
    pale = 0.45 * pixels + 0.55 * grey(pixels, landmarks, random)
    pale = pale * 0.85 + 35
    cover = np.zeros(pixels.shape[:2], dtype=np.float32)
    for _ in range(9):
        spot = _place(landmarks, float(random.uniform(-1.1, 1.1)), float(random.uniform(-1.0, 2.2)))
        axes = (random.uniform(0.08, 0.35, 2) * _eyes(landmarks)).round().astype(int)
        cv2.ellipse(cover, _pixel(spot), (int(axes[0]), int(axes[1])), float(random.uniform(0, 180)), 0, 360, 1.0, -1)
    cover = np.asarray(cv2.GaussianBlur(cover, (0, 0), 0.03 * _face(landmarks)))[:, :, None] * 0.75
    return _clipped(pale * (1 - cover) + np.array([95, 40, 30]) * cover)


def messenger(pixels: Pixels, landmarks: Landmarks, random: Random) -> Pixels:
    """Grey, a face of 40 pixels that a telephone has enlarged again, noise, JPEG of quality 20."""
    small = _shrunk(grey(pixels, landmarks, random), 40 / _face(landmarks))
    large = np.asarray(cv2.resize(small, pixels.shape[1::-1], interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    return _compressed(_clipped(large + random.normal(0, 6, large.shape)), 20)


def small_jpeg(pixels: Pixels, landmarks: Landmarks, random: Random) -> Pixels:
    """The same, compressed while it is small: five blocks of JPEG across the face."""
    small = _shrunk(grey(pixels, landmarks, random), 40 / _face(landmarks))
    return _compressed(_clipped(small + random.normal(0, 6, small.shape)), 20)


def _turned(turns: int) -> Condition:
    def turn(pixels: Pixels, landmarks: Landmarks, random: Random) -> Pixels:
        return np.ascontiguousarray(np.rot90(pixels, turns))

    return turn


CONDITIONS: dict[str, Condition] = {
    "grey": grey,
    "jpeg 20": jpeg,
    "blur": blur,
    "40 px": low_40,
    "24 px": low_24,
    "16 px": low_16,
    "lower face hidden": lower_hidden,
    "bandage": bandage,
    "eyes closed": eyes_closed,
    "dark": dark,
    "stained": stained,
    "messenger copy": messenger,
    "40 px, noise, JPEG 20": small_jpeg,
    "turned 90": _turned(1),
    "turned 180": _turned(2),
    "turned 270": _turned(3),
}
#: The conditions over which one calibration must hold: turning is undone before, and two are at the floor itself.
_AT_THE_FLOOR = ("16 px", "40 px, noise, JPEG 20")
DEGRADED = tuple(name for name in CONDITIONS if name not in _AT_THE_FLOOR and not name.startswith("turned"))
TURNED = tuple(name for name in CONDITIONS if name.startswith("turned"))


def _eyes(landmarks: Landmarks) -> float:
    return float(np.hypot(*(landmarks[1] - landmarks[0])).clip(8.0))


def _face(landmarks: Landmarks) -> float:
    """A face's size as a detector's box has it: some 2.4 times the distance of the eyes."""
    return 2.4 * _eyes(landmarks)


def _angle(landmarks: Landmarks) -> float:
    return float(np.degrees(np.arctan2(*(landmarks[1] - landmarks[0])[::-1])))


def _place(landmarks: Landmarks, across: float, down: float) -> NDArray[np.float32]:
    """A point of the face: from between the eyes, in distances of the eyes, along them and down to the mouth."""
    along = (landmarks[1] - landmarks[0]) / max(float(np.hypot(*(landmarks[1] - landmarks[0]))), 1e-3)
    below = np.array([-along[1], along[0]])
    return np.asarray(landmarks[:2].mean(axis=0) + _eyes(landmarks) * (across * along + down * below), dtype=np.float32)


def _pixel(point: NDArray[np.float32]) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))


def _covered(
    pixels: Pixels,
    landmarks: Landmarks,
    outline: list[tuple[float, float]],
    colour: NDArray[np.int64],
    random: Random,
) -> Pixels:
    mask = np.zeros(pixels.shape[:2], dtype=np.uint8)
    points = np.array([_place(landmarks, across, down) for across, down in outline])
    cv2.fillPoly(mask, [points.round().astype(np.int32)], 1)
    cloth = _clipped(colour + random.normal(0, 6, pixels.shape))
    return np.where(mask[:, :, None] == 1, cloth, pixels)


def _shrunk(pixels: Pixels, factor: float) -> Pixels:
    size = (max(8, round(pixels.shape[1] * factor)), max(8, round(pixels.shape[0] * factor)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _compressed(pixels: Pixels, quality: int) -> Pixels:
    blue_first = np.ascontiguousarray(pixels[:, :, ::-1])
    data = cv2.imencode(".jpg", blue_first, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[:, :, ::-1])


def _clipped(values: NDArray[np.floating]) -> Pixels:
    return np.asarray(np.clip(values.round(), 0, 255), dtype=np.uint8)
