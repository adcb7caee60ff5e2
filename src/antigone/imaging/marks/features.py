"""What is kept of a picture of a mark, and what is sought with: local features, of a query from several angles, and a
small look at the picture itself.

Features are SIFT (Lowe 2004) as square roots of their shares (Arandjelovic and Zisserman 2012), on a channel in which
ink is dark and blood is not. A query is also looked at as if from aside (Yu and Morel, "ASIFT", 2011), because a mark
on a body is seldom photographed from the front, and in the mirror, because telephones turn pictures around.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging.decoding import Pixels
from antigone.imaging.derivatives import Box

#: Name of this way of measuring; features of another way cannot be compared with these.
METHOD: Final = "marks-sift-look-320-350.3"
#: Longer side of a picture as it is measured, in pixels; of its look that is kept, and of the look that is sought.
SIDE: Final = 320
KEPT_SIDE, SOUGHT_SIDE = 128, 160
_MOST, _MOST_SOUGHT, _MOST_ASIDE = 350, 400, 240
_TILT, _ANGLES = 1.7, 4
_BLUR, _CONTRAST = 1.2, 0.015
_MARGIN: Final = 0.15
_HEADER = struct.Struct("<HHH")
# Of a size of at most 1,000 pixels, and of a direction of at most a turn.
_POSE_STEPS: Final = np.array([64, 10_000], dtype=np.float32)

# How wide is what a place of a look is compared with, in shares of the side, and how far from it a place can be.
_AROUND, _FARTHEST = 0.08, 3.0
#: Steps of a byte of a look to one usual distance from what is around.
STEPS: Final = 42

Descriptors: TypeAlias = NDArray[np.uint8]
#: uint8[side, side], the picture in its upper left: 128 is as what is around it, less is darker.
Look: TypeAlias = NDArray[np.uint8]
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
        look: the picture small and evened out, as `looks` compares it.
    """

    points: Floats
    poses: Floats
    descriptors: Descriptors
    width: int
    height: int
    look: Look


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
    channel = _channel(_part(pixels, box))
    return replace(_measured(_grey(channel), _MOST), look=_look(channel, KEPT_SIDE))


def query_of(pixels: Pixels, box: Box | None = None) -> Query:
    """What is sought with; see `features_of`."""
    channel = _channel(_part(pixels, box))
    sides = (channel, np.ascontiguousarray(channel[:, ::-1]))
    straight, mirrored = (replace(_from_all_sides(_grey(one)), look=_look(one, SOUGHT_SIDE)) for one in sides)
    return Query(straight, mirrored)


def packed(features: Features) -> bytes:
    """Features as bytes, to be kept: at most 63,990, which is 136 a feature and 16,384 of the look."""
    numbers = np.concatenate([features.points * 16, features.poses * _POSE_STEPS], axis=1)
    head = _HEADER.pack(len(features.points), features.width, features.height)
    places: bytes = np.rint(numbers).clip(0, 65535).astype("<u2").tobytes()
    return head + places + features.descriptors.tobytes() + features.look.tobytes()


def unpacked(content: bytes) -> Features:
    """What `packed` made.

    Raises:
        ValueError: the bytes are none of `packed`.
    """
    if len(content) < _HEADER.size:
        raise ValueError("these are no features of a mark")
    count, width, height = _HEADER.unpack_from(content)
    middle = _HEADER.size + count * 8
    end = middle + count * 128
    if len(content) != end + KEPT_SIDE**2:
        raise ValueError("these are no features of a mark")
    numbers = np.frombuffer(content[_HEADER.size : middle], dtype="<u2").reshape(count, 4).astype(np.float32)
    descriptors = np.frombuffer(content[middle:end], dtype=np.uint8).reshape(count, 128)
    look = np.frombuffer(content[end:], dtype=np.uint8).reshape(KEPT_SIDE, KEPT_SIDE)
    points, poses = (np.asarray(part, dtype=np.float32) for part in (numbers[:, :2] / 16, numbers[:, 2:] / _POSE_STEPS))
    return Features(points, poses, descriptors, width, height, look)


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


def _channel(pixels: Pixels) -> _Grey:
    """One channel. In red light blood is bright and ink is not."""
    red, green = pixels[:, :, 0], pixels[:, :, 1]
    channel = cv2.addWeighted(np.ascontiguousarray(red), 0.7, np.ascontiguousarray(green), 0.3, 0)
    return np.asarray(channel, dtype=np.uint8)


def _scaled(channel: _Grey, side: int) -> _Grey:
    scale = side / max(channel.shape)
    size = (max(1, round(channel.shape[1] * scale)), max(1, round(channel.shape[0] * scale)))
    scaled = cv2.resize(channel, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    return np.asarray(scaled, dtype=np.uint8)


def _grey(channel: _Grey) -> _Grey:
    """The channel at most 320 pixels large, its contrast evened out."""
    grey = cv2.createCLAHE(3.0, (6, 6)).apply(_scaled(channel, SIDE))
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), _BLUR), dtype=np.uint8)


