"""Brackets in the reader's words, and the drawing of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from antigone.interfaces.papers.case.drawing import Band, Line, Mark, timeline


def brackets_in_words(case: dict[str, Any], feature: str) -> list[str]:
    """What follows about when a feature changed."""
    answer, numbers = case["concluded"][feature], _numbers(case)
    if answer["contradictions"]:
        return [_("Observations contradict each other, so nothing is concluded.")]
    if not answer["brackets"]:
        return [_("Nothing follows about when it changed.")]
    return [
        (
            _("Appeared after picture %(after)s and no later than picture %(before)s")
            if one["change"] == "appeared"
            else _("Disappeared after picture %(after)s and no later than picture %(before)s")
        )
        % {
            "after": ", ".join(numbers[key] for key in one["after"]),
            "before": ", ".join(numbers[key] for key in one["before"]),
        }
        + f" ({_day(one['earliest'])} – {_day(one['latest'])})."
        for one in answer["brackets"]
    ]


def timeline_of(case: dict[str, Any], *, without: set[str]) -> SafeString:
    """The time line as SVG, without these features; empty where nothing follows. Its texts are escaped."""
    numbers, pictures = _numbers(case), {one["id"]: one for one in case["pictures"]}
    lines = []
    for site in case["sites"]:
        for feature in site["features"]:
            states: dict[str, set[str]] = {}
            for one in case["observations"]:
                if one["feature"] == feature["id"]:
                    states.setdefault(one["picture"], set()).add(
                        "present" if one["state"] == "partial" else one["state"]
                    )
            bands = case["concluded"][feature["id"]]["brackets"]
            if not bands or feature["id"] in without:
                continue
            used = {key for one in bands for key in (*one["after"], *one["before"])}
            marks = tuple(
                Mark(
                    numbers[key],
                    next(iter(found)) if len(found) == 1 else "not visible",
                    _at(pictures[key]["taken_from"]),
                    _at(pictures[key]["taken_to"]),
                )
                for key, found in states.items()
                if key in used
            )
            lines.append(
                Line(
                    feature["name"],
                    marks,
                    tuple(
                        Band(
                            _at(one["earliest"]),
                            _at(one["latest"]),
                            tuple(numbers[key] for key in one["after"]),
                            tuple(numbers[key] for key in one["before"]),
                        )
                        for one in bands
                    ),
                )
            )
    if not lines:
        return SafeString("")
    return mark_safe(timeline(lines, undated=_("No dates are known; the pictures stand in their order.")))  # noqa: S308


def _numbers(case: dict[str, Any]) -> dict[str, str]:
    return {one["id"]: f"№ {one['number']}" for one in case["pictures"]}


def _at(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None


def _day(said: str | None) -> str:
    return said[:16].replace("T", " ") if said else "?"
