"""A proposal how two days of one place lie over each other, which refuses rather than lies.

Years change colours, shadows and crops; where edges run stays. So directions of edges (their double angle, without
their strength) are correlated by Fourier transform, around where the prior puts the pictures: both north up, scale
known, shifted by an eighth at most. One peak is no proof: the picture is cut into parts, each is correlated alone, and
the parts have to agree on one change of place, turn and size. Features that are matched freely (SIFT) found 0 of 25
such pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging.decoding import Pixels
from antigone.imaging.footage.alignment.transforms import IDENTITY, Transform, laid_over, of_matrix, then

#: Shift that is tried, as a share of the picture's width and height.
REACH: Final = 0.125
#: How far the peak has to stand out, in deviations of all shifts that were tried.
LEAST_PEAK: Final = 6.0
#: Parts of 16 that have to agree.
LEAST_PARTS: Final = 6
_LONGEST = 1024
# Four rows of four parts that overlap: each is so many times smaller than the whole.
_PARTS, _ACROSS, _PART_REACH, _PART_PEAK = 4, 3, 24, 5.0
#: Pixels (of the reduced picture) by which a part that agrees may be off the common fit.
_AGREES = 2.5
#: A turn or a change of size beyond these was not what the prior promised.
_MOST_TURN, _MOST_GROWTH = 0.04, 0.04
_SMALLEST = 96

_Field = NDArray[np.complex64]


class AlignmentRefused(Exception):
    """Nothing is proposed; the sentence says why, and what helps."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """How the earlier picture lies on the later one; for a human to accept, or to replace by control points.

    Attributes:
        transform: pixels of the earlier picture to pixels of the later one.
        peak: how far the best shift stands out of all, in deviations.
        agreeing, parts: how many parts of the picture agree alone, of how many.
        spread: median distance of those parts from the common fit, in pixels of the later picture.
    """

    transform: Transform
    peak: float
    agreeing: int
    parts: int
    spread: float

    @property
    def sentence(self) -> str:
        """What may be said of it."""
        return (
            f"proposed: {self.agreeing} of {self.parts} parts of the picture agree within {self.spread:.1f} pixels, the"
            f" peak stands {self.peak:.1f} deviations out; check it by eye, or set control points"
        )


def propose(before: Pixels, after: Pixels, *, prior: Transform = IDENTITY) -> Proposal:
    """How the earlier picture lies on the later one.

    Args:
        before, after: uint8[height, width, 3].
        prior: where the earlier one is believed to lie: its georeference, or nothing but a common north and scale.

    Raises:
        AlignmentRefused: too small, too little in them, or nothing that all parts agree on.
    """
    height, width = after.shape[:2]
    scale = min(1.0, _LONGEST / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if min(size) < _SMALLEST:
        raise AlignmentRefused(
            f"a picture of {width} x {height} pixels is too small to be laid over; set control points"
        )
    shrink = of_matrix(np.asarray([[scale, 0, 0], [0, scale, 0]]))
    grow = of_matrix(np.asarray([[1 / scale, 0, 0], [0, 1 / scale, 0]]))
    start = then(prior, shrink)
    coarser = abs(start[0] * start[4] - start[1] * start[3]) ** 0.5
    softened = cv2.GaussianBlur(before, (0, 0), 0.4 / coarser) if coarser < 0.8 else before
    one = laid_over(np.asarray(softened, np.uint8), start, width=size[0], height=size[1])
    two = np.asarray(cv2.resize(after, size, interpolation=cv2.INTER_AREA), np.uint8)
    seen = laid_over(np.full_like(before, 255), start, width=size[0], height=size[1])[..., 0] > 250
    first, second = _directions(one, seen & _filled(one)), _directions(two, _filled(two))
    reach = (int(size[0] * REACH), int(size[1] * REACH))
    (shift_x, shift_y), peak = _best(first, second, reach)
    if peak < LEAST_PEAK:
        raise AlignmentRefused(
            f"no shift stands out (the best by {peak:.1f} deviations, {LEAST_PEAK:.0f} are needed): too much has"
            " changed, or it is another place; set control points"
        )
    places, shifts = _parts(first, second, (round(shift_x), round(shift_y)))
    rows, agreeing = _common(places, shifts)
    if int(agreeing.sum()) < LEAST_PARTS:
        raise AlignmentRefused(
            f"only {int(agreeing.sum())} of {_PARTS**2} parts of the picture agree on one shift, {LEAST_PARTS} are"
            " needed; set control points"
        )
    size_of, turn = float(np.hypot(rows[0, 0], rows[1, 0])), float(np.arctan2(rows[1, 0], rows[0, 0]))
    if abs(size_of - 1) > _MOST_GROWTH or abs(turn) > _MOST_TURN:
        raise AlignmentRefused(
            "the parts agree only if the picture is turned or resized against what its georeference says; set control"
            " points, and check the georeference"
        )
    off = np.linalg.norm(places @ rows[:, :2].T + rows[:, 2] - places - shifts, axis=1)
    spread = float(np.median(off[agreeing])) / scale
    return Proposal(then(then(start, of_matrix(rows)), grow), peak, int(agreeing.sum()), _PARTS**2, spread)


def _filled(pixels: Pixels) -> NDArray[np.bool_]:
    """Where the picture has something: makers of overhead images leave black what they have not got."""
    black = (pixels.max(axis=2) == 0).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(black, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8)) == 0)


def _directions(pixels: Pixels, seen: NDArray[np.bool_]) -> _Field:
    """Where edges run: a number of length up to 1 whose angle is twice the edge's."""
    if not seen.any():
        return np.zeros(seen.shape, np.complex64)
    grey = cv2.GaussianBlur(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32), (0, 0), 1.2)
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    gradient = across + 1j * down
    strength = np.abs(gradient)
    typical = float(np.median(strength[seen]))
    field = (gradient / np.maximum(strength, 1e-3)) ** 2 * np.minimum(1.0, strength / max(3 * typical, 8.0))
    field[~cv2.erode(seen.astype(np.uint8), np.ones((7, 7), np.uint8)).astype(bool)] = 0
    return np.asarray(field, np.complex64)


