"""Vague dates as EDTF writes them (ISO 8601-2:2019, levels 0 and 1 as far as civil registers need them).

``1987``, ``1987-05``, ``1987-05-13``, each with ``?`` (uncertain), ``~`` (approximate) or ``%`` (both); digits that are
not known, ``198X``, ``19XX``, ``1987-XX``, ``1987-05-XX``, ``1987-XX-XX``; intervals ``1985/1987``, ``../1990``,
``2022-02/..``, and with an end that is not known, ``1985/`` or ``/1990``.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

_POINT = re.compile(r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?P<mark>[?~%]?)\Z")

_UNKNOWN_TAIL = re.compile(r"(-XX){1,2}(?=[?~%]?\Z)")
_OPEN = ("", "..")
_LONGEST = 60


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
        text = edtf.strip()
        if len(text) > _LONGEST:
            raise NotADate(f"«{text[:_LONGEST]}…» is too long for a date; write 1987-05-13")
        return _parse(text)

    @property
    def years(self) -> tuple[int, int]:
        """First and last calendar year that the date may fall in."""
        return datetime.date.fromordinal(self.first).year, datetime.date.fromordinal(self.last).year

    @property
    def is_one_day(self) -> bool:
        return self.first == self.last


def _point(text: str, whole: str) -> tuple[int, int, str]:
    found = _POINT.match(_UNKNOWN_TAIL.sub("", text))
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
    if slash and start in _OPEN and end in _OPEN:
        raise NotADate(f"«{edtf}» names no date; leave it out, or write 1987")
    if not slash:
        first, last, marks = _point(edtf, edtf)
    else:
        first, _, left_mark = (1, 1, "") if start in _OPEN else _point(start, edtf)
        _, last, right_mark = (1, datetime.date.max.toordinal(), "") if end in _OPEN else _point(end, edtf)
        marks = left_mark + right_mark
        if first > last:
            raise NotADate(f"«{edtf}» ends before it begins; write the earlier date first")
    return UncertainDate(edtf, first, last, bool(set(marks) & set("~%")), bool(set(marks) & set("?%")))
