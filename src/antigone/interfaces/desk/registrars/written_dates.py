"""A date as a person writes it, kept as EDTF, and told back in the reader's own words."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from antigone.evidence.dates import NotADate, UncertainDate
from antigone.interfaces.exchange.people.dates_in_tables import DateCustoms, RejectedDate, read_date
from antigone.interfaces.exchange.people.mapping import DayOrder
from antigone.interfaces.exchange.people.values import clean

_POINT = re.compile(r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d{2}))?(?:-(?P<day>\d{2}))?(?P<mark>[?~%]?)\Z")
_UNKNOWN_TAIL = re.compile(r"(-XX){1,2}(?=[?~%]?\Z)")


class Unreadable(Exception):
    """What was written is no date that we can read."""


class Impossible(Unreadable):
    """It is a date by its form, and no such day can be, or it has not come yet."""


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date that was understood. `edtf` is empty where the person wrote that nothing is known."""

    written: str
    edtf: str


def read_written(written: str, *, today: datetime.date | None = None) -> WrittenDate:
    """A date as typed at the desk: 12.03.1987, March 1987, 1987, about 1987, 1985–1987, before 1990, or EDTF itself.

    Numbers are read day first.

    Raises:
        Impossible, Unreadable: see there.
    """
    latest = today or datetime.date.today()
    text = clean(written)
    if not text:
        return WrittenDate(written, "")
    try:
        date = UncertainDate.parse(text)
    except NotADate:
        read = read_date(text, DateCustoms(DayOrder.DAY_FIRST, latest))
        if isinstance(read, RejectedDate):
            raise (Impossible if read.impossible else Unreadable)(read.reason) from None
        return WrittenDate(written, read.edtf)
    if date.first > latest.toordinal():
        raise Impossible(f"{text} has not come yet")
    return WrittenDate(written, text)


def in_words(edtf: str) -> str:
    """An EDTF date in the reader's language, whole: day, month or year, spans, and how sure the source was.

    What is no EDTF stays as it is: it is the source's own word.
    """
    first, slash, last = edtf.partition("/")
    if not slash:
        return _point(first) or edtf
    begins, ends = (_point(side) if side not in ("", "..") else "" for side in (first, last))
    if begins and ends:
        return f"{begins} – {ends}"
    if begins:
        return _("%(date)s or later") % {"date": begins}
    return _("%(date)s or earlier") % {"date": ends} if ends else edtf


def _point(edtf: str) -> str:
    found = _POINT.match(_UNKNOWN_TAIL.sub("", edtf))
    if found is None:
        return ""
    year, month, day, mark = found["year"], found["month"], found["day"], found["mark"]
    if "X" in year:
        said = f"{year.replace('X', '0')}–{year.replace('X', '9')}"
    else:
        try:
            date = datetime.date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            return ""
        said = year if not month else date_format(date, "j E Y" if day else "F Y")
    if mark == "~":
        return _("%(date)s (about)") % {"date": said}
    if mark == "?":
        return _("%(date)s (not certain)") % {"date": said}
    return _("%(date)s (about, not certain)") % {"date": said} if mark else str(said)
