"""Two frames are laid over each other and looked at, part by part.

A picture published again lies wholly within its original, or its original within it, and nearly all parts of it agree,
whatever was cut off, written over it or put around it. Two pictures of one scene agree in features, but each shows
something that the other does not, or the light and the things in it differ. What neither shows cannot be told: two
different quarters of one picture are called one scene.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging import copies
from antigone.imaging.footage.same.prints import Fingerprint, Grey, Question

#: Features that must fit, for pixels to be compared at all; without the pixels' word `copies.LEAST_AGREEING` count.
LEAST_FITTING: Final = 10
#: Share of the smaller picture, its bars left out, that must lie within the other.
LEAST_WITHIN: Final = 0.90
#: Share of the parts with something in them that must agree.
LEAST_ALIKE: Final = 0.65
# A part is this many pixels of the small picture wide; it agrees from this correlation on, and has something in it
# from this deviation of its grey levels on.
_PART, _AGREES, _TEXTURE = 12, 0.88, 3.0
_FEWEST_PARTS = 6
_BAR = 4.0


class Kind(StrEnum):
    """What two pictures have in common."""

    SAME_FILE = "same file"
    SAME_SCENE = "same scene"


@dataclass(frozen=True, slots=True)
class Sameness:
    """That two pictures belong together, and how that was seen.

    Attributes:
        kind: one recording, or one scene.
        agreeing: local features that fit one change of place, turn and size.
        mirrored: whether one is the mirror image of the other.
        within: share of the smaller picture that lies within the other, its bars left out.
        alike: share of the compared parts whose pixels agree; 0 where nothing could be compared.
        transform: how a point of the (mirrored) asked one comes to the other, both 640 pixels at the longer side.
    """

    kind: Kind
    agreeing: int
    mirrored: bool
    within: float
    alike: float
    transform: tuple[float, ...]

    @property
    def sentence(self) -> str:
        """What may be said of it."""
        mirror = ", mirrored" if self.mirrored else ""
        if self.kind is Kind.SAME_FILE:
            return (
                f"one recording, published again{mirror}: {self.within:.0%} of one lies within the other,"
                f" {self.alike:.0%} of its parts agree"
            )
        return (
            f"the same scene{mirror}, not shown to be the same recording: {self.agreeing} details fit,"
            f" {self.within:.0%} of one lies within the other, {self.alike:.0%} of its parts agree"
        )


def judged(asked: Question, kept: Fingerprint) -> Sameness | None:
    """What the asked frame and a kept one have in common; None where nothing says anything."""
    agreed = copies.agreement(asked.plain.features, asked.mirrored.features, kept.features, least=LEAST_FITTING)
    if agreed is None:
        return None
    side = asked.mirrored if agreed.mirrored else asked.plain
    within, alike = _compared(side, kept, np.asarray(agreed.transform).reshape(2, 3))
    kind = Kind.SAME_FILE if within >= LEAST_WITHIN and alike >= LEAST_ALIKE else Kind.SAME_SCENE
    if kind is Kind.SAME_SCENE and agreed.agreeing < copies.LEAST_AGREEING:
        return None
    return Sameness(kind, agreed.agreeing, agreed.mirrored, within, alike, agreed.transform)


def _compared(one: Fingerprint, other: Fingerprint, transform: NDArray[np.float64]) -> tuple[float, float]:
    """Share of the smaller one within the other, and share of its parts that agree."""
    scale_one = one.small.shape[1] / one.features.width
    scale_other = other.small.shape[1] / other.features.width
    across = transform.copy()
    across[:, :2] *= scale_other / scale_one
    across[:, 2] *= scale_other
    grown = float(np.hypot(across[0, 0], across[1, 0]))
    if grown >= 1:  # compare in the coarser of the two, so that nothing is made up by enlarging
        across = np.asarray(cv2.invertAffineTransform(across), np.float64)
        one, other = other, one
    height, width = other.small.shape
    inside_one, inside_other = _content(one.small), _content(other.small)
    smaller = min(grown, 1 / max(grown, 1e-6))
    brought = cv2.warpAffine(_softened(one.small, smaller), across, (width, height), flags=cv2.INTER_LINEAR)
    covered = cv2.warpAffine(inside_one, across, (width, height), flags=cv2.INTER_NEAREST)
    both = (covered > 0) & (inside_other > 0)
    size_one = float(inside_one.sum()) * abs(float(np.linalg.det(across[:, :2])))
    size_other = float(inside_other.sum())
    within = min(1.0, float(both.sum()) / max(1.0, min(size_one, size_other)))
    return within, _alike(np.asarray(brought), other.small, both)


def _softened(grey: Grey, scale: float) -> Grey:
    return grey if scale > 0.8 else np.asarray(cv2.GaussianBlur(grey, (0, 0), 0.4 / scale), np.uint8)


def _alike(one: Grey, other: Grey, both: NDArray[np.bool_]) -> float:
    height, width = other.shape
    agree = parts = 0
    part = max(4, min(_PART, int(np.sqrt(max(1, both.sum())) / 5)))
    for top in range(0, height - part + 1, part):
        for left in range(0, width - part + 1, part):
            where = np.s_[top : top + part, left : left + part]
            if both[where].mean() < 0.95:
                continue
            a, b = one[where].astype(np.float64), other[where].astype(np.float64)
            spread_a, spread_b = a.std(), b.std()
            if max(spread_a, spread_b) < _TEXTURE:
                continue
            parts += 1
            together = ((a - a.mean()) * (b - b.mean())).mean()
            agree += bool(together > _AGREES * spread_a * spread_b)
    return agree / parts if parts >= _FEWEST_PARTS else 0.0


def _content(grey: Grey) -> Grey:
    """1 where the picture is, 0 in the bars of one colour around it."""
    rows, columns = grey.std(axis=1) > _BAR, grey.std(axis=0) > _BAR
    mask = np.zeros(grey.shape, np.uint8)
    if rows.any() and columns.any():
        top, bottom = int(rows.argmax()), len(rows) - int(rows[::-1].argmax())
        left, right = int(columns.argmax()), len(columns) - int(columns[::-1].argmax())
        mask[top:bottom, left:right] = 1
    return mask
