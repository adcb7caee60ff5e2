"""Stock-taking: what somebody found in a place, beside what the register says; and how cold it was there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from antigone.bureau.ledger import Actor, action, record_event
from antigone.bureau.ledger import Subject as EventSubject
from antigone.bureau.remains.acts import now, place_coded, refusals
from antigone.bureau.remains.counting.queries import list_parts, listed_now
from antigone.bureau.remains.models import Stocktake, Temperature
from antigone.bureau.remains.values import Differences, ListedPart, RemainsError


@action
def take_stock(place: str, seen: Sequence[str], *, at: datetime | None = None, actor: Actor) -> Differences:
    """Keep a count of what lies in a place and below it, with what differs from the register. It changes nothing else.

    Args:
        seen: numbers as they were scanned or typed, in any order; one may come twice.

    Raises:
        UnknownNumber: there is no such place.
        RemainsError: nothing was seen at all, or a number is longer than any can be.
    """
    where = place_coded(place)
    numbers = [number.strip().upper() for number in seen if number.strip()]
    if any(len(number) > 40 for number in numbers):
        raise RemainsError(
            "a number has at most 40 characters; scan or type one on each line", "remains_number_readable"
        )
    moment = at or now()
    expected = {part.number for part in list_parts(where.code, moment)}
    found = set(numbers)
    others = {part.number: _where(part) for part in listed_now(sorted(found - expected))}
    differences = Differences(
        counted=len(found),
        expected=len(expected),
        missing=tuple(sorted(expected - found)),
        elsewhere=dict(sorted(others.items())),
        unknown=tuple(sorted(found - expected - set(others))),
        twice=tuple(sorted(number for number, times in Counter(numbers).items() if times > 1)),
    )
    with refusals():
        Stocktake.objects.create(
            place=where,
            at=moment,
            by=actor.name,
            seen=sorted(found),
            expected=len(expected),
            differences=asdict(differences),
        )
    record_event(
        "remains.take_stock",
        actor=actor,
        subject=EventSubject("place", where.code),
        detail={
            "counted": len(found),
            "expected": len(expected),
            "missing": len(differences.missing),
            "elsewhere": len(differences.elsewhere),
            "unknown": len(differences.unknown),
        },
    )
    return differences


@action
def note_temperature(place: str, celsius: Decimal, *, at: datetime | None = None, actor: Actor) -> None:
    """Keep a reading of the thermometer in a place, in degrees Celsius.

    Raises:
        UnknownNumber: there is no such place.
        RemainsError: it is no temperature of such a place, or the moment is still to come.
    """
    where = place_coded(place)
    moment = at or now()
    if moment > now():
        raise RemainsError("that time is still to come; write down what was read", "remains_not_in_future")
    if not -80 <= celsius <= 60:
        raise RemainsError("a temperature lies between -80 and 60 degrees Celsius", "remains_temperature_can_be")
    with refusals():
        Temperature.objects.create(place=where, at=moment, celsius=celsius, by=actor.name)
    record_event(
        "remains.note_temperature",
        actor=actor,
        subject=EventSubject("place", where.code),
        detail={"celsius": str(celsius), "at": moment.isoformat()},
    )


def _where(part: ListedPart) -> str:
    return part.place or (f"{part.holder}: {part.party}" if part.party else part.holder)
