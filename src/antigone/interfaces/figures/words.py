"""What the vocabulary of figures is called on a page, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

COUNTED: dict[str, str | Promise] = {
    "killed": gettext_lazy("killed"),
    "wounded": gettext_lazy("wounded"),
    "killed and wounded": gettext_lazy("killed and wounded"),
    "captured": gettext_lazy("captured"),
    "missing": gettext_lazy("missing"),
    "irreplaceable losses": gettext_lazy("“irreplaceable losses”, a term that is not defined"),
    "bodies held": gettext_lazy("bodies held"),
    "bodies returned": gettext_lazy("bodies returned"),
    "graves": gettext_lazy("graves"),
    "remains recovered": gettext_lazy("remains recovered, a bag each"),
    "people identified from remains": gettext_lazy("people identified from remains"),
    "remains handed over": gettext_lazy("remains handed over, a bag each"),
    "declared dead by a court": gettext_lazy("declared dead by a court"),
    "excess deaths": gettext_lazy("deaths above the expected"),
    "not said": gettext_lazy("it is not said what was counted"),
}
STANDING: dict[str, str | Promise] = {
    "official, of its own side": gettext_lazy("official, about its own side"),
    "of the other side": gettext_lazy("said by the other side"),
    "third party's estimate": gettext_lazy("a third party’s estimate"),
    "count of bodies or graves": gettext_lazy("a count of bodies or graves"),
    "documented by name": gettext_lazy("documented by name"),
    "statistical estimate": gettext_lazy("a statistical estimate"),
    "leaked": gettext_lazy("leaked"),
    "withdrawn by its publisher": gettext_lazy("withdrawn by its publisher"),
}
SHAPES = {
    "official, of its own side": "circle",
    "of the other side": "square",
    "third party's estimate": "triangle",
    "count of bodies or graves": "diamond",
    "documented by name": "cross",
    "statistical estimate": "triangle",
    "leaked": "diamond",
    "withdrawn by its publisher": "circle",
}
HOLLOW = frozenset({"withdrawn by its publisher", "statistical estimate", "leaked"})
METHODS: dict[str, str | Promise] = {
    "latent-class": gettext_lazy("hidden and visible groups (latent classes)"),
    "decomposable": gettext_lazy("dependent lists (averaged over graphs)"),
    "log-linear-averaged": gettext_lazy("dependent lists (averaged over log-linear models)"),
    "log-linear": gettext_lazy("dependent lists (the best log-linear model)"),
    "chapman": gettext_lazy("two lists"),
}
CHANGES: dict[str, str | Promise] = {
    "added": gettext_lazy("added"),
    "removed": gettext_lazy("removed"),
    "renumbered": gettext_lazy("the same person under a new number"),
    "merged": gettext_lazy("joined with another entry of the same person"),
    "doubled": gettext_lazy("probably listed twice"),
    "edited": gettext_lazy("corrected"),
}


def number_in_words(claim: Mapping[str, Any]) -> str:
    """«more than 7,000», «7,000 to 15,000», or the speaker's own words where there is no number."""
    low, best, high = (claim.get(name) for name in ("low", "best", "high"))
    qualifier = claim.get("qualifier", "exactly")
    if low is not None and high is not None:
        text = _("%(low)s to %(high)s") % {"low": f"{low:,}", "high": f"{high:,}"}
        return f"{text} ({best:,})" if best is not None else text
    value = next((one for one in (best, low, high) if one is not None), None)
    if value is None:
        return f"«{claim.get('as_said', '')}»"
    patterns = {
        "about": _("about %(number)s"),
        "at least": _("at least %(number)s"),
        "more than": _("more than %(number)s"),
        "up to": _("up to %(number)s"),
        "less than": _("less than %(number)s"),
    }
    return patterns.get(qualifier, "%(number)s") % {"number": f"{value:,}"}


def claimant(claim: Mapping[str, Any]) -> str:
    """On whose behalf it was said."""
    return str(claim.get("on_behalf_of") or claim["speaker"])


def conflict_in_words(conflict: Mapping[str, Any], claims: Mapping[str, Mapping[str, Any]]) -> str:
    """Why two claims cannot stand together, without saying which is wrong."""
    first, second = claims.get(conflict["first"]), claims.get(conflict["second"])
    if first is None or second is None:
        return ""
    said = {"first": claim_in_words(first), "second": claim_in_words(second)}
    if conflict["rule"] == "a part is larger than its whole":
        if conflict["force"] == "cannot both hold":
            return _("%(first)s — these are part of: %(second)s. A part cannot be larger than its whole.") % said
        return _(
            "%(first)s — these are part of: %(second)s. Both hold only if the whole grew by at least %(gap)s in the "
            "%(days)s days between them."
        ) % (said | {"gap": f"{conflict['gap']:,}", "days": conflict["days"]})
    if conflict["rule"] == "a cumulative count fell":
        return _("%(first)s, and later %(second)s. A count of all until then cannot fall.") % said
    if conflict["rule"] == "one number stands for two things":
        return _("The same number stands for two things: %(first)s, and %(second)s.") % said
    return _("%(first)s, and %(second)s. The two do not meet.") % said


def claim_in_words(claim: Mapping[str, Any]) -> str:
    """«more than 7,000 bodies held (who said it, when)»."""
    counted = COUNTED.get(str(claim["counted"]), claim["counted"])
    return f"{number_in_words(claim)}: {counted} ({claimant(claim)}, {claim['as_of']})"


def shown(count: int | None) -> str:
    """A count, or «fewer than 5»."""
    return _("fewer than 5") if count is None else f"{count:,}"
