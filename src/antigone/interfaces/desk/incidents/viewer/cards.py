"""What a page tells of one picture: which, when, how fine, where north is, how long a stretch looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404

from antigone.bureau.incidents.alignment.actions import copy_size, metres_of
from antigone.bureau.incidents.models import Copy, Incident, Mask, Picture, Reading, Sensitivity
from antigone.interfaces.desk.pages import StaffRequest

_LIFTED = "footage_lifted"


@dataclass(frozen=True, slots=True)
class Scale:
    """A bar of `metres`, `across` of `of` pixels wide."""

    metres: int
    across: float
    of: int


@dataclass(frozen=True, slots=True)
class Card:
    """One picture for a page; `taken` is an interval in words, empty where nobody knows."""

    picture: Picture
    width: int
    height: int
    first: str
    last: str
    metres: float | None
    north_up: bool
    scale: Scale | None
    covered: bool
    masks: int
    remark: str

    @property
    def id(self) -> UUID:
        """Its random number."""
        return self.picture.public_id


def incident_of(public_id: UUID) -> Incident:
    """The case, or the page that there is none."""
    found = Incident.objects.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def picture_of(incident: Incident, public_id: UUID) -> Picture:
    """A picture of this case that has a working copy, or the page that there is none."""
    rows = Picture.objects.select_related("item", "incident").filter(incident=incident, copies__purpose="large")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def pictures_of(incident: Incident) -> list[Picture]:
    """All that can be looked at, as they came."""
    rows = Picture.objects.select_related("item", "incident").filter(incident=incident, copies__purpose="large")
    return list(rows.order_by("number"))


def card_of(request: StaffRequest, picture: Picture) -> Card:
    """The card of a picture for this reader."""
    width, height = copy_size(picture)
    metres = metres_of(picture)
    reading = Reading.objects.filter(item=picture.item).first()
    return Card(
        picture,
        width,
        height,
        _moment(picture.taken_from),
        _moment(picture.taken_to),
        round(metres, 3) if metres else None,
        bool(reading and reading.north_up),
        _scale(metres, width),
        covered(request, picture),
        Mask.objects.filter(picture=picture, removed_by="").count(),
        reading.remark if reading else "",
    )


def covered(request: StaffRequest, picture: Picture) -> bool:
    """Whether the picture lies under a cover that this reader has not lifted."""
    hidden = picture.item.sensitivity != Sensitivity.ORDINARY
    return hidden and str(picture.public_id) not in request.session.get(_LIFTED, [])


def note_lifted(request: StaffRequest, picture: Picture) -> None:
    """For the rest of this session the reader sees the picture."""
    request.session[_LIFTED] = [*request.session.get(_LIFTED, [])[-200:], str(picture.public_id)]


def has_clear(picture: Picture) -> bool:
    """Whether two people have decided that its faces are seen, and a copy of that kind was made."""
    return Copy.objects.filter(picture=picture, purpose="clear").exists()


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC") if at else ""


def _scale(metres: float | None, width: int) -> Scale | None:
    if not metres:
        return None
    most = metres * width / 4
    steps = [step * 10**power for power in range(6) for step in (1, 2, 5)]
    fitting = [step for step in steps if step <= most]
    return Scale(fitting[-1], round(fitting[-1] / metres, 1), width) if fitting else None
