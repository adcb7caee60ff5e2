"""The charts of a page of figures, from its published content, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from antigone.evidence.dates import NotADate, UncertainDate
from antigone.interfaces.figures.svg import (
    DARK,
    INK,
    LIGHT,
    LINE,
    MARGIN,
    MIDDLE,
    PAPER,
    SOFT,
    WIDTH,
    Sheet,
    bar_scale,
    scale_for,
    short,
)
from antigone.interfaces.figures.words import (
    CHANGES,
    HOLLOW,
    METHODS,
    SHAPES,
    STANDING,
    claim_in_words,
    shown,
)

_PLOT = 250
_LEFT, _RIGHT = 52, WIDTH - MARGIN
_MOST_PATTERNS = 12

Content = Mapping[str, Any]


def claims_chart(content: Content) -> bytes | None:
    """Claims of killed and of bodies over time, a mark or a bar each, with the named list's line; None for none."""
    claims = [
        (day, number, claim) for number, claim in enumerate(content["claims"], 1) if (day := _day(claim["as_of"]))
    ]
    claims = [entry for entry in claims if _ends(entry[2])]
    if not claims:
        return None
    releases = [(day, release["persons"]) for release in content["releases"] if (day := _day(release["as_of"]))]
    sheet = Sheet(
        _("What was claimed, and when"),
        _("Each mark is one statement, numbered as in the table below it; a bar is a range. ")
        + "; ".join(claim_in_words(claim) for _day_of, _number, claim in claims[:30]),
    )
    result = content["estimate"].get("result") or {}
    band = result.get("range") or result
    values = [value for _d, _n, claim in claims for value in _ends(claim)] + [persons for _d, persons in releases]
    values += [band[end] for end in ("low", "high") if end in band]
    days = [entry[0] for entry in claims] + [entry[0] for entry in releases]
    first, last = min(days), max(days)
    vertical = scale_for(values, 36 + _PLOT, 36)

    def across(day: int) -> float:
        return _LEFT + 10 + (day - first) / max(last - first, 1) * (_RIGHT - _LEFT - 24)

    if "low" in band:
        sheet.body.append(
            f'<rect x="{_LEFT}" y="{vertical.place(band["high"]):.1f}" width="{_RIGHT - _LEFT}" '
            f'height="{max(vertical.place(band["low"]) - vertical.place(band["high"]), 1):.1f}" fill="{LIGHT}"/>'
        )
    sheet.at = 8
    sheet.words(MARGIN, sheet.title, size=15, bold="600")
    for tick in vertical.ticks():
        y = vertical.place(tick)
        sheet.line(_LEFT, y, _RIGHT, y)
        sheet.text(_LEFT - 6, y + 4, short(tick), size=12, ink=SOFT, anchor="end")
    for (day, persons), (following, _p) in zip(releases, [*releases, (last, 0)][1:], strict=True):
        y = vertical.place(persons)
        sheet.line(across(day), y, across(following), y, ink=INK, width=2.5)
    for day, number, claim in claims:
        _draw_claim(sheet, across(day), vertical.place, number, claim)
    sheet.at = 36 + _PLOT + 18
    sheet.text(_LEFT, sheet.at, date.fromordinal(first).isoformat(), size=12, ink=SOFT)
    sheet.text(_RIGHT, sheet.at, date.fromordinal(last).isoformat(), size=12, ink=SOFT, anchor="end")
    _legend(
        sheet,
        {str(claim["standing"]) for _d, _n, claim in claims},
        with_list=str(content["list_name"]) if releases else "",
        with_estimate=_("estimated: from the lowest to the highest method") if "low" in band else "",
    )
    return sheet.document()


def estimate_chart(content: Content) -> bytes | None:
    """Every method's number with its interval, or its refusal, above the documented names; None for no estimate."""
    result = content["estimate"].get("result")
    if not result or "panel" not in result:
        return None
    numbers = [one for one in result["panel"] if "n" in one]
    documented = result["documented"]
    sheet = Sheet(
        _("How many, by each method"),
        _("Documented by name: %(documented)s. ") % {"documented": f"{documented:,}"}
        + "; ".join(
            f"{METHODS.get(one['method'], one['method'])}: {one['n']:,.0f} ({one['low']:,.0f} – {one['high']:,.0f})"
            for one in numbers
        ),
    )
    scale = scale_for([documented, *(one[end] for one in numbers for end in ("low", "high"))], MARGIN, _RIGHT - 8)
    sheet.at = 8
    sheet.words(MARGIN, sheet.title, size=15, bold="600")
    top = sheet.at + 10
    for one in result["panel"]:
        sheet.at += 6
        sheet.words(MARGIN, str(METHODS.get(one["method"], one["method"])), bold="600")
        if "n" not in one:
            sheet.words(MARGIN, _("gives no number: %(reason)s") % {"reason": one["reason"]}, size=12, ink=SOFT)
            continue
        y = sheet.at + 12
        sheet.line(scale.place(one["low"]), y, scale.place(one["high"]), y, ink=MIDDLE, width=4)
        sheet.mark(scale.place(one["n"]), y, "circle")
        sheet.at = y + 4
        sheet.words(MARGIN, f"{one['n']:,.0f}  ({one['low']:,.0f} – {one['high']:,.0f})", size=12, ink=SOFT)
    bottom = sheet.at + 8
    sheet.line(scale.place(documented), top, scale.place(documented), bottom, ink=INK, width=1.5, dashes="3 3")
    sheet.at = bottom
    sheet.line(MARGIN, bottom, _RIGHT, bottom)
    for tick in scale.ticks():
        sheet.text(scale.place(tick), bottom + 15, short(tick), size=12, ink=SOFT, anchor="middle")
    sheet.at += 18
    sheet.words(MARGIN, _("Dashed line: documented by name, %(n)s") % {"n": f"{documented:,}"}, size=12)
    return sheet.document()


