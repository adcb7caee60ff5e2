"""Every photograph that a model has not read yet is read; where it stopped it goes on."""

from __future__ import annotations

from collections.abc import Callable

from antigone.bureau.ledger import Actor
from antigone.bureau.photographs.faces.actions import keep_faces
from antigone.bureau.photographs.faces.models import FaceReading
from antigone.bureau.photographs.faces.values import Indexed, ReadPhotograph
from antigone.bureau.photographs.models import Photograph, Purpose
from antigone.bureau.photographs.queries import content_of
from antigone.bureau.photographs.values import SealBroken, UnknownPhotograph
from antigone.imaging.decoding import PictureRefused, decoded
from antigone.imaging.faces import FaceReader

#: Photographs of one transaction: a minute's work at most is done twice after a power cut.
_AT_ONCE = 32


def unread(model: str) -> int:
    """How many photographs the model with this key has not read."""
    return Photograph.objects.filter(withdrawn_on=None).exclude(face_readings__model__key=model).count()


def reindex(
    reader: FaceReader,
    *,
    actor: Actor,
    progress: Callable[[int], None] = lambda done: None,
    stop: Callable[[], bool] = lambda: False,
) -> Indexed:
    """Read all photographs that this model has not read; may be stopped and called again.

    Args:
        progress: told how many are done.
        stop: asked before each batch.
    """
    done, after, key = Indexed(), 0, reader.model.key
    while not stop():
        batch = list(
            Photograph.objects.filter(withdrawn_on=None, pk__gt=after)
            .exclude(face_readings__in=FaceReading.objects.filter(model__key=key))
            .order_by("pk")[:_AT_ONCE]
        )
        if not batch:
            break
        after = batch[-1].pk
        done += keep_faces([_read(one, reader) for one in batch], reader.model, actor=actor)
        progress(done.photographs)
    return done


def _read(photograph: Photograph, reader: FaceReader) -> ReadPhotograph:
    try:
        pixels = decoded(content_of(photograph.public_id, Purpose.LARGE)).pixels
    except (PictureRefused, SealBroken, UnknownPhotograph):
        return ReadPhotograph(photograph.pk, 1, 1, None)
    height, width = pixels.shape[:2]
    return ReadPhotograph(photograph.pk, width, height, reader.faces(pixels))
