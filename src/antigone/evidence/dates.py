"""Vague dates, and how strongly two birth dates speak for one person.

Dates are EDTF (ISO 8601-2:2019, levels 0 and 1 as far as civil registers need them): ``1987``, ``1987-05``,
``1987-05-13``, each with ``?`` (uncertain), ``~`` (approximate) or ``%`` (both); ``198X`` and ``19XX``;
intervals ``1985/1987``, ``../1990``, ``2022-02/..``.
"""

from __future__ import annotations

import calendar
import datetime
import math
import re
from dataclasses import dataclass
from functools import lru_cache

from antigone.evidence.weight import Weight

_POINT = re.compile(r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?P<mark>[?~%]?)\Z")


class NotADate(ValueError):
    """The text is not an EDTF date that we can read; the message says why and gives the cure."""


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """All days that a vague date may mean.

    Attributes:
        edtf: the date as written.
        first, last: the bounds, both inclusive, as proleptic Gregorian ordinals (`datetime.date.toordinal`).
            An open interval reaches to year 1 or 9999.
        approximate: the source said "about" (``~`` or ``%``).
        uncertain: the source was not sure (``?`` or ``%``).
    """

    edtf: str
    first: int
    last: int
    approximate: bool = False
    uncertain: bool = False

    @classmethod
    def parse(cls, edtf: str) -> UncertainDate:
        """Read an EDTF date.

        Raises:
            NotADate: the text is not EDTF, or the day does not exist.
        """
        return _parse(edtf.strip())

    @property
    def years(self) -> tuple[int, int]:
        """First and last calendar year that the date may fall in."""
        return datetime.date.fromordinal(self.first).year, datetime.date.fromordinal(self.last).year

    @property
    def is_one_day(self) -> bool:
        return self.first == self.last


def _point(text: str, whole: str) -> tuple[int, int, str]:
    found = _POINT.match(text)
    if not found:
        raise NotADate(f"«{whole}» is not a date; write 1987-05-13, or 1987-05, or 1987, with ~ for «about»")
    year, month, day = found["year"], found["month"], found["day"]
    if "X" in year:
        if month:
            raise NotADate(f"«{whole}» gives a month in an unknown year; leave the month out")
        low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
        return (
            datetime.date(max(low, 1), 1, 1).toordinal(),
            datetime.date(high, 12, 31).toordinal(),
            found["mark"],
        )
    y = int(year)
    if not 1 <= y <= 9999:
        raise NotADate(f"«{whole}»: there is no year {year}")
    if month is None:
        return datetime.date(y, 1, 1).toordinal(), datetime.date(y, 12, 31).toordinal(), found["mark"]
    m = int(month)
    if not 1 <= m <= 12:
        raise NotADate(f"«{whole}»: there is no month {month}; write {year} if the month is unknown")
    if day is None:
        last_day = calendar.monthrange(y, m)[1]
        return datetime.date(y, m, 1).toordinal(), datetime.date(y, m, last_day).toordinal(), found["mark"]
    try:
        ordinal = datetime.date(y, m, int(day)).toordinal()
    except ValueError:
        raise NotADate(
            f"«{whole}»: {year}-{month} has no day {day}; write {year}-{month} if the day is unknown"
        ) from None
    return ordinal, ordinal, found["mark"]


@lru_cache(maxsize=50_000)
def _parse(edtf: str) -> UncertainDate:
    start, slash, end = edtf.partition("/")
    if not slash:
        first, last, marks = _point(edtf, edtf)
    else:
        first, _, left_mark = (1, 1, "") if start == ".." else _point(start, edtf)
        _, last, right_mark = (1, datetime.date.max.toordinal(), "") if end == ".." else _point(end, edtf)
        marks = left_mark + right_mark
        if first > last:
            raise NotADate(f"«{edtf}» ends before it begins; write the earlier date first")
    return UncertainDate(edtf, first, last, bool(set(marks) & set("~%")), bool(set(marks) & set("?%")))


