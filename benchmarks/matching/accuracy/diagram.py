"""The reliability diagram as an SVG document: how often pairs at a posterior are right."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.matching.accuracy.measures import Reliability

_SIDE, _LEFT, _TOP = 360, 70, 60
_COLOURS = ("#1f4f6b", "#b3541e", "#4f7a28")
_STYLE = (
    ".paper{fill:#fff}.ink{fill:#1b1b1b}.quiet{fill:#5a5a5a}.scale{stroke:#d0d0d0}.right{stroke:#5a5a5a}"
    "@media(prefers-color-scheme:dark){.paper{fill:#16191c}.ink{fill:#ececec}.quiet{fill:#a8adb1}"
    ".scale{stroke:#343a40}.right{stroke:#a8adb1}}"
)


def reliability_diagram(curves: Sequence[tuple[str, Reliability]]) -> str:
    """Share right over mean posterior, a circle a class; the vertical line is two standard errors to either side.

    Args:
        curves: at most three, with their labels.
    """
    worst = "; ".join(f"{label}: expected calibration error {its.expected_error:.4f}" for label, its in curves)
    body = [f'<path class="right" d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke-dasharray="4 4"/>']
    for mark in (0, 0.25, 0.5, 0.75, 1):
        body.append(f'<path class="scale" d="M{_x(mark)} {_y(0)}V{_y(1)}M{_x(0)} {_y(mark)}H{_x(1)}"/>')
        body.append(f'<text class="quiet" x="{_x(mark)}" y="{_y(0) + 20}" text-anchor="middle">{mark:g}</text>')
        body.append(f'<text class="quiet" x="{_x(0) - 8}" y="{_y(mark) + 4}" text-anchor="end">{mark:g}</text>')
    for (label, its), colour in zip(curves, _COLOURS, strict=False):
        at = _y(0) + 66 + 22 * _COLOURS.index(colour)
        body.append(f'<circle cx="{_LEFT + 5}" cy="{at - 4}" r="5" fill="{colour}"/>')
        body.append(f'<text class="ink" x="{_LEFT + 18}" y="{at}">{label}: error {its.expected_error:.4f}</text>')
        for _, _, count, mean, right in its.rows:
            doubt = 2 * (max(right * (1 - right), 1 / (count + 4)) / count) ** 0.5
            low, high = max(right - doubt, 0.0), min(right + doubt, 1.0)
            body.append(f'<path d="M{_x(mean)} {_y(low)}V{_y(high)}" stroke="{colour}" stroke-width="1.5"/>')
            body.append(f'<circle cx="{_x(mean)}" cy="{_y(right)}" r="5" fill="{colour}"/>')
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" viewBox="0 0 470 560" '
        'width="470" height="560" font-family="system-ui, sans-serif" font-size="13" fill="none">'
        '<title id="title">Are matches at a posterior right as often as it says?</title>'
        f'<desc id="desc">{worst}.</desc>'
        f'<style>{_STYLE}</style><rect class="paper" width="470" height="560"/>'
        f'<text class="ink" x="{_LEFT}" y="34" font-size="16" font-weight="600">Share right, by posterior</text>'
        f"{''.join(body)}"
        f'<text class="quiet" x="{_x(0.5)}" y="{_y(0) + 40}" text-anchor="middle">posterior</text></svg>\n'
    )


def _x(value: float) -> float:
    return round(_LEFT + value * _SIDE, 1)


def _y(value: float) -> float:
    return round(_TOP + (1 - value) * _SIDE, 1)
