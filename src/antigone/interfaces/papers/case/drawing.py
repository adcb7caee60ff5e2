"""Drawings of a case as SVG, made by the server: brackets on a time line, and a coarse map without tiles.

Lines and marks differ by shape as well as by tone, so that they survive a black and white print. The same arguments
give the same text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Final

from antigone.bureau.incidents.places import width_of

_WIDTH: Final = 720
_LEFT: Final = 16
_RIGHT: Final = 16
_ROW: Final = 64
_INK, _SOFT, _BAND = "#1d2733", "#5b6672", "#cfe0ee"


@dataclass(frozen=True, slots=True)
class Mark:
    """A picture on the line of a feature. `state` is a code; `first` and `last` may be None."""

    label: str
    state: str
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Band:
    """A bracket; an end that is None is not dated. `after` and `before` are labels of marks."""

    first: datetime | None
    last: datetime | None
    after: tuple[str, ...]
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One feature with its pictures and brackets."""

    name: str
    marks: tuple[Mark, ...]
    bands: tuple[Band, ...]


def timeline(lines: Sequence[Line], *, undated: str) -> str:
    """Brackets as a time line: a row for each feature, a mark for each picture, a band for each bracket.

    Args:
        undated: what stands under the axis where no picture has a date; then the pictures stand in their order.
    """
    spans = [(mark.first, mark.last) for line in lines for mark in line.marks]
    moments = [moment for span in spans for moment in span if moment is not None]
    dated = len(set(moments)) > 1
    begin, end = (min(moments), max(moments)) if dated else (_ZERO, _ZERO + timedelta(days=1))
    labels = sorted({mark.label for line in lines for mark in line.marks}, key=_number)
    height = len(lines) * _ROW + 44
    drawn = [_open(_WIDTH, height)]

    def across(moment: datetime) -> float:
        return _LEFT + (moment - begin) / (end - begin) * (_WIDTH - _LEFT - _RIGHT)

    def place(mark: Mark) -> tuple[float, float]:
        if not dated:
            step = (_WIDTH - _LEFT - _RIGHT) / (len(labels) + 1)
            return (_LEFT + (labels.index(mark.label) + 1) * step,) * 2
        first, last = mark.first or begin, mark.last or end
        return across(first), across(last)

    for number, line in enumerate(lines):
        top = number * _ROW + 8
        drawn.append(_words(_LEFT, top + 12, line.name, weight="bold"))
        middle = top + 36
        spots = {mark.label: place(mark) for mark in line.marks}
        for band in line.bands:
            first = across(band.first) if dated and band.first else min(spots[one][0] for one in band.after)
            last = across(band.last) if dated and band.last else max(spots[one][1] for one in band.before)
            drawn.append(
                f'<rect x="{first:.1f}" y="{middle - 12}" width="{max(last - first, 3):.1f}" height="24"'
                f' fill="{_BAND}" stroke="{_SOFT}" stroke-dasharray="4 3"/>'
            )
        drawn.append(f'<line x1="{_LEFT}" y1="{middle}" x2="{_WIDTH - _RIGHT}" y2="{middle}" stroke="{_SOFT}"/>')
        for mark in line.marks:
            drawn += _mark(mark, *spots[mark.label], middle)
    bottom = len(lines) * _ROW + 18
    if dated:
        drawn += _axis(begin, end, bottom)
    else:
        drawn.append(_words(_LEFT, bottom + 14, undated, tone=_SOFT))
    return "".join([*drawn, "</svg>"])


_ZERO = datetime(2000, 1, 1, tzinfo=UTC)


def _mark(mark: Mark, first: float, last: float, middle: int) -> list[str]:
    """Filled for what is there, hollow for what is not, a cross for what could not be seen; a bar for the interval."""
    x = (first + last) / 2
    drawn = []
    if last - first > 1:
        drawn.append(
            f'<line x1="{first:.1f}" y1="{middle}" x2="{last:.1f}" y2="{middle}" stroke="{_INK}" stroke-width="4"'
            ' stroke-opacity="0.35"/>'
        )
    if mark.state in ("present", "partial"):
        drawn.append(f'<circle cx="{x:.1f}" cy="{middle}" r="7" fill="{_INK}"/>')
    elif mark.state == "absent":
        drawn.append(f'<circle cx="{x:.1f}" cy="{middle}" r="6" fill="#ffffff" stroke="{_INK}" stroke-width="2.5"/>')
    else:
        drawn.append(
            f'<path d="M{x - 6:.1f} {middle - 6}l12 12m0 -12l-12 12" stroke="{_SOFT}" stroke-width="2.5" fill="none"/>'
        )
    drawn.append(_words(min(max(x, 24), _WIDTH - 24), middle + 24, mark.label, anchor="middle", tone=_INK))
    return drawn


