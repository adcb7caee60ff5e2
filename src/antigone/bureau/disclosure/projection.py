"""Allow-list projections: of a record, only what is named here may leave for the public (DESIGN, section 6).

Only the dead are shown, only when the source itself published its list or the family was informed, and only name,
years, region, source. A published row carries besides what a query is weighed against (whole birth date, places,
unit, service number); that is never shown, and it stands in the published schema only for people shown there.
"""

from __future__ import annotations

from dataclasses import dataclass

from antigone.evidence.dates import NotADate, UncertainDate
from antigone.evidence.places import region_of


@dataclass(frozen=True, slots=True)
class Shown:
    """The derived parts of a public projection."""

    birth_year: str
    death_year: str
    region: str


def year_shown(edtf: str) -> str:
    """A year, ``about 1990`` as ``1990~``, a span as ``1985/1987``; empty for no date or one too vague to say.

    >>> year_shown("1987-05-13"), year_shown("1990~"), year_shown("1985/1987"), year_shown("19XX")
    ('1987', '1990~', '1985/1987', '')
    """
    try:
        date = UncertainDate.parse(edtf)
    except NotADate:
        return ""
    first, last = date.years
    if first == last:
        return f"{first}~" if date.approximate or date.uncertain else str(first)
    return f"{first}/{last}" if last - first <= 10 else ""


def shown(birth_date: str, occurred_date: str, birthplace: str, occurred_place: str) -> Shown:
    """What the public sees of these: years and one region, of birth if known, else of death."""
    return Shown(year_shown(birth_date), year_shown(occurred_date), region_of(birthplace) or region_of(occurred_place))
