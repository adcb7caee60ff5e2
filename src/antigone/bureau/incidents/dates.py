"""When something was taken or published, as people write it, and the interval that this allows.

A day without a zone is a day of UTC, as the makers of overhead images write it; another zone is written behind the day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from antigone.bureau.incidents.values import IncidentError
from antigone.evidence.dates import NotADate, UncertainDate

_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?(?: ?(Z|[+-]\d{2}:\d{2}))?", re.ASCII | re.IGNORECASE
)

#: From its first to its last moment.
_DAY = timedelta(days=1) - timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A closed interval of UTC; an empty end is unknown."""

    earliest: datetime | None
    latest: datetime | None


def span_said(said: str, what: str = "the time") -> Span:
    """The interval that a date, a moment, or two of them with a slash between allow; empty words allow any time.

    Args:
        said: ``2022-07-18``, ``2022-07``, ``2022-07-18+03:00``, ``2022-07-18T10:30+03:00``, ``A/B``, ``../B``, ``A/..``
        what: what a refusal calls it.

    Raises:
        IncidentError: it is no such thing, ends before it begins, or names an hour without a zone.
    """
    text = said.strip()
    if not text:
        return Span(None, None)
    first, slash, second = text.partition("/")
    if not slash:
        return _one(first, what)
    begin, end = (Span(None, None) if part.strip() in ("", "..") else _one(part, what) for part in (first, second))
    if begin.earliest and end.latest and begin.earliest > end.latest:
        raise IncidentError(f"{what}: «{text}» ends before it begins")
    return Span(begin.earliest, end.latest)


def day_of(moment: datetime | None) -> date | None:
    """The day in UTC."""
    return moment.astimezone(UTC).date() if moment else None


def _one(text: str, what: str) -> Span:
    text = text.strip()
    found = _MOMENT.fullmatch(text)
    try:
        if found is None:
            return _vague(text)
        day, clock, zone = found.groups()
        if clock and not zone:
            raise IncidentError(
                f"{what}: «{text}» names an hour without its zone; write it as {day}T{clock}+03:00, or with Z for UTC"
            )
        offset = _zone(zone)
        begin = datetime.fromisoformat(f"{day}T{clock or '00:00'}").replace(tzinfo=offset).astimezone(UTC)
        lasts = timedelta(seconds=60 if clock.count(":") == 1 else 1) - timedelta(microseconds=1) if clock else _DAY
        return Span(begin, begin + lasts)
    except (ValueError, OverflowError) as error:
        raise IncidentError(
            f"{what}: «{text}» is no date or time; write 2022-07-18, 2022-07, 2022-07-18T10:30+03:00, or two with a"
            " slash between them as far as they are sure"
        ) from error


def _zone(zone: str | None) -> timezone:
    if not zone or zone in "Zz":
        return UTC
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    if hours > 14 or minutes > 59:
        raise ValueError(zone)
    return timezone((1 if zone[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))


def _vague(text: str) -> Span:
    try:
        read = UncertainDate.parse(text)
    except NotADate as error:
        raise ValueError(text) from error
    if read.approximate or read.uncertain:
        raise ValueError(f"{text}: about or perhaps is no bound")
    first, last = (datetime.combine(date.fromordinal(day), time(), UTC) for day in (read.first, read.last))
    return Span(first, last + _DAY)