def _look(channel: _Grey, side: int) -> Look:
    """How far each place is from what is around it, by how much places there are apart."""
    small = cv2.GaussianBlur(_scaled(channel, SOUGHT_SIDE).astype(np.float32), (0, 0), 1.0)
    around = _AROUND * SOUGHT_SIDE
    apart = np.asarray(small - cv2.GaussianBlur(small, (0, 0), around), dtype=np.float32)
    usual = np.sqrt(np.maximum(cv2.GaussianBlur(apart**2, (0, 0), around), 0))
    evened = np.clip(apart / (usual + 0.5 * np.median(usual) + 1), -_FARTHEST, _FARTHEST)
    whole = np.zeros((SOUGHT_SIDE, SOUGHT_SIDE), dtype=np.float32)
    whole[: evened.shape[0], : evened.shape[1]] = evened
    if side != SOUGHT_SIDE:
        whole = np.asarray(cv2.resize(whole, (side, side), interpolation=cv2.INTER_AREA), dtype=np.float32)
    return np.rint(whole * STEPS + 128).astype(np.uint8)


def _measured(grey: _Grey, most: int) -> Features:
    height, width = grey.shape
    found, raw = cv2.SIFT.create(nfeatures=most, contrastThreshold=_CONTRAST, edgeThreshold=15).detectAndCompute(
        grey, None
    )
    if raw is None or not len(found):
        nothing = np.zeros((0, 2), np.float32)
        return Features(nothing, nothing, np.zeros((0, 128), np.uint8), width, height, _nothing())
    order = np.argsort([-point.response for point in found], kind="stable")[:most]
    values = raw[order]
    roots = np.sqrt(values / np.maximum(values.sum(axis=1, keepdims=True), 1e-6))
    descriptors = np.clip(np.rint(roots * 512), 0, 255).astype(np.uint8)
    points = np.asarray([found[at].pt for at in order], dtype=np.float32)
    poses = np.asarray([(found[at].size, np.deg2rad(found[at].angle % 360)) for at in order], dtype=np.float32)
    return Features(points, poses, descriptors, width, height, _nothing())


def _nothing() -> Look:
    return np.full((KEPT_SIDE, KEPT_SIDE), 128, dtype=np.uint8)


#: What there is of a picture that cannot be opened: it is never found.
NOTHING: Final = Features(
    np.zeros((0, 2), np.float32), np.zeros((0, 2), np.float32), np.zeros((0, 128), np.uint8), 0, 0, _nothing()
)


def _from_all_sides(grey: _Grey) -> Features:
    """Features of the picture and of what it would be from aside, all at their places in the picture itself."""
    sides = [_measured(grey, _MOST_SOUGHT)]
    for number in range(_ANGLES):
        seen, back = _from_aside(grey, number * np.pi / _ANGLES)
        sides.append(_moved(_measured(seen, _MOST_ASIDE), back))
    return Features(
        np.concatenate([one.points for one in sides]),
        np.concatenate([one.poses for one in sides]),
        np.concatenate([one.descriptors for one in sides]),
        sides[0].width,
        sides[0].height,
        sides[0].look,
    )


def _moved(features: Features, change: NDArray[np.float64]) -> Features:
    """Features at the places, sizes and directions that they have after an affine change."""
    linear = change[:, :2]
    points = features.points @ linear.T + change[:, 2]
    size, direction = features.poses[:, 0], features.poses[:, 1]
    toward = np.stack([np.cos(direction), np.sin(direction)], axis=1) @ linear.T
    turned = np.mod(np.arctan2(toward[:, 1], toward[:, 0]), 2 * np.pi)
    poses = np.stack([size * np.sqrt(abs(np.linalg.det(linear))), turned], axis=1)
    return replace(features, points=points.astype(np.float32), poses=poses.astype(np.float32))


def _from_aside(grey: _Grey, angle: float) -> tuple[_Grey, NDArray[np.float64]]:
    """The picture squeezed across an angle, and the change that brings its points back."""
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, sin], [-sin, cos]])
    squeeze = turn.T @ np.diag([1 / _TILT, 1.0]) @ turn
    middle = np.array([grey.shape[1] / 2, grey.shape[0] / 2])
    change = np.hstack([squeeze, (middle - squeeze @ middle)[:, None]])
    seen = cv2.warpAffine(grey, change, (grey.shape[1], grey.shape[0]), borderMode=cv2.BORDER_REFLECT)
    return np.asarray(seen, dtype=np.uint8), np.asarray(cv2.invertAffineTransform(change), dtype=np.float64)
