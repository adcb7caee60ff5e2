"""Pictures, sites, features and observations. Each act is one transaction and one event of the ledger."""

from __future__ import annotations

from uuid import UUID, uuid4

from antigone.bureau.incidents.actions import item_numbered
from antigone.bureau.incidents.acts import incident_coded, next_number, refusals
from antigone.bureau.incidents.dates import Span, span_said
from antigone.bureau.incidents.models import (
    Feature,
    Frame,
    Image,
    Incident,
    Item,
    Observation,
    Picture,
    Site,
    StatedOrder,
)
from antigone.bureau.incidents.places import coarse
from antigone.bureau.incidents.values import IncidentError, PictureDraft, UnknownThing
from antigone.bureau.ledger import Actor, Subject, action, record_event


@action
def add_picture(code: str, item: int, draft: PictureDraft, *, actor: Actor) -> int:
    """One thing to look at in an item: the item itself, a frame of a video, an image from above. Gives its number.

    Raises:
        UnknownThing: there is no such case.
        TooYoung: it may have been taken less than 30 days ago.
        IncidentError: no such item, or what is said of the picture cannot be kept.
    """
    incident = incident_coded(code, locked=True)
    picture = keep_picture(incident, item_numbered(incident, item), draft, actor=actor)
    record_event(
        "incidents.add_picture",
        actor=actor,
        subject=Subject("incident", incident.code),
        detail={"picture": picture.number, "item": item, "taken": picture.taken},
    )
    return picture.number


def keep_picture(incident: Incident, item: Item, draft: PictureDraft, *, actor: Actor) -> Picture:
    """The rows of a picture, for an action to write; without a time of its own it has the item's."""
    span = span_said(draft.taken, "taken") if draft.taken.strip() else Span(item.recorded_from, item.recorded_to)
    with refusals():
        picture = Picture.objects.create(
            public_id=uuid4(),
            item=item,
            incident=incident,
            number=next_number(Picture, incident),
            label=draft.label.strip(),
            taken=draft.taken.strip() or item.recorded,
            taken_from=span.earliest,
            taken_to=span.latest,
            because=draft.because.strip(),
            gsd=draft.gsd,
            added_by=actor.name,
        )
        if draft.at_ms is not None:
            Frame.objects.create(picture=picture, at_ms=draft.at_ms, pixels_sha256=draft.pixels_sha256)
        if draft.overhead is not None:
            Image.objects.create(
                picture=picture,
                sensor=draft.overhead.sensor.strip(),
                off_nadir=draft.overhead.off_nadir,
                cloud=draft.overhead.cloud,
                georeference_error=draft.overhead.georeference_error,
            )
    return picture


@action
def time_picture(code: str, number: int, *, taken: str, because: str, gsd: float | None, actor: Actor) -> None:
    """Put right when a picture was taken, or what a pixel of it shows; the ledger keeps what stood there.

    Raises:
        UnknownThing: no such case or picture.
        IncidentError: the time is none, nobody says from what it is known, or the database refuses.
    """
    picture = picture_numbered(incident_coded(code, locked=True), number)
    if not because.strip():
        raise IncidentError("say from what the time or the pixel is known")
    span, before = span_said(taken, "taken"), {"taken": picture.taken, "gsd": picture.gsd, "because": picture.because}
    picture.taken, picture.taken_from, picture.taken_to = taken.strip(), span.earliest, span.latest
    picture.because, picture.gsd = because.strip(), gsd
    with refusals():
        picture.save(update_fields=["taken", "taken_from", "taken_to", "because", "gsd"])
    record_event(
        "incidents.time_picture",
        actor=actor,
        subject=Subject("incident", code.upper()),
        detail={"picture": number, "before": before, "taken": picture.taken, "gsd": gsd, "because": picture.because},
    )


