"""A chart of teeth, drawn: the mouth as seen from before, each tooth with its surfaces, as one SVG document.

What is told is drawn by shape and hatching and never by colour alone; each tooth has a title of its own, and the whole
a description that says every finding in words, for whoever hears it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from antigone.evidence.teeth import (
    LOWER,
    MILK,
    MILK_LOWER,
    MILK_UPPER,
    UPPER,
    Agreement,
    Chart,
    Finding,
    State,
)

_STEP, _SIZE, _INNER = 44.0, 30.0, 9.0
_ROW, _MARGIN = 78.0, 12.0
#: Signs under a tooth that was compared: they differ by shape.
SIGNS: Final[Mapping[Agreement, str]] = {
    Agreement.SAME: "=",
    Agreement.EXPLAINABLE: "≈",
    Agreement.INCOMPATIBLE: "≠",
    Agreement.NOTHING: "·",
}


@dataclass(frozen=True, slots=True)
class ChartWords:
    """What the drawing says: its title, words for states, materials, surfaces and agreements, and for no finding.

    Attributes:
        name: letters and digits that set its ids apart from those of another drawing on the page.
        empty: the description where no tooth is told of.
    """

    title: str
    name: str
    states: Mapping[str, str]
    materials: Mapping[str, str]
    agreements: Mapping[str, str] = field(default_factory=dict)
    root_filled: str = ""
    empty: str = ""
    right: str = ""
    left: str = ""


def dental_chart(chart: Chart, words: ChartWords, agreements: Mapping[int, Agreement] | None = None) -> str:
    """The chart as SVG; milk teeth only where any is told of.

    Args:
        chart: what is told of each tooth.
        words: in the reader's language.
        agreements: of each tooth with another chart, where it was compared.
    """
    rows: list[Sequence[int]] = [UPPER, LOWER]
    if any(number in MILK for number in chart):
        rows = [UPPER, MILK_UPPER, MILK_LOWER, LOWER]
    width = len(UPPER) * _STEP + 2 * _MARGIN
    height = len(rows) * _ROW + _MARGIN + 4
    found = agreements or {}
    body = []
    for at, row in enumerate(rows):
        shift = (len(UPPER) - len(row)) / 2
        for place, number in enumerate(row):
            x = _MARGIN + (place + shift) * _STEP + (_STEP - _SIZE) / 2
            body.append(_tooth(number, chart.get(number), x, _MARGIN + at * _ROW + 18, words, found.get(number)))
    middle, half = width / 2, _MARGIN + len(rows) / 2 * _ROW - 7
    body.append(
        f'<path d="M{middle:.0f} {_MARGIN:.0f}V{height - _MARGIN:.0f}M{_MARGIN:.0f} {half:.0f}H{width - _MARGIN:.0f}"'
        ' stroke-dasharray="2 4" opacity="0.6"/>'
    )
    ids = f"teeth-{words.name}-title", f"teeth-{words.name}-desc"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{ids[0]} {ids[1]}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" '
        'font-family="system-ui, sans-serif" font-size="12" fill="none" stroke="currentColor">\n'
        f'<title id="{ids[0]}">{escape(words.title)}</title>\n'
        f'<desc id="{ids[1]}">{escape(description(chart, words, found))}</desc>\n' + "\n".join(body) + "\n</svg>\n"
    )


def description(chart: Chart, words: ChartWords, agreements: Mapping[int, Agreement] | None = None) -> str:
    """The chart in words, a tooth after another."""
    told = [f"{number}: {said(finding, words)}" for number, finding in chart.items()]
    for number, agreement in (agreements or {}).items():
        if agreement in (Agreement.INCOMPATIBLE, Agreement.EXPLAINABLE) and words.agreements:
            told.append(f"{number}: {words.agreements[agreement]}")
    return "; ".join(told) or words.empty


def said(finding: Finding, words: ChartWords) -> str:
    """One finding in words."""
    parts = [words.states[finding.state]]
    if finding.surfaces:
        parts.append(finding.surfaces)
    if finding.material:
        parts.append(words.materials[finding.material])
    if finding.root_filled:
        parts.append(words.root_filled)
    return ", ".join(parts)


def _tooth(
    number: int, finding: Finding | None, x: float, y: float, words: ChartWords, agreement: Agreement | None
) -> str:
    title = f"{number}: {said(finding, words)}" if finding else f"{number}"
    drawn = [f"<title>{escape(title)}</title>"]
    drawn.append(_text(x + _SIZE / 2, y - 6, str(number)))
    if agreement:
        weight = ' font-weight="700"' if agreement is Agreement.INCOMPATIBLE else ""
        drawn.append(_text(x + _SIZE / 2, y + _SIZE + 17, SIGNS[agreement], weight, size=17))
    if finding is None:
        drawn.append(f'<rect x="{x}" y="{y}" width="{_SIZE}" height="{_SIZE}" stroke-dasharray="1 5" opacity="0.7"/>')
    else:
        drawn += _shape(number, finding, x, y)
    return f"<g>{''.join(drawn)}</g>"


def _shape(number: int, finding: Finding, x: float, y: float) -> list[str]:
    end_x, end_y = x + _SIZE, y + _SIZE
    cross = f'<path d="M{x} {y}L{end_x} {end_y}M{end_x} {y}L{x} {end_y}" stroke-width="2.4"'
    middle = x + _SIZE / 2
    state = finding.state
    if state is State.MISSING:
        return [f"{cross}/>"]
    if state is State.LOST_AFTER_DEATH:
        return [f'{cross} stroke-dasharray="4 4"/>']
    if state is State.UNERUPTED:
        return [f'<circle cx="{middle}" cy="{y + _SIZE / 2}" r="{_SIZE / 2 - 1}" stroke-dasharray="4 3"/>']
    if state is State.IMPLANT:
        threads = "".join(f"M{middle - 8} {y + step}H{middle + 8}" for step in (8, 14, 20, 26))
        return [f'<path d="M{middle} {y}V{end_y}{threads}" stroke-width="2.4"/>']
    if state is State.PONTIC:
        return [f'{cross} opacity="0.5"/>', f'<path d="M{x - 6} {y + 15}H{end_x + 6}" stroke-width="5"/>']
    if state is State.DENTURE:
        return [f'{cross} opacity="0.5"/>', f'<rect x="{x - 3}" y="{y + 11}" width="{_SIZE + 6}" height="8"/>']
    drawn = _surfaces(number, finding, x, y)
    if state is State.ROOT:
        drawn = [f'<path d="M{x + 4} {y}L{middle} {end_y}L{end_x - 4} {y}" stroke-width="2"/>']
    if state is State.CROWN:
        drawn.append(f'<circle cx="{middle}" cy="{y + _SIZE / 2}" r="{_SIZE / 2 + 4}" stroke-width="2.4"/>')
    if finding.root_filled:
        drawn.append(f'<path d="M{middle} {y - 3}V{end_y + 3}" stroke-width="3.4"/>')
    return drawn


def _surfaces(number: int, finding: Finding, x: float, y: float) -> list[str]:
    """The five surfaces: filled ones black, decayed ones grey; a filling of unknown place is a disc in the middle."""
    a, b = x + _INNER, x + _SIZE - _INNER
    c, d = y + _INNER, y + _SIZE - _INNER
    right, bottom = x + _SIZE, y + _SIZE
    places = {
        "top": f"{x},{y} {right},{y} {b},{c} {a},{c}",
        "bottom": f"{x},{bottom} {right},{bottom} {b},{d} {a},{d}",
        "left": f"{x},{y} {a},{c} {a},{d} {x},{bottom}",
        "right": f"{right},{y} {b},{c} {b},{d} {right},{bottom}",
        "O": f"{a},{c} {b},{c} {b},{d} {a},{d}",
    }
    quadrant = number // 10
    upper, on_the_left = quadrant in (1, 2, 5, 6), quadrant in (1, 4, 5, 8)
    named = {
        "M": places["right" if on_the_left else "left"],
        "D": places["left" if on_the_left else "right"],
        "V": places["top" if upper else "bottom"],
        "L": places["bottom" if upper else "top"],
        "O": places["O"],
    }
    treated = finding.state in (State.FILLED, State.DECAYED)
    drawn = []
    for letter, points in named.items():
        look = ""
        if treated and letter in finding.surfaces:
            look = ' fill="currentColor"' if finding.state is State.FILLED else ' fill="currentColor" opacity="0.35"'
        drawn.append(f'<polygon points="{points}"{look}/>')
    if treated and not finding.surfaces:
        look = 'fill="currentColor"' if finding.state is State.FILLED else 'stroke-width="2.4"'
        drawn.append(f'<circle cx="{x + _SIZE / 2}" cy="{y + _SIZE / 2}" r="5" {look}/>')
    if finding.state is State.DECAYED and finding.surfaces:
        drawn.append(f'<path d="M{x + 2} {bottom - 2}L{right - 2} {y + 2}" stroke-width="2"/>')
    return drawn


def _text(x: float, y: float, text: str, more: str = "", size: int = 12) -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="middle" font-size="{size}" fill="currentColor" stroke="none"{more}>'
        f"{escape(text)}</text>"
    )
