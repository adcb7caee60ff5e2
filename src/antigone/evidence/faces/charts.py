"""How good calibrated weights are, as pictures: a Tippett and a reliability plot, SVG without scripts or fonts.

Curves differ by dashes and marks and are named where they run, so that neither colour nor a legend is needed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from string import Template

from antigone.evidence.faces.measures import Bin, Tippett

_WIDTH, _HEIGHT = 720, 460
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 690, 80, 390

_DOCUMENT = Template("""\
<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" viewBox="0 0 $width $height" \
width="$width" height="$height" font-family="system-ui, sans-serif" font-size="13">
<title id="title">$title</title>
<desc id="desc">$desc</desc>
<style>
.paper { fill: #ffffff } .ink { fill: #1b1b1b } .quiet { fill: #5a5a5a } .scale { stroke: #d0d0d0 }
.same { stroke: #1f4f6b; fill: none; stroke-width: 2.5 } .different { stroke: #8a4b08; fill: none; stroke-width: 2.5 }
.zero { stroke: #5a5a5a; stroke-dasharray: 4 4 } .dot { fill: #1f4f6b }
@media (prefers-color-scheme: dark) {
.paper { fill: #16191c } .ink { fill: #ececec } .quiet { fill: #a8adb1 } .scale { stroke: #343a40 }
.same { stroke: #7cc0e4 } .different { stroke: #f0b67f } .zero { stroke: #a8adb1 } .dot { fill: #7cc0e4 } }
</style>
<rect class="paper" width="$width" height="$height"/>
<text class="ink" x="20" y="32" font-size="18" font-weight="600">$title</text>
<text class="quiet" x="20" y="56">$subtitle</text>
$body
<text class="quiet" x="$middle" y="$axis" text-anchor="middle">$across</text>
</svg>
""")


def tippett_chart(curves: Tippett, *, subtitle: str) -> str:
    """For each log10 likelihood ratio the share of pairs above it, of one person and of strangers."""
    low, high = math.floor(float(curves.log10_lr[0])), math.ceil(float(curves.log10_lr[-1]))

    def x(value: float) -> float:
        return _LEFT + (value - low) / (high - low) * (_RIGHT - _LEFT)

    def y(share: float) -> float:
        return _BOTTOM - share * (_BOTTOM - _TOP)

    body = [_upright(x(value), f"{value}", zero=value == 0) for value in range(low, high + 1)]
    body += [_level(y(share), f"{share:.0%}") for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    for name, shares, dashes in (("same", curves.same, ""), ("different", curves.different, ' stroke-dasharray="9 5"')):
        points = " ".join(
            f"{x(at):.1f},{y(share):.1f}" for at, share in zip(curves.log10_lr.tolist(), shares.tolist(), strict=True)
        )
        body.append(f'<polyline class="{name}"{dashes} points="{points}"/>')
    body.append(f'<text class="ink" x="{_RIGHT - 8}" y="{_TOP + 22}" text-anchor="end">one person</text>')
    body.append(f'<text class="ink" x="{(_LEFT + _RIGHT) // 2}" y="{_BOTTOM - 14}">strangers (dashed)</text>')
    above = [_share_above(curves, value) for value in (0.0, 2.0)]
    desc = (
        f"Of pairs of one person {above[0][0]:.1%} have a likelihood ratio above 1 and {above[1][0]:.1%} above 100; of "
        f"pairs of strangers {above[0][1]:.2%} and {above[1][1]:.4%}."
    )
    return _drawn("Share of pairs above a weight", subtitle, desc, "log10 likelihood ratio", body)


def reliability_chart(bins: Sequence[Bin], *, subtitle: str) -> str:
    """Stated against observed odds: what is calibrated lies on the diagonal."""
    shown = [one for one in bins if math.isfinite(one.observed)]
    ends = [0.0, *(one.stated for one in shown), *(one.observed for one in shown)]
    low, high = math.floor(min(ends)), max(math.ceil(max(ends)), math.floor(min(ends)) + 1)

    def x(value: float) -> float:
        return _LEFT + (value - low) / (high - low) * (_RIGHT - _LEFT)

    def y(value: float) -> float:
        return _BOTTOM - (value - low) / (high - low) * (_BOTTOM - _TOP)

    body = [_upright(x(value), f"{value}", zero=value == 0) for value in range(low, high + 1)]
    body += [_level(y(value), f"{value}") for value in range(low, high + 1)]
    body.append(f'<line class="zero" x1="{x(low):.1f}" y1="{y(low):.1f}" x2="{x(high):.1f}" y2="{y(high):.1f}"/>')
    for one in shown:
        said = f"stated {one.stated:.2f}, observed {one.observed:.2f}: {one.same} of one person, {one.different} of two"
        centre = f'cx="{x(one.stated):.1f}" cy="{y(one.observed):.1f}"'
        body.append(f'<circle class="dot" {centre} r="5"><title>{said}</title></circle>')
    most = max((abs(one.observed - one.stated) for one in shown), default=0.0)
    desc = f"{len(shown)} ranges of weights with pairs of both kinds; the furthest lies {most:.2f} from the diagonal."
    return _drawn("Stated and observed weight", subtitle, desc, "stated log10 likelihood ratio", body)


def _share_above(curves: Tippett, value: float) -> tuple[float, float]:
    at = int((curves.log10_lr < value).sum())
    at = min(at, len(curves.log10_lr) - 1)
    return float(curves.same[at]), float(curves.different[at])


def _upright(x: float, mark: str, *, zero: bool) -> str:
    return (
        f'<line class="{"zero" if zero else "scale"}" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_BOTTOM}"/>'
        f'<text class="quiet" x="{x:.1f}" y="{_BOTTOM + 20}" text-anchor="middle">{mark}</text>'
    )


def _level(y: float, mark: str) -> str:
    return (
        f'<line class="scale" x1="{_LEFT}" x2="{_RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text class="quiet" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{mark}</text>'
    )


def _drawn(title: str, subtitle: str, desc: str, across: str, body: Sequence[str]) -> str:
    return _DOCUMENT.substitute(
        width=_WIDTH,
        height=_HEIGHT,
        title=escape(title),
        subtitle=escape(subtitle),
        desc=escape(desc),
        across=escape(across),
        middle=(_LEFT + _RIGHT) // 2,
        axis=_BOTTOM + 48,
        body="\n".join(body),
    )