@dataclass(frozen=True, slots=True)
class DateErrors:
    """How often a source writes a birth date other than the true one, as shares of records.

    The defaults are the noise of warlike lists as measured on linked sanctions and memorial lists (2026):
    a year off by one or two in one record of ten among vague ones, a swapped day and month in one of twenty
    among full ones. `elsewhere` is what none of the named slips explains.
    """

    year_off: float = 0.04
    swapped: float = 0.02
    digit: float = 0.02
    elsewhere: float = 0.03
    #: Days in which birth dates of the people concerned are spread, evenly: about sixty birth years.
    spread_days: float = 60 * 365.25
    #: How far "about" reaches to either side, in days.
    about_days: float = 2 * 365.25

    @property
    def right(self) -> float:
        return 1 - self.year_off - self.swapped - self.digit - self.elsewhere


_ERRORS = DateErrors()


def _digits_apart(left: datetime.date, right: datetime.date) -> int:
    return sum(a != b for a, b in zip(left.strftime("%Y%m%d"), right.strftime("%Y%m%d"), strict=True))


def birth_date_weight(left: UncertainDate | None, right: UncertainDate | None, errors: DateErrors = _ERRORS) -> Weight:
    """How strongly two birth dates speak for one person.

    Both may be vague. The weight is log10 P(right | same person, left) / P(right | someone else), where someone
    else's date is even over `errors.spread_days`, and the same person's is right, off by one or two years,
    swapped in day and month, wrong in one digit, or anything. A weight of 0 with the reason "no date" when
    either side says nothing.
    Source: Fellegi and Sunter, "A theory for record linkage", 1969; shares in `DateErrors`.
    """
    if left is None or right is None:
        return Weight("birth date", 0.0, "no birth date on one side")
    return _birth_date_weight(left, right, errors)


@lru_cache(maxsize=100_000)
def _birth_date_weight(left: UncertainDate, right: UncertainDate, errors: DateErrors) -> Weight:
    slack = sum(errors.about_days for date in (left, right) if date.approximate or date.uncertain)
    widths = left.last - left.first + 1, right.last - right.first + 1
    # Someone else's day falls among those that would agree: both widths, and the slack on both sides.
    reach = min(sum(widths) - 1 + 2 * slack, errors.spread_days)
    by_chance = reach / errors.spread_days
    said = f"{left.edtf} and {right.edtf}"
    gap = max(left.first - right.last, right.first - left.last)
    if gap <= slack:
        ratio = errors.right / by_chance
        return Weight("birth date", math.log10(ratio), f"birth dates agree: {said}")
    if left.is_one_day and right.is_one_day:
        a, b = datetime.date.fromordinal(left.first), datetime.date.fromordinal(right.first)
        if a.year == b.year and a.day == b.month and a.month == b.day:
            ratio = errors.swapped * errors.spread_days
            return Weight("birth date", math.log10(ratio), f"day and month look swapped: {said}")
        if (a.month, a.day) == (b.month, b.day) and abs(a.year - b.year) <= 2:
            ratio = errors.year_off * errors.spread_days / 4
            return Weight(
                "birth date",
                math.log10(ratio),
                f"same day and month, the year differs by {abs(a.year - b.year)}: {said}",
            )
        if _digits_apart(a, b) == 1:
            # About sixty dates differ from a given one in a single digit and still exist.
            ratio = errors.digit * errors.spread_days / 60
            return Weight("birth date", math.log10(ratio), f"one digit differs: {said}")
    elif gap <= 2 * 366:
        ratio = errors.year_off / max(by_chance, 4 / 60)
        return Weight("birth date", math.log10(ratio), f"birth years differ by one or two: {said}")
    ratio = errors.elsewhere / max(1 - by_chance, errors.elsewhere)
    return Weight("birth date", math.log10(ratio), f"birth dates differ: {said}")