def overlaps_chart(content: Content) -> bytes | None:
    """Who stands on which lists together: a row a combination, the most frequent first; None for no overlaps."""
    overlaps = content["estimate"].get("overlaps") or {}
    if not overlaps.get("patterns"):
        return None
    lists: Sequence[str] = overlaps["lists"]
    rows = sorted(overlaps["patterns"].items(), key=lambda entry: (-(entry[1] or 0), entry[0]))[:_MOST_PATTERNS]

    def named(pattern: str) -> str:
        return " + ".join(name for name, digit in zip(lists, pattern, strict=True) if digit == "1")

    sheet = Sheet(
        _("Who stands on which lists"), "; ".join(f"{named(pattern)}: {shown(count)}" for pattern, count in rows)
    )
    sheet.at = 8
    sheet.words(MARGIN, sheet.title, size=15, bold="600")
    for number, name in enumerate(lists):
        sheet.words(MARGIN, f"{_letter(number)} = {name}", size=12, ink=SOFT)
    step = min(18.0, 170 / len(lists))
    begin = MARGIN + len(lists) * step + 8
    scale = bar_scale([count or 1 for _p, count in rows], begin, _RIGHT - 52)
    sheet.at += 16
    for number in range(len(lists)):
        sheet.text(MARGIN + step * (number + 0.5), sheet.at, _letter(number), size=12, ink=SOFT, anchor="middle")
    for pattern, count in rows:
        y = sheet.at + 14
        for number, digit in enumerate(pattern):
            x = MARGIN + step * (number + 0.5)
            fill = DARK if digit == "1" else PAPER
            sheet.body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{fill}" stroke="{MIDDLE}"/>')
        right = scale.place(count or 0)
        sheet.bar(begin, right, y - 6, 12, MIDDLE)
        sheet.text(right + 5, y + 4, shown(count), size=12)
        sheet.at = y + 5
    sheet.at += 4
    return sheet.document()


def revisions_chart(content: Content) -> bytes | None:
    """How each release of the named list differs from the one before; None where there is no list."""
    releases = content["releases"]
    if not releases:
        return None
    sheet = Sheet(
        _("How the list changed"),
        "; ".join(
            f"{release['as_of']}: {release['persons']:,}"
            + "".join(f", {words} {shown(release['changes'].get(name, 0))}" for name, words in CHANGES.items())
            for release in releases
        ),
    )
    largest = max(
        [1, *(count or 0 for release in releases for name, count in release["changes"].items() if name in CHANGES)]
    )
    scale = bar_scale([largest], MARGIN, _RIGHT - 60)
    sheet.at = 8
    sheet.words(MARGIN, sheet.title, size=15, bold="600")
    for place, release in enumerate(releases):
        sheet.at += 8
        named = _("%(date)s: %(persons)s persons") % {"date": release["as_of"], "persons": f"{release['persons']:,}"}
        sheet.words(MARGIN, named, bold="600")
        if not place:
            sheet.words(MARGIN, _("the first release that is kept"), size=12, ink=SOFT)
            continue
        for name, words in CHANGES.items():
            count = release["changes"].get(name, 0)
            if count == 0:
                continue
            sheet.words(MARGIN, f"{words}: {shown(count)}", size=12)
            sheet.bar(MARGIN, scale.place(count or 1), sheet.at + 3, 7, DARK if name in ("added", "removed") else LIGHT)
            sheet.at += 12
    return sheet.document()


def linkage_chart(content: Content) -> bytes | None:
    """Where the doubt about an estimate comes from, when it carries the linkage's; None where it does not."""
    result = content["estimate"].get("result") or {}
    if "linkage" not in result:
        return None
    shares = [
        (_("chance: who happened to be listed"), result["sampling"]),
        (_("the choice of method"), result["model"]),
        (_("who is the same person"), result["linkage"]),
    ]
    sheet = Sheet(_("Where the doubt comes from"), "; ".join(f"{words}: {share:.0%}" for words, share in shares))
    scale = bar_scale([1.0], MARGIN, _RIGHT - 60)
    sheet.at = 8
    sheet.words(MARGIN, sheet.title, size=15, bold="600")
    for words, share in shares:
        sheet.at += 6
        sheet.words(MARGIN, f"{words}: {share:.0%}")
        sheet.bar(MARGIN, scale.place(share), sheet.at + 4, 10, MIDDLE)
        sheet.at += 14
    return sheet.document()


