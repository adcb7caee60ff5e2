"""One person's count in one picture, and what two of them say together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from antigone.bureau.incidents.acts import incident_coded, refusals
from antigone.bureau.incidents.counts.agreeing import Mark, PictureAgreement, compared, intraclass
from antigone.bureau.incidents.models import Count, Counted, Incident, Picture
from antigone.bureau.incidents.seeing.actions import picture_numbered
from antigone.bureau.incidents.values import IncidentError
from antigone.bureau.ledger import Actor, Subject, action, record_event

_MOST_MARKS: Final = 10_000


@dataclass(frozen=True, slots=True)
class TwoCounts:
    """What two people counted in one picture, each before the other's count was shown to him.

    Attributes:
        picture: its number; `label`, `taken` and its interval as the case has them.
        one, other: names, in the order in which they counted.
        agreement: low, high and marks that lie together.
    """

    picture: int
    label: str
    taken: str
    taken_from: datetime | None
    taken_to: datetime | None
    one: str
    other: str
    agreement: PictureAgreement


@dataclass(frozen=True, slots=True)
class Series:
    """Counts of one thing over the pictures of a case that two people have counted, the earliest first.

    `correlation` is ICC(2,1) over at least three pictures counted by the same two; None otherwise.
    """

    what: str
    counts: tuple[TwoCounts, ...]
    correlation: float | None


@action
def count_in(code: str, number: int, what: str, marks: Sequence[Mark], *, note: str = "", actor: Actor) -> UUID:
    """Keep one's own count: a mark for each thing, in shares of the picture's width and height. Gives its public id.

    A later count of the same person takes the place of the earlier, which stays written and stays the blind one.

    Raises:
        UnknownThing: no such case or picture.
        IncidentError: a mark lies outside, there are too many, or the word is none that is known.
    """
    incident = incident_coded(code)
    picture = picture_numbered(incident, number)
    if len(marks) > _MOST_MARKS or not all(math.isfinite(v) and 0 <= v <= 1 for mark in marks for v in mark):
        raise IncidentError(f"marks lie within the picture, and there are {_MOST_MARKS:,} at most")
    if what not in Counted.values:
        raise IncidentError(f"counted are {', '.join(Counted.values)}; people are not counted or followed")
    with refusals():
        made = Count.objects.create(
            public_id=uuid4(),
            picture=picture,
            what=what,
            marks=[[round(x, 5), round(y, 5)] for x, y in marks],
            total=len(marks),
            note=note.strip(),
            counted_by=actor.name,
        )
    record_event(
        "incidents.count_in",
        actor=actor,
        subject=Subject("incident", incident.code),
        detail={"picture": number, "what": what, "total": len(marks)},
    )
    return made.public_id


def own_count(picture: Picture, what: str, reader: str) -> Count | None:
    """The newest count of this person."""
    return Count.objects.filter(picture=picture, what=what, counted_by=reader).order_by("-pk").first()


def counts_shown(picture: Picture, what: str, reader: str) -> list[Count]:
    """The newest counts of everybody, for a reader who has counted himself; for anybody else none of them."""
    if own_count(picture, what, reader) is None:
        return []
    newest = Count.objects.filter(picture=picture, what=what).order_by("counted_by", "-pk").distinct("counted_by")
    return list(newest)


def both_counted(picture: Picture, what: str) -> TwoCounts | None:
    """The first two blind counts of a picture by two people; None until there are two."""
    blind = list(Count.objects.filter(picture=picture, what=what, blind=True).order_by("pk")[:2])
    if len(blind) < 2:
        return None
    one, other = blind
    return TwoCounts(
        picture.number,
        picture.label,
        picture.taken,
        picture.taken_from,
        picture.taken_to,
        one.counted_by,
        other.counted_by,
        compared(_marks(one), _marks(other)),
    )


def series(code: str, what: str) -> Series:
    """All pictures of a case in which two people have counted this.

    Raises:
        UnknownThing: there is no such case.
    """
    incident: Incident = incident_coded(code)
    pictures = Picture.objects.filter(incident=incident, counts__what=what).distinct()
    found = [counted for picture in pictures if (counted := both_counted(picture, what)) is not None]
    found.sort(key=lambda each: (each.taken_from is None, each.taken_from or each.taken_to, each.picture))
    pairs = {}
    for each in found:
        picture = Picture.objects.get(incident=incident, number=each.picture)
        blind = Count.objects.filter(picture=picture, what=what, blind=True).order_by("pk")[:2]
        pairs[each.picture] = dict(blind.values_list("counted_by", "total"))
    people = {frozenset(pair) for pair in pairs.values()}
    rows = (
        [(pair[one], pair[other]) for pair in pairs.values() for one, other in [sorted(pair)]]
        if len(people) == 1
        else []
    )
    return Series(what, tuple(found), intraclass(rows))


def _marks(count: Count) -> list[Mark]:
    return [(float(x), float(y)) for x, y in count.marks]
