"""What a training changed, as a picture: one SVG document, without scripts, fonts or pictures from elsewhere.

Each level of each line has two bars on one scale, the old weight above the new one, and both numbers beside them, so
that neither colour nor sight of the bars is needed to read it. The description says in words what changed most.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby
from string import Template

from antigone.evidence.linkage.learning import OldAndNew

_Across = Callable[[float], float]
_WIDTH = 860
_LEFT, _RIGHT = 290, 720  # where the bars may lie; words stand left of them, numbers right
_TOP, _ROW, _HEADING = 96, 24, 34
_NAMED_IN_WORDS = 3

_DOCUMENT = Template("""\
<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" viewBox="0 0 $width $height" \
width="$width" height="$height" font-family="system-ui, sans-serif" font-size="13">
<title id="title">$title</title>
<desc id="desc">$desc</desc>
<style>
.paper { fill: #ffffff } .ink { fill: #1b1b1b } .quiet { fill: #5a5a5a } .scale { stroke: #d0d0d0 }
.zero { stroke: #5a5a5a } .old { fill: #a9b4bd } .new { fill: #1f4f6b } .number { font-variant-numeric: tabular-nums }
@media (prefers-color-scheme: dark) {
.paper { fill: #16191c } .ink { fill: #ececec } .quiet { fill: #a8adb1 } .scale { stroke: #343a40 }
.zero { stroke: #a8adb1 } .old { fill: #5d6872 } .new { fill: #7cc0e4 } }
</style>
<rect class="paper" width="$width" height="$height"/>
<text class="ink" x="20" y="32" font-size="18" font-weight="600">$title</text>
<rect class="old" x="20" y="50" width="22" height="8"/><text class="ink" x="48" y="59">old</text>
<rect class="new" x="90" y="50" width="22" height="8"/><text class="ink" x="118" y="59">new</text>
<text class="quiet" x="$left" y="59">log10 likelihood ratio: left of 0 for two people, right for one</text>
<text class="quiet" x="780" y="88" text-anchor="end">old</text>
<text class="ink" x="840" y="88" text-anchor="end">new</text>
$body
</svg>
""")
_ROW_OF_BARS = Template("""\
<g><title>$said</title>
<text class="ink" x="32" y="$words_y">$what</text>
<rect class="old" x="$old_x" y="$old_y" width="$old_width" height="8"/>
<rect class="new" x="$new_x" y="$new_y" width="$new_width" height="8"/>
<text class="quiet number" x="780" y="$words_y" text-anchor="end">$old</text>
<text class="ink number" x="840" y="$words_y" text-anchor="end">$new</text></g>""")


def old_and_new(rows: Sequence[OldAndNew]) -> str:
    """Weights before and after a training side by side, as an SVG document.

    Args:
        rows: as `Learned.old_and_new` gives them; rows of the line ``"prior"`` are shares from 0 to 1 and are written
            below the bars.
    """
    weights = [row for row in rows if row.line != "prior"]
    shares = [row for row in rows if row.line == "prior"]
    step, low, high = _scale([value for row in weights for value in (row.old, row.new)])

    def across(value: float) -> float:
        return _LEFT + (value - low) / (high - low) * (_RIGHT - _LEFT)

    body: list[str] = []
    at = _TOP
    for line, its in groupby(weights, key=lambda row: row.line):
        at += _HEADING
        body.append(f'<text class="ink" x="20" y="{at - 10}" font-weight="600">{escape(line)}</text>')
        for row in its:
            body.append(_bars(row, at, across))
            at += _ROW
    marks = [_mark(low + step * n, at, across) for n in range(round((high - low) / step) + 1)] if weights else []
    for row in shares:
        at += _HEADING
        said = f"{row.what}: {row.old:.1%} before, {row.new:.1%} now"
        body.append(f'<text class="ink" x="20" y="{at}">{escape(said)}</text>')
    return _DOCUMENT.substitute(
        width=_WIDTH,
        height=at + 30,
        left=_LEFT,
        title="Weights of evidence before and after training",
        desc=escape(_in_words(weights, shares)),
        body="\n".join([*marks, *body]),
    )


def _scale(values: Sequence[float]) -> tuple[float, float, float]:
    """Distance of the scale's marks, its least and its greatest; 0 is always among the marks."""
    least, greatest = min([0.0, *values]), max([0.0, *values])
    step = next((size for size in (0.5, 1, 2, 5, 10, 20, 50) if greatest - least <= 8 * size), 100.0)
    return step, step * math.floor(least / step), step * max(math.ceil(greatest / step), math.floor(least / step) + 1)


def _mark(value: float, bottom: int, across: _Across) -> str:
    x, kind = across(value), "zero" if value == 0 else "scale"
    return (
        f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{bottom}"/>'
        f'<text class="quiet number" x="{x:.1f}" y="{_TOP - 8}" text-anchor="middle">{value:g}</text>'
    )


def _bars(row: OldAndNew, at: int, across: _Across) -> str:
    sides: dict[str, str] = {}
    for name, value in (("old", row.old), ("new", row.new)):
        start, end = sorted((across(0.0), across(value)))
        sides |= {f"{name}_x": f"{start:.1f}", f"{name}_width": f"{end - start:.1f}", name: f"{value:+.2f}"}
    said = escape(f"{row.line}, {row.what}: {row.old:+.2f} before, {row.new:+.2f} now")
    return _ROW_OF_BARS.substitute(
        said=said, what=escape(row.what), words_y=at + 13, old_y=at + 1, new_y=at + 10, **sides
    )


def _in_words(weights: Sequence[OldAndNew], shares: Sequence[OldAndNew]) -> str:
    most = sorted(weights, key=lambda row: -abs(row.new - row.old))[:_NAMED_IN_WORDS]
    sentences = ["Two bars for each level of each line of evidence, the old weight and the new one."]
    if most:
        changed = "; ".join(f"{row.line}, {row.what}, from {row.old:+.2f} to {row.new:+.2f}" for row in most)
        sentences.append(f"What changed most: {changed}.")
    sentences += [f"The {row.what} went from {row.old:.1%} to {row.new:.1%}." for row in shares]
    return " ".join(sentences)
