"""Growth with the number of records on log-log paper, as one SVG document."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_WIDTH, _HEIGHT = 760, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 560, 60, 370


@dataclass(frozen=True, slots=True)
class Run:
    """One size: records a side, processor seconds from records to weighed pairs, pairs weighed, most memory held."""

    records: int
    processor_seconds: float
    weighed: int
    gibibytes: float


def growth_chart(runs: Sequence[Run]) -> str:
    """Processor seconds, pairs and memory of each size, each curve divided by its first value.

    A slope of 1, drawn beside them, is growth in step with the records; of 2, with their square.
    """
    first = runs[0]
    curves: list[tuple[str, str, list[float]]] = [
        ("processor time", "#1f4f6b", [run.processor_seconds / first.processor_seconds for run in runs]),
        ("pairs weighed", "#b5540a", [run.weighed / first.weighed for run in runs]),
        ("memory", "#3d7a3d", [run.gibibytes / first.gibibytes for run in runs]),
        ("in step with records", "#8a8a8a", [run.records / first.records for run in runs]),
    ]
    wide = math.log10(runs[-1].records / first.records) or 1.0
    high = max(math.log10(max(values)) for _, _, values in curves) or 1.0

    def across(records: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * math.log10(records / first.records) / wide

    def up(value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * max(math.log10(value), 0.0) / high

    told = "; ".join(
        f"{run.records:,} records a side: {run.processor_seconds:,.0f} processor s, {run.weighed:,} pairs,"
        f" {run.gibibytes:.1f} GiB"
        for run in runs
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}"'
        f' height="{_HEIGHT}" font-family="system-ui, sans-serif" font-size="13">',
        f"<title>Growth of bulk matching with the number of records</title><desc>{told}</desc>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="30" font-size="16">How many times as much as for {first.records:,} records a side'
        " (both scales logarithmic)</text>",
    ]
    for power in range(math.ceil(high) + 1):
        if power <= high:
            y = up(10**power)
            parts.append(f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}" stroke="#d0d0d0"/>')
            parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10**power:,}×</text>')
    for run in runs:
        x = across(run.records)
        parts.append(f'<path d="M{x:.1f} {_TOP}V{_BOTTOM}" stroke="#d0d0d0"/>')
        parts.append(f'<text x="{x:.1f}" y="{_BOTTOM + 20}" text-anchor="middle">{run.records:,}</text>')
    parts += _labelled(curves, [across(run.records) for run in runs], up)
    return "\n".join([*parts, "</svg>", ""])


def _labelled(
    curves: Sequence[tuple[str, str, list[float]]], xs: Sequence[float], up: Callable[[float], float]
) -> list[str]:
    """The curves with their names at the right, moved apart where they would overlap."""
    out, free = [], math.inf
    for name, colour, values in sorted(curves, key=lambda curve: curve[2][-1]):
        points = " ".join(f"{x:.1f},{up(value):.1f}" for x, value in zip(xs, values, strict=True))
        dashes = ' stroke-dasharray="4 4"' if name.startswith("in step") else ""
        out.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>')
        free = min(up(values[-1]) + 4, free - 18)
        out.append(f'<text x="{_RIGHT + 10}" y="{free:.1f}" fill="{colour}">{name}: {values[-1]:,.1f}×</text>')
    return out