@action
def state_order(code: str, earlier: int, later: int, *, said_by: str, actor: Actor) -> None:
    """Somebody states that one picture is not older than another, as «a later day» does.

    Raises:
        UnknownThing: no such case or picture.
        IncidentError: the order is stated already, or of one picture.
    """
    incident = incident_coded(code)
    with refusals():
        StatedOrder.objects.create(
            earlier=picture_numbered(incident, earlier),
            later=picture_numbered(incident, later),
            said_by=said_by.strip(),
            added_by=actor.name,
        )
    record_event(
        "incidents.state_order",
        actor=actor,
        subject=Subject("incident", incident.code),
        detail={"earlier": earlier, "later": later, "said_by": said_by.strip()},
    )


@action
def add_site(code: str, name: str, kind: str, *, near: tuple[float, float] | None = None, actor: Actor) -> UUID:
    """A place of the incident. Gives its public id.

    Args:
        near: latitude and longitude in degrees; only the middle of a cell of at least 1 km is kept of them.

    Raises:
        UnknownThing: there is no such case.
        IncidentError: the name is taken or names an exact spot, or there is no such place on earth.
    """
    incident = incident_coded(code)
    latitude, longitude = coarse(*near) if near else (None, None)
    with refusals():
        site = Site.objects.create(
            public_id=uuid4(),
            incident=incident,
            name=name.strip(),
            kind=kind,
            latitude=latitude,
            longitude=longitude,
            added_by=actor.name,
        )
    record_event(
        "incidents.add_site",
        actor=actor,
        subject=Subject("incident", incident.code),
        detail={"site": str(site.public_id), "name": site.name, "kind": kind},
    )
    return site.public_id


@action
def add_feature(
    site: UUID, name: str, kind: str, *, size: float | None = None, course: str = "free", actor: Actor
) -> UUID:
    """One thing that is or is not at a site. Gives its public id.

    Args:
        size: its smallest extent that has to be resolved, in metres; without it no absence counts.
        course: `stays`, `goes` or `free`.

    Raises:
        UnknownThing: there is no such site.
        IncidentError: the name is taken, or what is said of it cannot be kept.
    """
    there = Site.objects.select_related("incident").filter(public_id=site).first()
    if there is None:
        raise UnknownThing("there is no such site")
    with refusals():
        feature = Feature.objects.create(
            public_id=uuid4(),
            site=there,
            name=name.strip(),
            kind=kind,
            size=size,
            course=course,
            added_by=actor.name,
        )
    record_event(
        "incidents.add_feature",
        actor=actor,
        subject=Subject("incident", there.incident.code),
        detail={"feature": str(feature.public_id), "name": feature.name, "size": size, "course": course},
    )
    return feature.public_id


@action
def observe(
    feature: UUID,
    picture: UUID,
    state: str,
    *,
    confidence: str = "certain",
    note: str = "",
    reported_by: str = "",
    actor: Actor,
) -> UUID:
    """One word on one feature in one picture: the actor's own, or what a publisher says. Gives its public id.

    A later word of the same observer takes the place of the earlier, which stays written.

    Args:
        reported_by: who published that the picture shows this; the actor has not looked himself.

    Raises:
        UnknownThing: there is no such feature or picture.
        IncidentError: they are of two cases, or the words are none that are known.
    """
    what = Feature.objects.select_related("site__incident").filter(public_id=feature).first()
    where = Picture.objects.filter(public_id=picture).first()
    if what is None or where is None:
        raise UnknownThing("there is no such feature or picture")
    with refusals():
        made = Observation.objects.create(
            public_id=uuid4(),
            feature=what,
            picture=where,
            state=state,
            confidence=confidence,
            observer=reported_by.strip() or actor.name,
            reported=bool(reported_by.strip()),
            note=note.strip(),
            entered_by=actor.name,
        )
    record_event(
        "incidents.observe",
        actor=actor,
        subject=Subject("incident", what.site.incident.code),
        detail={
            "observation": str(made.public_id),
            "feature": str(feature),
            "picture": where.number,
            "state": state,
            "reported_by": reported_by.strip(),
        },
    )
    return made.public_id


def picture_numbered(incident: Incident, number: int) -> Picture:
    """The picture of this number.

    Raises:
        UnknownThing: the case has none.
    """
    found = Picture.objects.filter(incident=incident, number=number).first()
    if found is None:
        raise UnknownThing(f"case {incident.code} has no picture {number}")
    return found
