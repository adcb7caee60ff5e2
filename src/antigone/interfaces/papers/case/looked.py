"""What looking at pixels adds to the page of a case: pictures laid over each other, counts, footage seen again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from antigone.interfaces.papers.case.blocks import Block, Gallery, Heading, Points, Shown, Table, Text
from antigone.interfaces.papers.case.view import CaseView
from antigone.interfaces.papers.case.words import same, things


def overlaid(page: CaseView) -> list[Block]:
    """Each later picture beside the earlier one as it lies on it."""
    _ = page._
    out: list[Block] = []
    for one in page.case["alignments"]:
        before, after = page.pictures[one["before"]], page.pictures[one["after"]]
        if not (before["copy"] and after["copy"]):
            continue
        names = {"before": page.number(one["before"]), "after": page.number(one["after"])}
        size = after["copy"]["width"], after["copy"]["height"]
        laid = _("Picture %(before)s as it lies on picture %(after)s.") % names
        later = f"{names['after']}: {after['label']}"
        out += [
            Heading(_("Pictures %(before)s and %(after)s") % names, 3),
            Text(_laid_how(page, one)),
            Gallery((Shown(laid_path(before, after), *size, laid), Shown(copy_path(after), *size, later))),
        ]
    return [Heading(_("Before and after")), *out] if out else []


def _laid_how(page: CaseView, one: Mapping[str, Any]) -> str:
    _ = page._
    if one["how"] != "points":
        return _("The machine proposed how they lie on each other; a person has to check it. It is no finding.")
    off = sorted(one["residuals"])
    if not off:
        return _("Laid over each other by control points that %s set by hand.") % str(one["made_by"])
    said = {"points": len(off), "by": one["made_by"], "median": f"{off[len(off) // 2]:.1f}", "most": f"{off[-1]:.1f}"}
    if one["metres"]:
        return (
            _(
                "Laid by %(points)s control points of %(by)s; each left out in turn is off by %(median)s m,"
                " %(most)s m at most."
            )
            % said
        )
    return (
        _(
            "Laid by %(points)s control points of %(by)s; each left out in turn is off by %(median)s pixels,"
            " %(most)s at most."
        )
        % said
    )


def counted(page: CaseView) -> list[Block]:
    """What two people counted in each picture."""
    _, what = page._, things(page._)
    rows = []
    for one in page.case["counts"]:
        span = str(one["low"]) if one["low"] == one["high"] else f"{one['low']}–{one['high']}"
        taken = page.pictures[one["picture"]]["taken"] or _("time not known")
        rows.append((page.number(one["picture"]), taken, what[one["what"]], span, str(one["together"])))
    if not rows:
        return []
    columns = (_("picture"), _("when"), _("what is counted"), _("two people's counts"), _("marks that lie together"))
    caption = _("Two people counted, each before seeing what the other had counted.")
    return [Heading(_("What was counted")), Table(caption, columns, tuple(rows))]


def copy_path(picture: Mapping[str, Any]) -> str:
    """Where in the folder the working copy of a picture lies."""
    return f"pictures/{picture['number']:03}.jpg"


def laid_path(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Where in the folder the earlier picture lies as it is laid over the later one."""
    return f"pictures/{before['number']:03}-on-{after['number']:03}.jpg"


def again(page: CaseView, item: int) -> list[Block]:
    """What earlier file of the case this one shows again."""
    said = [
        same(page._)[one["kind"], one["mirrored"]] % one["one"]
        for one in page.case["resemblances"]
        if one["other"] == item
    ]
    return [Points(tuple(said))] if said else []