def _axis(begin: datetime, end: datetime, top: int) -> list[str]:
    drawn = []
    for number in range(5):
        x = _LEFT + number / 4 * (_WIDTH - _LEFT - _RIGHT)
        moment = begin + (end - begin) * number / 4
        said = moment.strftime("%Y-%m-%d" if end - begin > timedelta(days=4) else "%m-%d %H:%M")
        anchor = "start" if number == 0 else "end" if number == 4 else "middle"
        drawn.append(f'<line x1="{x:.1f}" y1="{top - 8}" x2="{x:.1f}" y2="{top - 2}" stroke="{_SOFT}"/>')
        drawn.append(_words(x, top + 12, said, anchor=anchor, tone=_SOFT))
    return drawn


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell on the map: its middle in degrees, and what lies in it."""

    name: str
    latitude: float
    longitude: float


def coarse_map(spots: Sequence[Spot], *, words: Mapping[str, str]) -> str:
    """The cells of the sites on a grid of degrees with a scale, north up; no tiles, no borders, nothing fetched.

    Args:
        words: `north` and `km`, for the compass and the scale.
    """
    middle = sum(spot.latitude for spot in spots) / len(spots)
    wide = [width_of(spot.latitude) / 1000 for spot in spots]
    reach = max(
        0.05,
        max(abs(spot.latitude - middle) for spot in spots) + 0.03,
        max(abs(a.longitude - b.longitude) for a in spots for b in spots) / 2 + 0.05,
    )
    east = sum(spot.longitude for spot in spots) / len(spots)
    size, half = 360, 180
    shrink = _cosine(middle)
    unit = half / reach

    def at(latitude: float, longitude: float) -> tuple[float, float]:
        return half + (longitude - east) * shrink * unit, half - (latitude - middle) * unit

    drawn = [_open(size, size + 34), f'<rect width="{size}" height="{size}" fill="#f4f1ea" stroke="{_SOFT}"/>']
    step = next(one for one in (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30) if reach / one <= 4)
    for number in range(int((middle - reach) / step) - 1, int((middle + reach) / step) + 2):
        _x, y = at(number * step, east)
        if 0 < y < size:
            drawn.append(f'<line x1="0" y1="{y:.1f}" x2="{size}" y2="{y:.1f}" stroke="#d5cfc0"/>')
            drawn.append(_words(4, y - 3, f"{number * step:.2f}°", tone=_SOFT, small=True))
    for number in range(int((east - reach / shrink) / step) - 1, int((east + reach / shrink) / step) + 2):
        x, _y = at(middle, number * step)
        if 0 < x < size:
            drawn.append(f'<line x1="{x:.1f}" y1="0" x2="{x:.1f}" y2="{size}" stroke="#d5cfc0"/>')
            drawn.append(_words(x + 3, size - 5, f"{number * step:.2f}°", tone=_SOFT, small=True))
    for spot, width in zip(spots, wide, strict=True):
        x, y = at(spot.latitude + 0.005, spot.longitude - width / 2)
        drawn.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width * shrink * unit:.1f}" height="{0.01 * unit:.1f}"'
            f' fill="{_INK}" fill-opacity="0.3" stroke="{_INK}" stroke-width="1.5"/>'
        )
        drawn.append(_words(min(max(x, 60), size - 60), y - 6, spot.name[:40], anchor="middle", weight="bold"))
    km = next(one for one in (1, 2, 5, 10, 20, 50, 100, 500, 2000) if one / 111.2 * unit > 40)
    drawn.append(
        f'<path d="M12 {size + 22}h{km / 111.2 * unit:.1f}m0 -5v10M12 {size + 17}v10" stroke="{_INK}" fill="none"/>'
    )
    drawn.append(_words(22 + km / 111.2 * unit, size + 27, f"{km} {words['km']}"))
    drawn.append(f'<path d="M{size - 18} {size + 6}l7 20l-7 -5l-7 5z" fill="{_INK}"/>')
    drawn.append(_words(size - 32, size + 24, words["north"], anchor="end"))
    return "".join([*drawn, "</svg>"])


def _cosine(degrees: float) -> float:
    from math import cos, radians

    return max(cos(radians(degrees)), 0.05)


def _open(width: int, height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' font-family="Libertinus Serif, Georgia, serif" aria-hidden="true">'
    )


def _words(
    x: float, y: float, said: str, *, anchor: str = "start", weight: str = "", tone: str = _INK, small: bool = False
) -> str:
    bold = f' font-weight="{weight}"' if weight else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{10 if small else 13}" text-anchor="{anchor}" fill="{tone}"{bold}>'
        f"{escape(said)}</text>"
    )


def _number(label: str) -> tuple[int, str]:
    digits = "".join(letter for letter in label if letter.isdigit())
    return int(digits or 0), label
