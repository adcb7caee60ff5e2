"""Control points: a human marks the same spot in both pictures, and sees how well each point fits the others.

The residual of a point is measured with a fit that left it out, so that a slip cannot hide in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from antigone.imaging.footage.alignment.transforms import Transform, of_matrix

#: With three a change of place, turn and size is fitted and each point is checked by two; four tell a slip from a tilt.
FEWEST: Final = 4
#: From so many points on a fit may also shear and stretch, as a camera that did not look straight down does.
_AFFINE_FROM = 6
#: A point that is off by more than this many times the median residual is pointed out.
_OUTLYING = 3.0
_Fitting: TypeAlias = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]


class PointsRefused(ValueError):
    """The points do not give a transform; the sentence says why, and what helps."""


@dataclass(frozen=True, slots=True)
class PointPair:
    """The same spot in both pictures, in pixels: ``(x, y)`` from the upper left corner."""

    before: tuple[float, float]
    after: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Fit:
    """What control points give.

    Attributes:
        transform: pixels of the earlier picture to pixels of the later one.
        residuals: how far each point is off, in metres, by a fit without it; in pixels where `metres` is False.
        median, largest: of them.
        metres: whether the width of a pixel was known.
        doubtful: places of points that are far off by the others' word; look at them again.
        kind: «place, turn and size», or «affine».
    """

    transform: Transform
    residuals: tuple[float, ...]
    median: float
    largest: float
    metres: bool
    doubtful: tuple[int, ...]
    kind: str

    @property
    def sentence(self) -> str:
        """How good it is."""
        unit = "m" if self.metres else "pixels (the width of a pixel is not known)"
        doubt = f"; look again at point {', '.join(str(place + 1) for place in self.doubtful)}" if self.doubtful else ""
        return (
            f"{len(self.residuals)} control points, {self.kind}: each, left out, is off by {self.median:.1f} {unit} in"
            f" the median, {self.largest:.1f} at most{doubt}"
        )


def fitted(pairs: Sequence[PointPair], *, metres: float | None = None) -> Fit:
    """The transform of control points with leave-one-out residuals.

    Args:
        pairs: at least four, spread over the picture.
        metres: how wide a pixel of the later picture is; None where nobody knows.

    Raises:
        PointsRefused: too few, all on one line, or two in one place.
    """
    if len(pairs) < FEWEST:
        raise PointsRefused(f"{len(pairs)} control points are too few; mark at least {FEWEST}, spread over the picture")
    before, after = (np.asarray([getattr(pair, side) for pair in pairs], np.float64) for side in ("before", "after"))
    affine = len(pairs) >= _AFFINE_FROM
    for places in (before, after):
        spread = np.linalg.svd(places - places.mean(axis=0), compute_uv=False)
        if spread[1] < 0.05 * spread[0] or spread[1] < 5:
            raise PointsRefused("the control points lie on one line or too near each other; mark one far from the rest")
    fit = _affine if affine else _similarity
    off = np.zeros(len(pairs))
    for left_out in range(len(pairs)):
        others = np.arange(len(pairs)) != left_out
        rows = fit(before[others], after[others])
        off[left_out] = np.linalg.norm(before[left_out] @ rows[:, :2].T + rows[:, 2] - after[left_out])
    off *= metres or 1.0
    median = float(np.median(off))
    return Fit(
        of_matrix(fit(before, after)),
        tuple(round(float(one), 3) for one in off),
        median,
        float(off.max()),
        metres is not None,
        _doubtful(before, after, fit, metres or 1.0),
        "affine" if affine else "place, turn and size",
    )


def _doubtful(before: NDArray[np.float64], after: NDArray[np.float64], fit: _Fitting, metres: float) -> tuple[int, ...]:
    """A slip spoils the fits of all the others; it is the point without which the rest agree best."""
    rest = []
    for left_out in range(len(before)):
        others = np.arange(len(before)) != left_out
        rows = fit(before[others], after[others])
        rest.append(np.linalg.norm(before[others] @ rows[:, :2].T + rows[:, 2] - after[others], axis=1).mean() * metres)
    order = np.argsort(rest)
    best, next_best = rest[order[0]], rest[order[1]]
    return (int(order[0]),) if next_best > _OUTLYING * best + 2.0 * metres else ()


def _similarity(before: NDArray[np.float64], after: NDArray[np.float64]) -> NDArray[np.float64]:
    """Place, turn and size by least squares (Umeyama 1991, in two dimensions without mirroring)."""
    one, two = before @ (1, 1j), after @ (1, 1j)
    centre_one, centre_two = one.mean(), two.mean()
    turned = np.vdot(one - centre_one, two - centre_two) / np.vdot(one - centre_one, one - centre_one).real
    rest = centre_two - turned * centre_one
    return np.asarray([[turned.real, -turned.imag, rest.real], [turned.imag, turned.real, rest.imag]])


def _affine(before: NDArray[np.float64], after: NDArray[np.float64]) -> NDArray[np.float64]:
    rows = np.column_stack([before, np.ones(len(before))])
    return np.asarray(np.linalg.lstsq(rows, after, rcond=None)[0].T, np.float64)