def _best(
    one: _Field, other: _Field, reach: tuple[int, int], around: tuple[int, int] = (0, 0)
) -> tuple[tuple[float, float], float]:
    """The shift of `one` at which both run alike, and how far it stands out."""
    height, width = (cv2.getOptimalDFTSize(a + b) for a, b in zip(one.shape, other.shape, strict=True))
    product = np.fft.fft2(other, (height, width)) * np.conj(np.fft.fft2(one, (height, width)))
    alike = np.fft.ifft2(product).real
    across = np.arange(around[0] - reach[0], around[0] + reach[0] + 1)
    down = np.arange(around[1] - reach[1], around[1] + reach[1] + 1)
    window = alike[np.ix_(down % height, across % width)]
    row, column = divmod(int(window.argmax()), window.shape[1])
    others = np.ones(window.shape, bool)
    others[max(0, row - 4) : row + 5, max(0, column - 4) : column + 5] = False
    rest = window[others]
    peak = float((window[row, column] - rest.mean()) / max(float(rest.std()), 1e-9))
    at = (
        float(across[column]) + _between(window[row], column),
        float(down[row]) + _between(window[:, column], row),
    )
    return at, peak


def _between(values: NDArray[np.float64], place: int) -> float:
    """Where between pixels a parabola through three values has its top."""
    if not 0 < place < len(values) - 1:
        return 0.0
    left, top, right = (float(value) for value in values[place - 1 : place + 2])
    bend = left - 2 * top + right
    return 0.0 if bend >= 0 else max(-0.5, min(0.5, 0.5 * (left - right) / bend))


def _parts(one: _Field, other: _Field, shift: tuple[int, int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Middles of the parts whose own peak stands out, and the shift that each finds."""
    places, shifts = [], []
    rows, columns = np.flatnonzero(np.abs(one).sum(axis=1)), np.flatnonzero(np.abs(one).sum(axis=0))
    if not len(rows):
        return np.zeros((0, 2)), np.zeros((0, 2))
    height, width = (max(1, int(np.ptp(each) + 1) // _ACROSS) for each in (rows, columns))
    for top in np.linspace(rows[0], rows[-1] + 1 - height, _PARTS).astype(int):
        for left in np.linspace(columns[0], columns[-1] + 1 - width, _PARTS).astype(int):
            part = one[top : top + height, left : left + width]
            if (np.abs(part) > 0.5).mean() < 0.02:
                continue
            margin = _PART_REACH + 4
            from_y, from_x = max(0, top + shift[1] - margin), max(0, left + shift[0] - margin)
            window = other[
                from_y : max(0, top + shift[1] + height + margin), from_x : max(0, left + shift[0] + width + margin)
            ]
            if min(window.shape) < min(height, width) // 2:
                continue
            around = (left + shift[0] - from_x, top + shift[1] - from_y)
            (x, y), peak = _best(part, window, (_PART_REACH, _PART_REACH), around)
            if peak >= _PART_PEAK:
                places.append((left + width / 2, top + height / 2))
                shifts.append((x + from_x - left, y + from_y - top))
    return np.asarray(places, np.float64).reshape(-1, 2), np.asarray(shifts, np.float64).reshape(-1, 2)


def _common(places: NDArray[np.float64], shifts: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The change of place, turn and size that most parts agree on, tried through every two of them."""
    one, two = places @ (1, 1j), (places + shifts) @ (1, 1j)
    best, most = np.zeros(len(places), bool), 0
    for i in range(len(places)):
        for j in range(i):
            turned = (two[i] - two[j]) / (one[i] - one[j])
            near = np.abs(turned * (one - one[i]) + two[i] - two) <= _AGREES
            if near.sum() > most and abs(abs(turned) - 1) < 0.1:
                best, most = near, int(near.sum())
    if most < 2:
        return np.asarray([[1.0, 0, 0], [0, 1.0, 0]]), best
    centre_one, centre_two = one[best].mean(), two[best].mean()
    about = one[best] - centre_one
    turned = np.vdot(about, two[best] - centre_two) / np.vdot(about, about).real
    rest = centre_two - turned * centre_one
    return np.asarray([[turned.real, -turned.imag, rest.real], [turned.imag, turned.real, rest.imag]]), best
