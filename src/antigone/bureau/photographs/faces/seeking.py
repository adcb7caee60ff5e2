"""Somebody on the staff seeks a person by pictures: what is found, and one event that says who sought and not whom."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.photographs.faces.searching import search_faces
from antigone.bureau.photographs.faces.values import FaceSearch, Rights
from antigone.bureau.photographs.sealing import sealed_digest
from antigone.evidence.faces import Seen
from antigone.imaging.faces import Face, Model


@action
def seek_face(
    faces: Sequence[Face],
    model: Model,
    *,
    pictures: Sequence[str],
    rights: Rights | None = None,
    limit: int = 10,
    seen: Seen | None = None,
    actor: Actor,
) -> FaceSearch:
    """`search_faces`, written down: who sought, in how many records, and seals of the pictures' digests.

    By a seal the bureau can tell whether a picture that it has was sought; nobody else can, and no picture is kept.

    Args:
        pictures: `imaging.decoding.Picture.pixels_sha256` of each picture that a face comes from.
        faces, model, rights, limit, seen: see `search_faces`.

    Raises:
        antigone.evidence.faces.NotCalibrated, UnknownModel: see `search_faces`; nothing was sought then.
    """
    found = search_faces(faces, model, rights=rights, limit=limit, seen=seen)
    seals = [sealed_digest(one, settings.STAFF_KEYS.photographs) for one in pictures]
    record_event(
        "photographs.seek_face",
        actor=actor,
        subject=Subject("sealed picture", seals[0]),
        detail={"model": model.key, "pictures": list[str](seals), "compared": found.searched, "found": len(found.hits)},
    )
    return found
