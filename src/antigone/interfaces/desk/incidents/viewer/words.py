"""The register's words about looking, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from antigone.bureau.incidents.values import IncidentError, TooYoung

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = Mapping[str, "_StrPromise"]

COUNTED: Final[Words] = {
    "graves": gettext_lazy("graves"),
    "tents": gettext_lazy("tents or shelters"),
    "vehicles": gettext_lazy("vehicles"),
    "wagons": gettext_lazy("wagons of a refrigerated train"),
}
HIDES: Final[Words] = {
    "cloud": gettext_lazy("cloud or smoke"),
    "shadow": gettext_lazy("shadow"),
    "other": gettext_lazy("something else hides it"),
}
SAME: Final[Words] = {
    "same file": gettext_lazy("one recording, published again"),
    "same scene": gettext_lazy("the same scene, not shown to be one recording"),
}
_REFUSALS: Final[Words] = {
    "incidents_alignment_refused": gettext_lazy(
        "No alignment is proposed: the two pictures do not agree clearly enough on one place. Set control points by"
        " hand."
    ),
    "incidents_alignment_points": gettext_lazy(
        "The control points give no alignment. Mark at least four, spread over the picture and not on one line."
    ),
}


def refused(error: IncidentError) -> str:
    """A refusal for the reader; its own sentence where there are no words for it."""
    if isinstance(error, TooYoung):
        return _("This may be younger than 30 days, so it is not taken in.")
    return str(_REFUSALS.get(error.rule, error))
