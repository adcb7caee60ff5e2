"""What a camera's clock tells: an interval, as wide as what nobody knows about the clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

# The clocks of the earth stand between these many hours of UTC (UTC-12 to UTC+14).
_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)
_SECOND: Final = timedelta(seconds=1)


class ClocksDisagree(ValueError):
    """Moments that two cameras share do not fit one difference of their clocks."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Closed, of UTC; and why it is as wide as it is."""

    earliest: datetime
    latest: datetime
    because: str


def when(said: str, *, zone: timedelta | None = None, wrong_by: tuple[timedelta, timedelta] | None = None) -> Interval:
    """When a picture was taken, by what its camera's clock said.

    Args:
        said: ``2022-07-18T10:30:00`` as the clock showed it, or with an offset behind it.
        zone: how far the clock's zone is ahead of UTC, where somebody knows it; what stands in `said` comes first.
        wrong_by: how far the clock was ahead of the true time, at least and at most, where somebody measured it.

    Raises:
        ValueError: it is no moment, or the measure runs backwards.
    """
    clock = datetime.fromisoformat(said)
    slow, fast = wrong_by or (timedelta(0), timedelta(0))
    if slow > fast:
        raise ValueError("the clock's error is given as at least and at most, in this order")
    checked = "" if wrong_by else "; nobody has checked the clock"
    zone = clock.utcoffset() if clock.utcoffset() is not None else zone
    clock = clock.replace(tzinfo=UTC)
    if zone is None:
        because = f"the camera's clock said {said} without a time zone, which leaves 26 hours open{checked}"
        return Interval(clock - _EAST - fast, clock - _WEST - slow + _SECOND, because)
    return Interval(
        clock - zone - fast, clock - zone - slow + _SECOND, f"the camera's clock said {said}, {_named(zone)}{checked}"
    )


def offset_between(
    moments: Sequence[tuple[datetime, datetime]], *, within: timedelta = _SECOND
) -> tuple[timedelta, timedelta]:
    """How far the second of two cameras' clocks is ahead of the first, at least and at most.

    Args:
        moments: what both clocks said at moments that both cameras show (a flash, a shot, a step); at least one.
        within: how exactly such a moment is told in each of the two.

    Raises:
        ClocksDisagree: no one difference fits all of them; the sentence says by how much they differ.
    """
    if not moments:
        raise ClocksDisagree("two clocks are compared by moments that both cameras show; name one at least")
    differences = [second - first for first, second in moments]
    least, most = max(differences) - 2 * within, min(differences) + 2 * within
    if least > most:
        raise ClocksDisagree(
            f"the moments do not fit one difference of the two clocks: by one the second is {_told(max(differences))}"
            f" ahead, by another {_told(min(differences))}; a clock was set in between, or a moment is another one"
        )
    return least, most


def _named(zone: timedelta) -> str:
    minutes = int(zone.total_seconds() // 60)
    return f"UTC{'+' if minutes >= 0 else '-'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _told(span: timedelta) -> str:
    seconds = int(abs(span.total_seconds()))
    sign = "-" if span < timedelta(0) else ""
    return f"{sign}{seconds // 3600} h {seconds // 60 % 60} min {seconds % 60} s"
