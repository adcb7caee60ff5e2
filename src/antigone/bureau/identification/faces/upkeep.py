"""The worker reads the faces of new photographs and lets the match queue know what changed, by itself.

So a photograph that a family sent stands on the match queue without anybody's doing, once it is taken in, its face is
sure and alone or was chosen, and a calibration is in force. The family learns nothing of it.
"""

from __future__ import annotations

import threading

from django.db import connection

from antigone.bureau.identification.faces.actions import FacesTold, tell_due_faces
from antigone.bureau.ledger import Actor
from antigone.bureau.photographs.faces.calibrating import calibration_in_force
from antigone.bureau.photographs.faces.indexing import reindex, unread
from antigone.bureau.photographs.faces.models import FaceModel
from antigone.bureau.photographs.models import Photograph
from antigone.bureau.photographs.rounds import in_rounds
from antigone.imaging.faces import FaceReader, face_reader

WORKER = Actor("worker", "worker")


def look_after_faces(stop: threading.Event) -> None:
    """Read and tell what is new, until `stop` is set. The models are loaded once there are photographs."""
    readers: list[FaceReader] = []

    def read_and_tell() -> None:
        if not readers and Photograph.objects.filter(withdrawn_on=None).exists():
            readers.append(face_reader())
        for reader in readers:
            read_new_faces(reader, stop=stop, actor=WORKER)
            tell_new_faces(reader.model.key, actor=WORKER)

    in_rounds(stop, read_and_tell, what="faces in photographs")


def read_new_faces(reader: FaceReader, *, stop: threading.Event | None = None, actor: Actor) -> int:
    """Read photographs that the model has not read; how many there were."""
    if not unread(reader.model.key):
        return 0
    asked = stop or threading.Event()
    return reindex(reader, actor=actor, stop=asked.is_set).photographs


def tell_new_faces(model: str, *, actor: Actor) -> FacesTold | None:
    """Let the matching know of records whose faces changed; None where there is nothing to tell, or no calibration.

    What cannot be told for want of a calibration stays due, and is told when one comes.
    """
    kept = FaceModel.objects.filter(key=model).first()
    if kept is None or calibration_in_force(kept) is None or not _is_due():
        return None
    return tell_due_faces(model, actor=actor)


def _is_due() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM photographs_facedue)")
        return bool((cursor.fetchone() or (False,))[0])
