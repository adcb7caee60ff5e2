"""Matches in the desk's words: states, kinds of evidence, likelihoods that a person can picture."""

from __future__ import annotations

import math
from typing import Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from antigone.bureau.matching.worklist import Band, Whose
from antigone.interfaces.desk.words import LINES, Words

RELATIONS: Final[Words] = {
    "across": _("one sought, one found"),
    "sought": _("two sought: perhaps two notices of one person"),
    "found": _("two found: perhaps two entries of one person"),
}
STATES: Final[Words] = {
    "proposed": pgettext_lazy("state of a match", "proposed"),
    "under_review": pgettext_lazy("state of a match", "under review"),
    "excluded": pgettext_lazy("state of a match", "excluded"),
    "confirmed": pgettext_lazy("state of a match", "confirmed"),
    "superseded": pgettext_lazy("state of a match", "no longer proposed"),
}
BANDS: Final[Words] = {
    Band.ALL: _("any"),
    Band.NEAR_CERTAIN: _("99 of 100 and more"),
    Band.LIKELY: _("90 to 99 of 100"),
    Band.EVEN: _("50 to 90 of 100"),
    Band.POSSIBLE: _("10 to 50 of 100"),
    Band.UNLIKELY: _("less than 10 of 100"),
}
WHOSE: Final[Words] = {Whose.ANYBODY: _("anybody’s"), Whose.MINE: _("mine"), Whose.NOBODY: _("nobody’s yet")}
IDENTIFIERS: Final[Words] = {
    "dna": _("DNA"),
    "dental": _("teeth"),
    "fingerprints": _("fingerprints"),
    "medical": _("implants, operations, old injuries"),
    "documents": _("documents and numbers"),
    "name": pgettext_lazy("line of evidence", "name"),
    "birth": _("birth date or age"),
    "place": _("places and dates of events"),
    "service": _("unit, rank, service"),
    "traits": _("traits and marks of the body"),
    "effects": _("clothing and belongings"),
    "testimony": _("a witness, the family, the person"),
}
#: Every line of the model; further ones are shown by the names that the model gives them.
EVIDENCE: Final[Words] = {
    **LINES,
    "birthplace": _("birthplace or home"),
    "force": pgettext_lazy("line of evidence", "force"),
    "rank": pgettext_lazy("line of evidence", "rank"),
    "call-sign": pgettext_lazy("line of evidence", "call-sign"),
    "date of event": _("date of what happened"),
    "place of event": _("place of what happened"),
    "sex": pgettext_lazy("line of evidence", "sex"),
    "age": pgettext_lazy("line of evidence", "age"),
    "stature": pgettext_lazy("line of evidence", "stature"),
    "build": pgettext_lazy("line of evidence", "build"),
    "hair": pgettext_lazy("line of evidence", "hair"),
    "eyes": pgettext_lazy("line of evidence", "eyes"),
    "blood group": _("blood group"),
    "handedness": _("right- or left-handed"),
    "shoe size": _("shoe size"),
    "features": pgettext_lazy("line of evidence", "features"),
    "marks": _("marks: tattoos, scars"),
    "teeth": pgettext_lazy("line of evidence", "teeth"),
    "serial number": _("serial numbers on things"),
    "effects": _("clothing and belongings"),
    "dependence": _("lines that hang together"),
    "DNA": _("DNA"),
    "face": pgettext_lazy("line of evidence", "face"),
}

#: Denominators, from the easiest to picture on.
_OF_SO_MANY = (100, 1_000, 10_000)
_WRITTEN_OUT = 9


def right_of(probability: float) -> str:
    """«Of 100 such matches, about 97 are right»: a probability as a number of matches, never a certainty.

    Args:
        probability: from 0 to 1.
    """
    for many in _OF_SO_MANY:
        right = round(probability * many)
        if 0 < right < many:
            return gettext("Of %(many)s such matches, about %(right)s are right.") % {
                "many": in_thousands(many),
                "right": in_thousands(right),
            }
    most = {"many": in_thousands(_OF_SO_MANY[-1])}
    if probability >= 0.5:
        return gettext("Of %(many)s such matches, fewer than one is wrong.") % most
    return gettext("Of %(many)s such matches, fewer than one is right.") % most


def of_hundred(probability: float) -> str:
    """The same for a narrow column: «97 of 100», «over 99.99 of 100»."""
    percent = 100 * probability
    if 1 <= percent <= 99:
        shown = f"{percent:.0f}"
    elif 0.01 <= percent <= 99.99:
        shown = f"{percent:.2f}".rstrip("0").rstrip(".")
    elif percent > 99.99:
        return gettext("over %(part)s of 100") % {"part": "99.99"}
    else:
        return gettext("under %(part)s of 100") % {"part": "0.01"}
    return gettext("%(part)s of 100") % {"part": shown}


def odds(log10_odds: float) -> str:
    """Odds as a person says them: «200 to 1», «1 to 5 000», «even»."""
    if log10_odds == -math.inf:
        return gettext("impossible")
    size = abs(log10_odds)
    if size < 0.02:
        return gettext("even")
    if size < 1:
        number = f"{10**size:.1f}".removesuffix(".0")
    elif size < _WRITTEN_OUT:
        figures = 10 ** max(math.floor(size) - 1, 0)
        number = in_thousands(round(10**size / figures) * figures)
    else:
        number = f"10{_raised(round(size))}"
    return (
        gettext("%(odds)s to 1") % {"odds": number} if log10_odds > 0 else gettext("1 to %(odds)s") % {"odds": number}
    )


def in_thousands(number: int) -> str:
    """A whole number with narrow no-break spaces between thousands."""
    return f"{number:,}".replace(",", "\u202f")


def evidence_line(line: str) -> str:
    """The name of a line of evidence in the reader's language."""
    return str(EVIDENCE.get(line, line))


def _raised(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
