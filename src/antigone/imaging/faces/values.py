"""Plain values of faces: where one lies in a picture, how good it is, and by which model it was measured."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

#: Height by width by 3, unsigned bytes, red first.
Pixels = NDArray[np.uint8]
#: One direction on the unit sphere of a model, or rows of them.
Vector = NDArray[np.float32]
#: Five points of a face, x and y in pixels of the picture: the eye that lies left in an upright picture, the right one,
#: the tip of the nose, the left and the right corner of the mouth.
Landmarks = NDArray[np.float32]

#: A face whose longer side is smaller than this, in pixels, tells hardly more than a stranger's (docs/faces.md).
SMALLEST = 16


class FaceError(Exception):
    """A face cannot be read so; the message is one sentence that says what and why."""


class ModelRefused(FaceError):
    """A model's file or its declaration cannot be used."""


class QualityClass(StrEnum):
    """How a face was seen; scores of each class are weighed by their own calibration."""

    GOOD = "good"
    #: Small, blurred, dark or pale.
    DEGRADED = "degraded"
    #: A part is hidden: a bandage, a mask, a hand, a wound.
    HIDDEN = "hidden"

    @classmethod
    def worse(cls, one: QualityClass, other: QualityClass) -> QualityClass:
        """The class of a comparison is that of its worse side."""
        order = list(cls)
        return max(one, other, key=order.index)


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured of one face.

    Attributes:
        size: the geometric mean of the box's sides, in pixels of the picture.
        sharpness: log10 of the variance of the Laplacian over the aligned face (grey levels squared).
        contrast: standard deviation of the aligned face's grey levels, 0 to 127.
        brightness: their mean, 0 to 255.
        score: how sure the detector is, 0 to 1.
    """

    size: float
    sharpness: float
    contrast: float
    brightness: float
    score: float


@dataclass(frozen=True, slots=True)
class Box:
    """Where a face lies, in pixels of the picture; it may reach over the picture's edge."""

    left: float
    top: float
    width: float
    height: float

    @property
    def longer(self) -> float:
        """The longer side."""
        return max(self.width, self.height)

    @property
    def size(self) -> float:
        """Geometric mean of the sides."""
        return float(np.sqrt(max(self.width, 0.0) * max(self.height, 0.0)))

    @property
    def centre(self) -> tuple[float, float]:
        """x and y of the middle."""
        return self.left + self.width / 2, self.top + self.height / 2

    def overlap(self, other: Box) -> float:
        """Shared area over united area, 0 to 1."""
        across = min(self.left + self.width, other.left + other.width) - max(self.left, other.left)
        down = min(self.top + self.height, other.top + other.height) - max(self.top, other.top)
        if across <= 0 or down <= 0:
            return 0.0
        shared = across * down
        return shared / (self.width * self.height + other.width * other.height - shared)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A face that the detector found.

    Attributes:
        box: in the picture as it was given.
        landmarks: five points by two, in the same pixels.
        score: 0 to 1.
        quarter_turns: how many times the picture must be turned by 90 degrees, against the clock, for the face to
            stand upright.
    """

    box: Box
    landmarks: Landmarks
    score: float
    quarter_turns: int


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One face of a picture with its vector.

    Attributes:
        found: where, and how it is turned.
        quality: what was measured.
        seen: the class that the measurements give; a human may set `QualityClass.HIDDEN`, which no measurement sees
            reliably.
        vector: of unit length.
    """

    found: Found
    quality: Quality
    seen: QualityClass
    vector: Vector


@dataclass(frozen=True, slots=True)
class Model:
    """Which numbers a vector consists of. Two vectors may be compared only where both fields are equal.

    Attributes:
        id: the model's name with the start of its file's SHA-256.
        preprocessing_hash: SHA-256, 16 digits, over all that happens to pixels before the model.
        licence: under which the weights may be used, as it was declared; never empty.
        dimension: numbers in a vector.
    """

    id: str
    preprocessing_hash: str
    licence: str
    dimension: int

    def __post_init__(self) -> None:
        if not self.licence.strip():
            raise ModelRefused(f"no licence is declared for the face model «{self.id}»; state the one of its weights")

    @property
    def key(self) -> str:
        """The one word to be kept beside a vector."""
        return f"{self.id}/{self.preprocessing_hash}"
