"""Reads of the register of incidents, as plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from antigone.bureau.incidents.models import Decision, Incident, Link, Observation
from antigone.bureau.incidents.values import UnknownThing


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list."""

    public_id: UUID
    code: str
    title: str
    place: str
    happened: str
    opened_at: datetime
    items: int
    findings: int

    def as_json(self) -> dict[str, Any]:
        """For a command's document."""
        return asdict(self)


def cases() -> list[CaseLine]:
    """All cases, the newest first."""
    rows = Incident.objects.annotate(
        files=Count("items", distinct=True), concluded=Count("findings", distinct=True)
    ).order_by("-pk")
    return [
        CaseLine(one.public_id, one.code, one.title, one.place, one.happened, one.opened_at, one.files, one.concluded)
        for one in rows
    ]


@dataclass(frozen=True, slots=True)
class SeenIn:
    """That somebody of the registry is tied to an incident."""

    incident: UUID
    code: str
    title: str
    meaning: str
    because: str


def incidents_of(record: UUID) -> list[SeenIn]:
    """The incidents that a record is tied to; for the desk alone."""
    rows = Link.objects.filter(record__public_id=record, undone_by="").select_related("incident").order_by("pk")
    return [
        SeenIn(one.incident.public_id, one.incident.code, one.incident.title, one.meaning, one.because) for one in rows
    ]


@dataclass(frozen=True, slots=True)
class TieLine:
    """A tie of an incident that stands. `record` is a record's public id; `of` names a part or a claim."""

    public_id: UUID
    target: str
    record: UUID | None
    of: str
    meaning: str
    because: str
    made_by: str


def links_of(code: str) -> list[TieLine]:
    """Whom and what an incident bears on; for the desk alone."""
    rows = Link.objects.filter(incident__code=code, undone_by="").select_related("record").order_by("pk")
    return [
        TieLine(
            one.public_id,
            one.target,
            one.record.public_id if one.record else None,
            one.part or one.claim,
            one.meaning,
            one.because,
            one.made_by,
        )
        for one in rows
    ]


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """What two decide. `picture` is the picture's number, or None."""

    public_id: UUID
    what: str
    picture: int | None
    because: str
    proposed_by: str
    signed_by: str


def decisions_of(code: str) -> list[DecisionLine]:
    """Decisions that stand or wait for a second signature."""
    rows = Decision.objects.filter(incident__code=code, dropped_by="").select_related("picture").order_by("pk")
    return [
        DecisionLine(
            one.public_id,
            one.what,
            one.picture.number if one.picture else None,
            one.because,
            one.proposed_by,
            one.signed_by,
        )
        for one in rows
    ]


def spoken_of(code: str, observer: str) -> set[tuple[str, str]]:
    """Features and pictures of which this observer has said something himself, by public ids."""
    rows = Observation.objects.filter(picture__incident__code=code, observer=observer, reported=False).values_list(
        "feature__public_id", "picture__public_id"
    )
    return {(str(feature), str(picture)) for feature, picture in rows}


def code_of(public_id: UUID) -> str:
    """The code of a case.

    Raises:
        UnknownThing: there is none.
    """
    found = Incident.objects.filter(public_id=public_id).values_list("code", flat=True).first()
    if found is None:
        raise UnknownThing("there is no such case")
    return found
