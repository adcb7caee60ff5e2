"""Working copies of pictures: kept under the staff's key for photographs, with the tool that made them."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.conf import settings

from antigone.bureau.incidents.acts import refusals, write_custody
from antigone.bureau.incidents.models import Copy, Incident, Picture, Verb
from antigone.bureau.incidents.values import UnknownThing
from antigone.bureau.photographs.sealing import decrypted, encrypted


def keep_copy(
    incident: Incident,
    picture: Picture,
    purpose: str,
    jpeg: bytes,
    *,
    size: tuple[int, int],
    faces: int,
    blurred: bool = True,
    tool: str,
    by: str,
) -> None:
    """The rows of a working copy and its event of custody, for an action to write; the case has to be locked.

    Args:
        size: width and height in pixels.
        faces: how many were blurred in it.
        tool: name and version of what made it.

    Raises:
        IncidentError: faces are not blurred and two have not decided so.
    """
    digest = hashlib.sha256(jpeg).hexdigest()
    with refusals():
        Copy.objects.create(
            picture=picture,
            purpose=purpose,
            width=size[0],
            height=size[1],
            blurred=blurred,
            faces=faces,
            tool=tool,
            sha256=digest,
            content=encrypted(jpeg, settings.STAFF_KEYS.photographs, picture.public_id, f"incident {purpose}"),
        )
    write_custody(
        incident,
        Verb.DERIVED,
        by=by,
        item=picture.item,
        tool=tool,
        detail={"picture": picture.number, "purpose": purpose, "sha256": digest, "faces": faces, "blurred": blurred},
    )


def copy_of(picture: UUID, purpose: str) -> bytes:
    """A working copy as JPEG.

    Raises:
        UnknownThing: there is none of this purpose.
        SealBroken: see `photographs.sealing.decrypted`.
    """
    found = Copy.objects.filter(picture__public_id=picture, purpose=purpose).values_list("content", flat=True).first()
    if found is None:
        raise UnknownThing("there is no such working copy of the picture")
    return decrypted(bytes(found), settings.STAFF_KEYS.photographs, picture, f"incident {purpose}")
