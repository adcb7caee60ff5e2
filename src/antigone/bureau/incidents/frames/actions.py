"""What was seen in a file is kept: pictures, working copies, fingerprints; and what it resembles is written down."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings

from antigone.bureau.incidents.actions import item_numbered
from antigone.bureau.incidents.acts import OWN_TOOL, incident_coded, refusals, write_custody
from antigone.bureau.incidents.frames.looking import TOOL, Look, Looked, file_content, looked_at, pixels_at
from antigone.bureau.incidents.models import (
    CopyPurpose,
    FrameFingerprint,
    Incident,
    Item,
    Picture,
    Reading,
    Sensitivity,
    Verb,
)
from antigone.bureau.incidents.sameness.finding import Found, find_same
from antigone.bureau.incidents.seeing.actions import keep_picture, picture_numbered
from antigone.bureau.incidents.seeing.copies import keep_copy
from antigone.bureau.incidents.values import IncidentError, NotAFile, Overhead, PictureDraft
from antigone.bureau.ledger import JSON, Actor, Subject, action, record_event
from antigone.bureau.photographs.sealing import encrypted
from antigone.imaging.derivatives import encoded
from antigone.imaging.footage import same


@dataclass(frozen=True, slots=True)
class WasRead:
    """What came of reading a file of a case: numbers of its pictures, and what else of the bureau it resembles."""

    pictures: tuple[int, ...]
    shots: int
    says: tuple[str, ...]
    remark: str
    same: tuple[Found, ...]


def read_file(code: str, number: int, named: str, *, actor: Actor) -> WasRead:
    """Decode a file of a case, keep what there is to look at, and look for it among all media of the bureau.

    Args:
        number: of the item, whose SHA-256 the file has to have: the bureau's own copy is sealed, so the file is read
            from where it came.

    Raises:
        UnknownThing: there is no such case.
        NotAFile: another file, or none.
        IncidentError: it was read already, or the item is not held.
        SandboxUnavailable: there is no sandbox; nothing was read.
    """
    incident = incident_coded(code)
    item = item_numbered(incident, number)
    if not item.held:
        raise IncidentError(f"item {number} is described and not held; add its file first")
    if Reading.objects.filter(item=item).exists():
        raise IncidentError(f"item {number} of {incident.code} was read already; its pictures are at the desk")
    looked = looked_at(named)
    pictures = keep_looked(incident.code, number, looked, actor=actor)
    return WasRead(
        pictures, len(looked.shots), looked.says, looked.remark, find_same(incident.code, number, actor=actor)
    )


@action
def keep_looked(code: str, number: int, looked: Looked, *, actor: Actor) -> tuple[int, ...]:
    """The rows of what was seen in a file, all or none; gives the numbers of its pictures.

    Raises:
        UnknownThing: there is no such case.
        NotAFile: what was looked at is another file.
        IncidentError: see `read_file`.
    """
    incident = incident_coded(code, locked=True)
    item = item_numbered(incident, number)
    if looked.sha256 != item.sha256:
        raise NotAFile(f"this is another file than item {number} of {incident.code}: its SHA-256 differs")
    with refusals():
        Reading.objects.create(
            item=item,
            width=looked.width,
            height=looked.height,
            north_up=looked.north_up,
            shots=[list(shot) for shot in looked.shots],
            says=list(looked.says),
            credentials=looked.credentials,
            remark=looked.remark,
            read_by=actor.name,
        )
    numbers = tuple(_kept(incident, item, one, looked, actor) for one in looked.pictures)
    FrameFingerprint.objects.bulk_create(_fingerprint(item, at_ms, one) for at_ms, one in looked.prints)
    record_event(
        "incidents.read_file",
        actor=actor,
        subject=Subject("incident", incident.code),
        detail={"item": number, "pictures": len(numbers), "remark": looked.remark, "credentials": looked.credentials},
    )
    return numbers


@action
def keep_clear(code: str, number: int, named: str, *, actor: Actor) -> None:
    """A copy of a picture with its faces, after two people have decided so; the database refuses it otherwise.

    Args:
        number: of the picture.
        named: the file, from where it came.

    Raises:
        UnknownThing: no such case or picture.
        NotAFile: another file than the picture's.
        IncidentError: two have not decided it.
    """
    incident = incident_coded(code, locked=True)
    picture = picture_numbered(incident, number)
    content, media_type = file_content(named)
    if hashlib.sha256(content).hexdigest() != picture.item.sha256:
        raise NotAFile(f"this is another file than that of picture {number} of {incident.code}: its SHA-256 differs")
    frame = getattr(picture, "frame", None)
    pixels, _ = pixels_at(content, media_type, frame.at_ms if frame else None)
    large = encoded(pixels)
    keep_copy(
        incident,
        picture,
        CopyPurpose.CLEAR,
        large.content,
        size=(large.width, large.height),
        faces=0,
        blurred=False,
        tool=OWN_TOOL,
        by=actor.name,
    )
    record_event(
        "incidents.keep_clear",
        actor=actor,
        subject=Subject("incident", incident.code),
        detail={"picture": number},
    )


def _kept(incident: Incident, item: Item, one: Look, looked: Looked, actor: Actor) -> int:
    label = item.title if one.at_ms is None else f"{item.title[:170]}, {_clock(one.at_ms)}"
    draft = PictureDraft(
        label,
        gsd=looked.metres,
        at_ms=one.at_ms,
        pixels_sha256=one.pixels_sha256,
        overhead=Overhead() if looked.metres is not None else None,
    )
    picture: Picture = keep_picture(incident, item, draft, actor=actor)
    copies = [(CopyPurpose.LARGE, one.large), (CopyPurpose.SMALL, one.small)]
    if item.sensitivity != Sensitivity.ORDINARY:
        copies.append((CopyPurpose.COVER, one.cover))
    for purpose, copy in copies:
        keep_copy(
            incident,
            picture,
            purpose,
            copy.content,
            size=(copy.width, copy.height),
            faces=one.faces,
            tool=TOOL,
            by=actor.name,
        )
    return picture.number


def _fingerprint(item: Item, at_ms: int, one: same.Fingerprint) -> FrameFingerprint:
    name = uuid4()
    return FrameFingerprint(
        public_id=name,
        item=item,
        at_ms=at_ms,
        method=same.METHOD,
        words=one.words.astype("<u4").tobytes(),
        content=encrypted(same.packed(one), settings.STAFF_KEYS.photographs, name, "incident fingerprint"),
    )


def _clock(at_ms: int) -> str:
    minutes, rest = divmod(at_ms, 60_000)
    return f"{minutes}:{rest / 1000:04.1f}"


@action
def lift_cover(code: str, number: int, *, because: str, actor: Actor) -> None:
    """That somebody looks at a picture that lies under a cover; custody keeps who, and why.

    Raises:
        UnknownThing: no such case or picture.
        IncidentError: no reason is said.
    """
    incident = incident_coded(code, locked=True)
    picture = picture_numbered(incident, number)
    if len(because.strip()) < 5:
        raise IncidentError("say in a few words why the picture has to be seen")
    detail: dict[str, JSON] = {"picture": number, "because": because.strip()[:300]}
    write_custody(incident, Verb.LOOKED, by=actor.name, item=picture.item, detail=detail)
    record_event("incidents.lift_cover", actor=actor, subject=Subject("incident", incident.code), detail=detail)
