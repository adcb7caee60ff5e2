"""What is kept of a frame so that it is found again: local features, their words, and a small grey picture."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging import copies
from antigone.imaging.decoding import Pixels

#: Name of this way of measuring; fingerprints of another way cannot be compared with these.
METHOD: Final = f"{copies.METHOD}+grey160.1"
#: Pixels of the longer side of the small picture.
SMALL: Final = 160
_LONGEST, _SMALLEST = 640, 32
_HEADER = struct.Struct("<HH")

Words = NDArray[np.uint32]
Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """One frame as it is kept.

    Attributes:
        features: see `imaging.copies`.
        words: uint32[n], sorted, each once.
        small: uint8[height, width], its lightness, `SMALL` pixels at the longer side.
    """

    features: copies.Features
    words: Words
    small: Grey


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A frame that is looked for, as it is and mirrored."""

    plain: Fingerprint
    mirrored: Fingerprint

    @property
    def words(self) -> Words:
        """Words of both."""
        return np.union1d(self.plain.words, self.mirrored.words)


def fingerprint(pixels: Pixels) -> Fingerprint:
    """What is kept of uint8[height, width, 3]; a flat picture has no features and is never found."""
    features = copies.features_of(_enlarged(pixels))
    return Fingerprint(features, _words(features), _small(pixels))


def question(pixels: Pixels) -> Question:
    """The frame to look for."""
    return mirrored(fingerprint(pixels))


def mirrored(one: Fingerprint) -> Question:
    """A fingerprint and that of the mirror image, which is made of it: a mirrored feature has its rows of cells
    exchanged and its directions turned over (of SIFT: 4 rows of 4 cells of 8 directions)."""
    cells = one.features.descriptors.reshape(-1, 4, 4, 8)
    turned = cells[:, ::-1, :, (8 - np.arange(8)) % 8].reshape(-1, 128)
    points = np.column_stack([one.features.width - 1 - one.features.points[:, 0], one.features.points[:, 1]])
    features = copies.Features(
        points.astype(np.float32), np.ascontiguousarray(turned), one.features.width, one.features.height
    )
    return Question(one, Fingerprint(features, _words(features), np.ascontiguousarray(one.small[:, ::-1])))


def packed(one: Fingerprint) -> bytes:
    """A fingerprint as bytes, to be kept; the words are computed again."""
    return _HEADER.pack(*one.small.shape) + one.small.tobytes() + copies.packed(one.features)


def unpacked(content: bytes) -> Fingerprint:
    """What `packed` made."""
    height, width = _HEADER.unpack_from(content)
    middle = _HEADER.size + height * width
    small = np.frombuffer(content[_HEADER.size : middle], np.uint8).reshape(height, width)
    features = copies.unpacked(content[middle:])
    return Fingerprint(features, _words(features), small)


def _enlarged(pixels: Pixels) -> Pixels:
    """A small picture at the size of the others: features are sought after a blur of so many pixels."""
    height, width = pixels.shape[:2]
    scale = _LONGEST / max(height, width)
    if scale <= 1 or min(height, width) < _SMALLEST:
        return pixels
    size = (round(width * scale), round(height * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def _words(features: copies.Features) -> Words:
    return copies.words_of(features).astype(np.uint32)


def _small(pixels: Pixels) -> Grey:
    grey = cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY)
    scale = SMALL / max(grey.shape)
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR), np.uint8)
