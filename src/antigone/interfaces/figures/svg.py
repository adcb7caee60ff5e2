"""Drawing on a narrow sheet, as a phone shows it: no styles, scripts or fonts from elsewhere, legible in grey."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from html import escape

WIDTH = 360
MARGIN = 12
INK, SOFT, LINE, PAPER, DARK, MIDDLE, LIGHT = (
    "#1b1b1b",
    "#4f585c",
    "#b9bfc0",
    "#ffffff",
    "#1f4f6b",
    "#6f8fa1",
    "#c5d3db",
)
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"


@dataclass(slots=True)
class Sheet:
    """A drawing that grows downwards. `at` is where the next thing stands."""

    title: str
    description: str
    at: float = 0.0
    body: list[str] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: int = 13,
        ink: str = INK,
        anchor: str = "start",
        bold: str = "400",
    ) -> None:
        """One line of words; `anchor` is start, middle or end."""
        self.body.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{ink}" text-anchor="{anchor}" '
            f'font-weight="{bold}">{escape(words)}</text>'
        )

    def bar(self, left: float, right: float, y: float, height: float, fill: str) -> None:
        """A filled bar, at least a pixel wide."""
        self.body.append(
            f'<rect x="{left:.1f}" y="{y:.1f}" width="{max(right - left, 1):.1f}" height="{height:.1f}" fill="{fill}"/>'
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, ink: str = LINE, width: float = 1, dashes: str = ""
    ) -> None:
        """A straight line."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.body.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{ink}" '
            f'stroke-width="{width}"{dashed}/>'
        )

    def mark(self, x: float, y: float, shape: str, *, hollow: str = "") -> None:
        """A mark of one of the shapes circle, square, triangle, diamond, cross; `hollow` is the fill inside it."""
        fill = hollow or DARK
        around = f'fill="{fill}" stroke="{DARK}" stroke-width="1.5"'
        r = 4.5
        points = {
            "square": [(-r, -r), (r, -r), (r, r), (-r, r)],
            "triangle": [(0, -r - 1), (r + 0.5, r), (-r - 0.5, r)],
            "diamond": [(0, -r - 1.5), (r + 1.5, 0), (0, r + 1.5), (-r - 1.5, 0)],
        }
        if shape == "circle":
            self.body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}" {around}/>')
        elif shape == "cross":
            self.line(x - r, y - r, x + r, y + r, ink=DARK, width=2)
            self.line(x - r, y + r, x + r, y - r, ink=DARK, width=2)
        else:
            corners = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in points[shape])
            self.body.append(f'<polygon points="{corners}" {around}/>')

    def words(
        self,
        x: float,
        text: str,
        *,
        size: int = 13,
        ink: str = INK,
        bold: str = "400",
        width: float = WIDTH - 2 * MARGIN,
    ) -> None:
        """Words below each other where one line is too short for them; moves `at` down."""
        for line in wrapped(text, width, size):
            self.at += size + 4
            self.text(x, self.at, line, size=size, ink=ink, bold=bold)

    def document(self) -> bytes:
        """The finished drawing; the same content gives the same bytes."""
        height = math.ceil(self.at + MARGIN)
        content = "\n".join(self.body)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" '
            f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" font-family="{_FONT}">\n'
            f'<title id="title">{escape(self.title)}</title>\n<desc id="desc">{escape(self.description)}</desc>\n'
            f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>\n{content}\n</svg>\n'
        ).encode()


def wrapped(text: str, width: float, size: int) -> list[str]:
    """The words in lines that fit, reckoning letters at a little over half their size."""
    most = max(8, int(width / (size * 0.56)))
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


class Spacing(Enum):
    """Whether equal steps along a scale are equal differences or equal ratios."""

    DIFFERENCES = "differences"
    RATIOS = "ratios"


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers from `low` to `high` along a line from `left` to `right`."""

    low: float
    high: float
    left: float
    right: float
    spacing: Spacing

    def place(self, value: float) -> float:
        """Where a number stands; one beyond an end stands at that end."""
        low, high = self.low, self.high
        if self.spacing is Spacing.RATIOS:
            value, low, high = (math.log(max(one, 0.5)) for one in (value, low, high))
        return self.left + (min(max(value, low), high) - low) / max(high - low, 1e-9) * (self.right - self.left)

    def ticks(self) -> list[float]:
        """Round numbers to write along it, few enough to be read."""
        if self.spacing is Spacing.RATIOS:
            first, last = math.floor(math.log10(max(self.low, 1))), math.ceil(math.log10(self.high))
            powers = [10.0**power for power in range(first, last + 1)]
            return [tick for tick in powers if self.low <= tick <= self.high] or [self.low, self.high]
        span = max(self.high - self.low, 1.0)
        step = 10.0 ** math.floor(math.log10(span))
        step *= 0.5 if span / step < 2 else 2 if span / step > 5 else 1
        return [step * number for number in range(math.ceil(self.low / step), math.floor(self.high / step) + 1)]


def scale_for(values: Sequence[float], left: float, right: float) -> Scale:
    """A scale that holds all values: by ratios where they span more than twentyfold, else by differences from 0."""
    low, high = min(values), max(values)
    if low > 0 and high / low > 20:
        return Scale(low / 1.3, high * 1.3, left, right, Spacing.RATIOS)
    return Scale(0.0, max(high * 1.05, 1.0), left, right, Spacing.DIFFERENCES)


def bar_scale(values: Sequence[float], left: float, right: float) -> Scale:
    """A scale from 0 by differences, as bars need whose lengths are compared."""
    return Scale(0.0, max(*values, 1.0), left, right, Spacing.DIFFERENCES)


def short(value: float) -> str:
    """A number for an axis: 950, 7,000, 20k, 1.5M."""
    if value >= 1_000_000:
        return f"{value / 1_000_000:g}M"
    return f"{value / 1_000:g}k" if value >= 10_000 else f"{value:,.0f}"