def three_numbers_chart(content: Content) -> bytes | None:
    """Claimed, documented, estimated: the range of each on one scale; None unless at least two of them are known."""
    killed = [claim for claim in content["claims"] if claim["counted"] == "killed" and claim["standing"] not in HOLLOW]
    claimed = [value for claim in killed if claim["standing"] != "documented by name" for value in _ends(claim)]
    result = content["estimate"].get("result") or {}
    documented = content["releases"][-1]["persons"] if content["releases"] else documented_of(result)
    rows: list[tuple[str, float, float]] = []
    if claimed:
        rows.append((_("claimed: from the lowest to the highest statement"), min(claimed), max(claimed)))
    if documented:
        rows.append((_("documented by name"), documented, documented))
    if result:
        ends = result.get("range") or result
        rows.append((_("estimated: from the lowest to the highest method"), ends["low"], ends["high"]))
    if len(rows) < 2:
        return None
    sheet = Sheet(
        _("Claimed, documented, estimated"),
        "; ".join(f"{words}: {low:,.0f} – {high:,.0f}" for words, low, high in rows),
    )
    scale = scale_for([value for _w, low, high in rows for value in (low, high)], MARGIN, _RIGHT - 8)
    sheet.at = 8
    sheet.words(MARGIN, sheet.title, size=15, bold="600")
    for words, low, high in rows:
        sheet.at += 8
        sheet.words(MARGIN, words)
        if low == high:
            sheet.mark(scale.place(low), sheet.at + 13, "diamond")
        else:
            sheet.bar(scale.place(low), scale.place(high), sheet.at + 6, 14, MIDDLE)
        sheet.at += 22
        said = f"{low:,.0f}" if low == high else f"{low:,.0f} – {high:,.0f}"
        sheet.words(MARGIN, said, size=12, ink=SOFT)
    sheet.line(MARGIN, sheet.at + 8, _RIGHT, sheet.at + 8, ink=LINE)
    sheet.at += 10
    for tick in scale.ticks():
        sheet.text(scale.place(tick), sheet.at + 14, short(tick), size=12, ink=SOFT, anchor="middle")
    sheet.at += 18
    return sheet.document()


def documented_of(result: Mapping[str, Any]) -> float | None:
    """The documented persons of an estimate; their mean where it was made over samples of the linkage."""
    documented = result.get("documented")
    return documented[0] if isinstance(documented, list) else documented


#: File name -> how the chart is drawn.
CHARTS: dict[str, Callable[[Content], bytes | None]] = {
    "three-numbers": three_numbers_chart,
    "claims": claims_chart,
    "estimate": estimate_chart,
    "overlaps": overlaps_chart,
    "linkage": linkage_chart,
    "revisions": revisions_chart,
}


def _draw_claim(sheet: Sheet, x: float, up: Callable[[float], float], number: int, claim: Mapping[str, Any]) -> None:
    ends = _ends(claim)
    low, high = up(min(ends)), up(max(ends))
    if low != high:
        sheet.line(x, low, x, high, ink=DARK, width=3)
    elif claim.get("qualifier") in ("more than", "at least"):
        sheet.line(x, low, x, low - 16, ink=DARK, width=2, dashes="2 2")
    standing = str(claim["standing"])
    middle = (low + high) / 2
    sheet.mark(x, middle, SHAPES.get(standing, "circle"), hollow=PAPER if standing in HOLLOW else "")
    sheet.text(x + 7, middle + 4, str(number), size=11, ink=SOFT)


def _legend(sheet: Sheet, standings: set[str], *, with_list: str, with_estimate: str) -> None:
    for standing, words in STANDING.items():
        if standing in standings:
            sheet.at += 18
            hollow = PAPER if standing in HOLLOW else ""
            sheet.mark(MARGIN + 6, sheet.at - 4, SHAPES[standing], hollow=hollow)
            sheet.text(MARGIN + 20, sheet.at, str(words), size=12)
    if with_list:
        sheet.at += 18
        sheet.line(MARGIN, sheet.at - 4, MARGIN + 14, sheet.at - 4, ink=INK, width=2.5)
        sheet.text(MARGIN + 20, sheet.at, _("documented by name: %(list)s") % {"list": with_list}, size=12)
    if with_estimate:
        sheet.bar(MARGIN, MARGIN + 14, sheet.at + 7, 11, LIGHT)
        sheet.at += 18
        sheet.text(MARGIN + 20, sheet.at, with_estimate, size=12)
    sheet.words(
        MARGIN, _("A dashed tail means “at least”. Different things are counted; see the table."), size=12, ink=SOFT
    )


def _ends(claim: Mapping[str, Any]) -> list[int]:
    return [value for name in ("low", "best", "high") if (value := claim.get(name)) is not None]


def _day(edtf: str) -> int | None:
    try:
        return UncertainDate.parse(edtf).first
    except NotADate:
        return None


def _letter(number: int) -> str:
    return "ABCDEFGHIJKLMNOPQRST"[number]
