"""From an age on a day to a span of birth days."""

from __future__ import annotations

import datetime
from typing import Final

from antigone.evidence.dates.edtf import NotADate, UncertainDate

_OLDEST: Final = 130


def born_at_age(low: int, high: int, on: UncertainDate, *, about: bool = False) -> UncertainDate:
    """When somebody was born who is from `low` to `high` whole years old on a day.

    Args:
        low, high: bounds of the age in whole years, both inclusive.
        on: the day; where it is vague, the span of births widens with it.
        about: the source said "about twenty": the span is marked as approximate, as EDTF's ``~`` does.

    Raises:
        NotADate: nobody is of such an age, or was born so early.
    """
    if not 0 <= low <= high <= _OLDEST:
        raise NotADate(f"nobody is from {low} to {high} years old; write an age from 0 to {_OLDEST}")
    first, last = datetime.date.fromordinal(on.first), datetime.date.fromordinal(on.last)
    if first.year <= high + 1:
        raise NotADate(f"«{on.edtf}» is too long ago for an age of {high}; correct the date of the age")
    # Who is 20 on a day was born after the day 21 years before it, and on or before the day 20 years before it.
    early, late = _years_before(first, high + 1) + datetime.timedelta(1), _years_before(last, low)
    mark = "~" if about else ""
    return UncertainDate.parse(f"{early.isoformat()}{mark}/{late.isoformat()}{mark}")


def _years_before(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
