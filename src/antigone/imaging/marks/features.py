"""What is kept of a picture of a mark, and what is sought with: local features, of a query from several angles.

Features are SIFT (Lowe 2004) as square roots of their shares (Arandjelovic and Zisserman 2012), on a channel in which
ink is dark and blood is not. A query is also looked at as if from aside (Yu and Morel, "ASIFT", 2011), because a mark
on a body is seldom photographed from the front, and in the mirror, because telephones turn pictures around.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging.decoding import Pixels
from antigone.imaging.derivatives import Box

#: Name of this way of measuring; features of another way cannot be compared with these.
METHOD: Final = "marks-sift-320-250.2"
_SIDE, _MOST, _MOST_ASIDE = 320, 250, 160
_TILT, _ANGLES = 1.7, 4
_BLUR, _CONTRAST = 1.2, 0.015
_MARGIN: Final = 0.15
_HEADER = struct.Struct("<HHH")
# Of a size of at most 1,000 pixels, and of a direction of at most a turn.
_POSE_STEPS: Final = np.array([64, 10_000], dtype=np.float32)

Descriptors: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float32]
_Grey: TypeAlias = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Local features of one picture.

    Attributes:
        points: float32[n, 2], pixels of the picture as it was measured.
        poses: float32[n, 2], the size of each feature in pixels and its direction in radians.
        descriptors: uint8[n, 128].
        width, height: of the picture as it was measured.
    """

    points: Floats
    poses: Floats
    descriptors: Descriptors
    width: int
    height: int


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """A picture of the mark sought, from several angles, and the same in the mirror."""

    straight: Features
    mirrored: Features


def features_of(pixels: Pixels, box: Box | None = None) -> Features:
    """What is kept of a picture of a mark; nothing where the picture is flat.

    Args:
        pixels: uint8[height, width, 3], red first.
        box: the part with the mark, in shares of the picture; a margin is taken with it. None for the whole.
    """
    return _measured(_grey(_part(pixels, box)), _MOST)


def query_of(pixels: Pixels, box: Box | None = None) -> Query:
    """What is sought with; see `features_of`."""
    grey = _grey(_part(pixels, box))
    return Query(_from_all_sides(grey), _from_all_sides(np.ascontiguousarray(grey[:, ::-1])))


def packed(features: Features) -> bytes:
    """Features as bytes, to be kept."""
    numbers = np.concatenate([features.points * 16, features.poses * _POSE_STEPS], axis=1)
    head = _HEADER.pack(len(features.points), features.width, features.height)
    places: bytes = np.rint(numbers).clip(0, 65535).astype("<u2").tobytes()
    return head + places + features.descriptors.tobytes()


def unpacked(content: bytes) -> Features:
    """What `packed` made.

    Raises:
        ValueError: the bytes are none of `packed`.
    """
    if len(content) < _HEADER.size:
        raise ValueError("these are no features of a mark")
    count, width, height = _HEADER.unpack_from(content)
    middle = _HEADER.size + count * 8
    if len(content) != middle + count * 128:
        raise ValueError("these are no features of a mark")
    numbers = np.frombuffer(content[_HEADER.size : middle], dtype="<u2").reshape(count, 4).astype(np.float32)
    descriptors = np.frombuffer(content[middle:], dtype=np.uint8).reshape(count, 128)
    points, poses = (np.asarray(part, dtype=np.float32) for part in (numbers[:, :2] / 16, numbers[:, 2:] / _POSE_STEPS))
    return Features(points, poses, descriptors, width, height)


def _part(pixels: Pixels, box: Box | None) -> Pixels:
    if box is None:
        return pixels
    height, width = pixels.shape[:2]
    x, y, wide, high = box
    left, right = x - _MARGIN * wide, x + (1 + _MARGIN) * wide
    top, bottom = y - _MARGIN * high, y + (1 + _MARGIN) * high
    across = slice(max(0, int(left * width)), max(int(left * width) + 1, min(width, round(right * width))))
    down = slice(max(0, int(top * height)), max(int(top * height) + 1, min(height, round(bottom * height))))
    return pixels[down, across]


def _grey(pixels: Pixels) -> _Grey:
    """One channel of at most 320 pixels, its contrast evened out. In red light blood is bright and ink is not."""
    red, green = pixels[:, :, 0], pixels[:, :, 1]
    grey = cv2.addWeighted(np.ascontiguousarray(red), 0.7, np.ascontiguousarray(green), 0.3, 0)
    scale = _SIDE / max(grey.shape)
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    grey = cv2.createCLAHE(3.0, (6, 6)).apply(grey)
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), _BLUR), dtype=np.uint8)


def _measured(grey: _Grey, most: int) -> Features:
    height, width = grey.shape
    found, raw = cv2.SIFT.create(nfeatures=most, contrastThreshold=_CONTRAST, edgeThreshold=15).detectAndCompute(
        grey, None
    )
    if raw is None or not len(found):
        nothing = np.zeros((0, 2), np.float32)
        return Features(nothing, nothing, np.zeros((0, 128), np.uint8), width, height)
    order = np.argsort([-point.response for point in found], kind="stable")[:most]
    values = raw[order]
    roots = np.sqrt(values / np.maximum(values.sum(axis=1, keepdims=True), 1e-6))
    descriptors = np.clip(np.rint(roots * 512), 0, 255).astype(np.uint8)
    points = np.asarray([found[at].pt for at in order], dtype=np.float32)
    poses = np.asarray([(found[at].size, np.deg2rad(found[at].angle % 360)) for at in order], dtype=np.float32)
    return Features(points, poses, descriptors, width, height)


def _from_all_sides(grey: _Grey) -> Features:
    """Features of the picture and of what it would be from aside, all at their places in the picture itself."""
    sides = [_measured(grey, _MOST)]
    for number in range(_ANGLES):
        seen, back = _from_aside(grey, number * np.pi / _ANGLES)
        sides.append(_moved(_measured(seen, _MOST_ASIDE), back))
    return Features(
        np.concatenate([one.points for one in sides]),
        np.concatenate([one.poses for one in sides]),
        np.concatenate([one.descriptors for one in sides]),
        sides[0].width,
        sides[0].height,
    )


def _moved(features: Features, change: NDArray[np.float64]) -> Features:
    """Features at the places, sizes and directions that they have after an affine change."""
    linear = change[:, :2]
    points = features.points @ linear.T + change[:, 2]
    size, direction = features.poses[:, 0], features.poses[:, 1]
    toward = np.stack([np.cos(direction), np.sin(direction)], axis=1) @ linear.T
    turned = np.mod(np.arctan2(toward[:, 1], toward[:, 0]), 2 * np.pi)
    poses = np.stack([size * np.sqrt(abs(np.linalg.det(linear))), turned], axis=1)
    return Features(
        points.astype(np.float32), poses.astype(np.float32), features.descriptors, features.width, features.height
    )


def _from_aside(grey: _Grey, angle: float) -> tuple[_Grey, NDArray[np.float64]]:
    """The picture squeezed across an angle, and the change that brings its points back."""
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, sin], [-sin, cos]])
    squeeze = turn.T @ np.diag([1 / _TILT, 1.0]) @ turn
    middle = np.array([grey.shape[1] / 2, grey.shape[0] / 2])
    change = np.hstack([squeeze, (middle - squeeze @ middle)[:, None]])
    seen = cv2.warpAffine(grey, change, (grey.shape[1], grey.shape[0]), borderMode=cv2.BORDER_REFLECT)
    return np.asarray(seen, dtype=np.uint8), np.asarray(cv2.invertAffineTransform(change), dtype=np.float64)
