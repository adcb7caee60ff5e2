"""The power of a family's DNA as a picture: one SVG document, without scripts, fonts or pictures from elsewhere.

A bar from 0 to 100 % for the donors at hand and for each who might be sampled next, the number beside it, so that
neither colour nor sight of the bars is needed to read it.
"""

from __future__ import annotations

from html import escape
from string import Template

from antigone.evidence.dna.power.trials import Power, Strength

_WIDTH, _LEFT, _RIGHT, _TOP, _ROW = 860, 250, 640, 96, 34

_DOCUMENT = Template("""\
<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" viewBox="0 0 $width $height" \
width="$width" height="$height" font-family="system-ui, sans-serif" font-size="13">
<title id="title">$title</title>
<desc id="desc">$desc</desc>
<style>
.paper { fill: #ffffff } .ink { fill: #1b1b1b } .quiet { fill: #5a5a5a } .scale { stroke: #d0d0d0 }
.now { fill: #a9b4bd } .more { fill: #1f4f6b } .doubt { stroke: #1b1b1b } .number { font-variant-numeric: tabular-nums }
@media (prefers-color-scheme: dark) {
.paper { fill: #16191c } .ink { fill: #ececec } .quiet { fill: #a8adb1 } .scale { stroke: #343a40 }
.now { fill: #5d6872 } .more { fill: #7cc0e4 } .doubt { stroke: #ececec } }
</style>
<rect class="paper" width="$width" height="$height"/>
<text class="ink" x="20" y="32" font-size="18" font-weight="600">$title</text>
<text class="quiet" x="20" y="56">$subtitle</text>
$body
</svg>
""")


def power_chart(answer: Power) -> str:
    """The answer as an SVG document; names are written as they stand in the pedigree."""
    rows = (answer.now, *answer.following)
    foot = _TOP + _ROW * len(rows)
    body = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        at = _across(share)
        body.append(f'<line class="scale" x1="{at:.1f}" x2="{at:.1f}" y1="{_TOP - 14}" y2="{foot - 8}"/>')
        body.append(f'<text class="quiet number" x="{at:.1f}" y="{foot + 10}" text-anchor="middle">{share:.0%}</text>')
    body += [_bar(row, _TOP + _ROW * number) for number, row in enumerate(rows)]
    body.append(
        f'<text class="quiet" x="20" y="{foot + 34}">Thin lines: two standard errors of {answer.trials:,} drawn '
        "bodies.</text>"
    )
    title = f"How likely the body of {answer.missing} would be recognised"
    subtitle = (
        f"sampled: {', '.join(answer.donors) or 'nobody'}; {answer.loci} loci; "
        f"a likelihood ratio of 10^{answer.log10_lr_needed:.1f} is needed"
    )
    said = "; ".join(f"{_name(row)} {row.power:.1%}" for row in rows)
    return _DOCUMENT.substitute(
        width=_WIDTH,
        height=foot + 50,
        title=escape(title),
        desc=escape(f"{subtitle}. {said}."),
        subtitle=escape(subtitle),
        body="\n".join(body),
    )


def _across(share: float) -> float:
    return _LEFT + share * (_RIGHT - _LEFT)


def _name(row: Strength) -> str:
    return "with these donors" if row.with_donor is None else f"and with {row.with_donor}"


def _bar(row: Strength, at: int) -> str:
    low, high = max(0.0, row.power - 2 * row.standard_error), min(1.0, row.power + 2 * row.standard_error)
    kind = "now" if row.with_donor is None else "more"
    name = _name(row)
    shown = name if len(name) <= 34 else f"{name[:33]}…"
    return "\n".join(
        [
            f"<g><title>{escape(f'{name}: {row.power:.1%}, median log10 LR {row.median:.1f}')}</title>",
            f'<text class="ink" x="20" y="{at + 5}">{escape(shown)}</text>',
            f'<rect class="{kind}" x="{_LEFT}" y="{at - 8}" width="{_across(row.power) - _LEFT:.1f}" height="16"/>',
            f'<line class="doubt" x1="{_across(low):.1f}" x2="{_across(high):.1f}" y1="{at}" y2="{at}"/>',
            f'<text class="ink number" x="{_RIGHT + 16}" y="{at + 5}">{row.power:.1%}, '
            f"median 10^{row.median:.1f}</text>",
            "</g>",
        ]
    )
