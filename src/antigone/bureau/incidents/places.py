"""Coordinates as the register keeps them: the middle of a cell of at least 1 km, and nothing closer."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Final

from antigone.bureau.incidents.values import IncidentError

#: Up to this latitude a cell is so many thousandths of a degree wide: 1.0 km at the least on a sphere of 6,371 km.
_WIDTHS: Final = ((24, 10), (63, 20), (79, 50), (85, 200))
_HEIGHT: Final = 10


def coarse(latitude: float, longitude: float) -> tuple[Decimal, Decimal]:
    """The middle of the cell that a place lies in, in degrees with three decimals.

    Args:
        latitude: from -85 to 85 degrees.
        longitude: from -180 to 180 degrees.

    Raises:
        IncidentError: there is no such place.
    """
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 85 and abs(longitude) <= 180):
        raise IncidentError("latitude lies between -85 and 85 degrees, longitude between -180 and 180")
    north = _middle(latitude, _HEIGHT, 85_000)
    return north, _middle(longitude, width_of(float(north)), 180_000)


def width_of(latitude: float) -> int:
    """How wide a cell is at this latitude, in thousandths of a degree."""
    return next(width for below, width in _WIDTHS if abs(latitude) < below or below == _WIDTHS[-1][0])


def _middle(degrees: float, step: int, most: int) -> Decimal:
    cell = math.floor(degrees * 1000 / step)
    last = most // step - 1
    return Decimal(min(max(cell, -last - 1), last) * step + step // 2) / 1000
