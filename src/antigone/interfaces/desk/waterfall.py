"""The weights of a match as a picture: from the odds before the evidence, line by line, to the odds after it.

One SVG, drawn on the server, without scripts, fonts or styles of its own. Nothing in it depends on colour: what speaks
for one person is solid and points right, what speaks against is hatched and points left, every bar bears its number.
Words stand above their bars, so that the picture is as narrow as a telephone. The table of the same numbers belongs
beside it; the description tells the picture to those who do not see it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from antigone.evidence import Assessment
from antigone.evidence.weight import Step, StepKind
from antigone.interfaces.desk.matches.match_words import evidence_line, odds
from antigone.interfaces.desk.templatetags.desk_words import signed

_WIDTH = 360
_EDGE = 14
_ROW = 42
_BAR = 15
_TOP = 34
#: Powers of ten beyond which an impossibility is drawn.
_BEYOND = 2.0
#: Bars are drawn for the strongest lines; the table has all.
_MOST = 12


def waterfall(assessment: Assessment) -> SafeString:
    """The picture as SVG to stand in a page; its ids begin with ``waterfall-``, so that a page holds one."""
    steps = _shown(assessment)
    finite = [value for step in steps for value in (step.start, step.end) if math.isfinite(value)]
    low, high = min(0.0, *finite), max(0.0, *finite)
    if any(step.end == -math.inf for step in steps):
        low -= _BEYOND
    span = max(high - low, 1.0)

    def across(value: float) -> float:
        return _EDGE + (max(value, low) - low) / span * (_WIDTH - 2 * _EDGE)

    height = _TOP + _ROW * len(steps) + 10
    rows = [_drawn(step, _TOP + _ROW * at, across) for at, step in enumerate(steps)]
    zero = across(0.0)
    anchor = "start" if zero < _WIDTH / 3 else "end" if zero > 2 * _WIDTH / 3 else "middle"
    title, even = escape(_("How the evidence moves the odds")), escape(_("even odds"))
    # Made of numbers, and of words that are escaped.
    return mark_safe(  # noqa: S308
        f'<svg class="waterfall" viewBox="0 0 {_WIDTH} {height}" role="img"'
        ' aria-labelledby="waterfall-title waterfall-desc">'
        f'<title id="waterfall-title">{title}</title>'
        f'<desc id="waterfall-desc">{escape(in_words(assessment))}</desc>'
        '<defs><pattern id="waterfall-hatch" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect class="paper" width="6" height="6"/>'
        '<line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>'
        f'<line class="zero" x1="{zero:.1f}" y1="{_TOP - 8}" x2="{zero:.1f}" y2="{height - 4}"/>'
        f'<text class="quiet" x="{zero:.1f}" y="{_TOP - 14}" text-anchor="{anchor}">{even}</text>'
        f"{''.join(rows)}</svg>"
    )


def in_words(assessment: Assessment) -> str:
    """What the picture shows, in sentences."""
    lines = [weight for weight in assessment.weights if weight.log10_lr]
    sentences = [
        _("Before the evidence the odds of one person are %(odds)s.") % {"odds": odds(assessment.prior_log10_odds)}
    ]
    for said, its in (
        (_("For one person speak: %(lines)s."), [line for line in lines if line.log10_lr > 0]),
        (_("Against it speak: %(lines)s."), [line for line in lines if line.log10_lr < 0]),
    ):
        if its:
            listed = ", ".join(f"{evidence_line(line.line)} {signed(line.log10_lr)}" for line in its)
            sentences.append(said % {"lines": listed})
    sentences.append(_("After it they are %(odds)s.") % {"odds": odds(assessment.posterior_log10_odds)})
    return " ".join(sentences)


def _shown(assessment: Assessment) -> Sequence[Step]:
    """The steps without lines that say nothing; what is too little to be drawn is one step."""
    steps = [step for step in assessment.waterfall() if step.kind is not StepKind.WEIGHT or step.change]
    first, *weights, last = steps
    if len(weights) <= _MOST:
        return steps
    rest = weights[_MOST - 1 :]
    together = Step(StepKind.WEIGHT, _("%(count)s weaker lines") % {"count": len(rest)}, rest[0].start, last.end, "")
    return [first, *weights[: _MOST - 1], together, last]


def _drawn(step: Step, top: float, across: Callable[[float], float]) -> str:
    start, end = across(step.start), across(step.end)
    left, width = min(start, end), max(abs(end - start), 1.5)
    if step.kind is StepKind.WEIGHT:
        word, number = evidence_line(step.label), signed(step.change)
        kind = "for" if step.change > 0 else "against"
    else:
        word = _("before the evidence") if step.kind is StepKind.PRIOR else _("after the evidence")
        number, kind = odds(step.end), "sum"
    fill = ' fill="url(#waterfall-hatch)"' if kind == "against" else ""
    y = top + 19
    tip = "" if kind == "sum" else _arrow(end, y, pointing=1 if step.change > 0 else -1)
    return (
        f'<g><text class="ink" x="{_EDGE}" y="{top + 12}">{escape(word)}</text>'
        f'<text class="ink number" x="{_WIDTH - _EDGE}" y="{top + 12}" text-anchor="end">{escape(number)}</text>'
        f'<rect class="bar {kind}" x="{left:.1f}" y="{y}" width="{width:.1f}" height="{_BAR}"{fill}/>{tip}</g>'
    )


def _arrow(x: float, y: float, *, pointing: int) -> str:
    """A small tip at the end of a bar, where it points."""
    return f'<path class="tip" d="M{x:.1f} {y - 2} l{5 * pointing} {_BAR / 2 + 2} l{-5 * pointing} {_BAR / 2 + 2} z"/>'
