"""The checklist of the Berkeley Protocol on Digital Open Source Investigations, filled from the register.

The questions follow its chapters on collection, preservation, verification and analysis (OHCHR and Human Rights Center,
2022), in our own words. What the register cannot know is said to be open; nobody ticks anything by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from antigone.interfaces.papers.case.words import Translate

Case = Mapping[str, Any]


def checklist(case: Case, _: Translate) -> list[tuple[str, str]]:
    """Each question with what the data answer."""
    items, pictures, observations = case["items"], case["pictures"], case["observations"]
    held = [one for one in items if one["held"]]
    versions = [finding["versions"][-1] for finding in case["findings"]]
    own = [one for one in observations if not one["reported"]]
    pairs = {(one["feature"], one["picture"]) for one in own}
    twice = sum(
        len({one["observer"] for one in own if (one["feature"], one["picture"]) == pair and one["blind"]}) > 1
        for pair in pairs
    )
    some = _counted(_, _("yes, for all %(all)s"), _("for %(some)s of %(all)s"))
    # «Yes» to «was it edited?» would say that it was.
    known = _counted(_, _("known for all %(all)s"), _("known for %(some)s of %(all)s"))
    return [
        (_("Where was each file found?"), known(items, lambda one: one["obtained_from"])),
        (_("Who collected it, and when?"), known(items, lambda one: one["obtained_by"] and one["obtained_on"])),
        (_("Who published it, and when?"), known(items, lambda one: one["published_by"] and one["published"])),
        (_("When is it said to have been recorded?"), known(items, lambda one: one["recorded"])),
        (_("Where is it said to have been recorded?"), known(items, lambda one: one["claimed_place"])),
        (_("Is it the camera's own file or a copy?"), known(items, lambda one: one["generation"] != "unknown")),
        (_("Was it edited?"), known(items, lambda one: one["edited"] != "unknown")),
        (_("In which language is it?"), known(items, lambda one: one["language"])),
        (_("On what terms may it be used?"), known(items, lambda one: one["licence"])),
        (_("Whom could it harm? (graphic, prisoners)"), known(items, lambda one: one["sensitivity"])),
        (_("Is the original kept untouched, under a hash (SHA-256)?"), some(items, lambda one: one["sha256"])),
        (_("Are working copies kept apart, with the tool that made them?"), some(pictures, lambda one: one["copy"])),
        (
            _("Is every hand that it went through written down?"),
            _("yes, %(count)s events, each bound to the one before") % {"count": len(case["custody"])},
        ),
        (
            _("Does an outsider vouch for the time?"),
            ", ".join(one["authority"] for one in case["tokens"]) if case["tokens"] else _("no"),
        ),
        (
            _("Can the files still be opened?"),
            some(held, lambda one: any(p["item"] == one["number"] and p["copy"] for p in pictures)),
        ),
        (
            _("Is it known when each picture was taken?"),
            some(pictures, lambda one: one["taken_from"] or one["taken_to"]),
        ),
        (_("Is it known what a pixel shows?"), some(pictures, lambda one: one["gsd"])),
        (
            _("Did two observers look without knowing of each other?"),
            _("%(some)s of %(all)s") % {"some": twice, "all": len(pairs)},
        ),
        (
            _("Were other explanations weighed?"),
            some(versions, lambda one: len(one["alternatives"]) >= 4),
        ),
        (_("Is it said what stays unclear?"), some(versions, lambda one: one["unclear"])),
        (_("Have two reviewers agreed?"), some(versions, lambda one: one["checked"])),
    ]


def _counted(_: Translate, every: str, part: str) -> Callable[[list[Any], Callable[[Any], object]], str]:
    def counted(rows: list[Any], answered: Callable[[Any], object]) -> str:
        found = sum(bool(answered(one)) for one in rows)
        if not rows:
            return _("nothing to ask it of")
        if found == len(rows):
            return every % {"all": len(rows)}
        return part % {"some": found, "all": len(rows)}

    return counted
