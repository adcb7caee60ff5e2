"""What the bureau does with faces. Each act is one transaction and one event; no event holds a vector or a score."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from django.db import connection

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.photographs.faces.models import FaceCalibration, FaceModel, FaceReading, KeptFace
from antigone.bureau.photographs.faces.values import CalibrationRefused, Indexed, ReadPhotograph, UnknownFace
from antigone.bureau.photographs.models import Photograph, Shows
from antigone.evidence.faces import Calibration, Seen
from antigone.imaging.faces import SURE, Box, Model

#: What a photograph must show for its one sure face to be taken as the record's person.
_OF_A_PERSON = (Shows.FACE, Shows.BODY)
#: Boxes that share so much of their area hold one face.
_SAME_PLACE = 0.5


@action
def keep_faces(read: Sequence[ReadPhotograph], model: Model, *, actor: Actor) -> Indexed:
    """Keep the faces that a model read in photographs; where one is sure and alone, it is the record's person.

    What a human said of a face that another model found at the same place holds on: nobody need look twice. A
    photograph that was withdrawn meanwhile, or that another process has read, is passed over.
    """
    kept = _model(model, actor)
    with connection.cursor() as cursor:
        # Two who read the same photographs keep what they read one after the other; nobody else waits for them.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('photographs_keep_faces'), %s)", [kept.pk])
        cursor.execute("SELECT photographs_hold(%s::bigint[])", [[one.photograph for one in read]])
        held = [number for (number,) in cursor.fetchall()]
    standing = dict(
        Photograph.objects.filter(pk__in=held).exclude(face_readings__model=kept).values_list("pk", "shows")
    )
    said = _said_before(list(standing), kept)
    faces: list[KeptFace] = []
    waiting = unreadable = photographs = 0
    for one in read:
        if one.photograph not in standing:
            continue
        photographs += 1
        FaceReading.objects.create(photograph_id=one.photograph, model=kept, faces=len(one.faces or ()))
        if one.faces is None:
            unreadable += 1
            continue
        its = _rows(one, kept, of_a_person=standing[one.photograph] in _OF_A_PERSON)
        _hold_on(its, said.get(one.photograph, []))
        waiting += bool(its) and not any(face.chosen for face in its)
        faces += its
    KeptFace.objects.bulk_create(faces, batch_size=500)
    record_event(
        "photographs.keep_faces",
        actor=actor,
        subject=Subject("face model", model.key),
        detail={
            "licence": model.licence,
            "photographs": photographs,
            "faces": len(faces),
            "unreadable": unreadable,
        },
    )
    return Indexed(photographs, len(faces), waiting, unreadable)


@action
def choose_face(photograph: UUID, model: str, number: int, *, seen: Seen | None = None, actor: Actor) -> None:
    """A human says which face of a photograph is the record's person; the others are not.

    Args:
        model: key of the model whose faces are shown.
        number: of the face, as it is kept.
        seen: how the face is seen where the human knows better, such as `Seen.HIDDEN` under a bandage.

    Raises:
        UnknownFace: there is no such face.
    """
    faces = KeptFace.objects.filter(photograph__public_id=photograph, photograph__withdrawn_on=None, model__key=model)
    its = list(faces.select_for_update(of=("self",)).order_by("number"))
    if number not in [face.number for face in its]:
        raise UnknownFace("there is no such face in the photograph; it may have been withdrawn")
    # The one that was chosen gives way first: the database knows one at most.
    for face in sorted(its, key=lambda one: one.number == number):
        face.chosen, face.chosen_by = face.number == number, actor.name
        if face.chosen and seen is not None:
            face.seen = seen.value
        face.save(update_fields=["chosen", "chosen_by", "seen"])
    record_event(
        "photographs.choose_face",
        actor=actor,
        subject=Subject("photograph", str(photograph)),
        detail={"model": model, "number": number, "seen": "" if seen is None else seen.value},
    )


@action
def choose_nobody(photograph: UUID, model: str, *, actor: Actor) -> None:
    """A human says that none of a photograph's faces is the record's person.

    Raises:
        UnknownFace: there is no face in the photograph, or it was withdrawn.
    """
    faces = KeptFace.objects.filter(photograph__public_id=photograph, photograph__withdrawn_on=None, model__key=model)
    its = list(faces.select_for_update(of=("self",)).order_by("number"))
    if not its:
        raise UnknownFace("there is no such face in the photograph; it may have been withdrawn")
    for face in its:
        face.chosen, face.chosen_by = False, actor.name
        face.save(update_fields=["chosen", "chosen_by"])
    record_event(
        "photographs.choose_nobody",
        actor=actor,
        subject=Subject("photograph", str(photograph)),
        detail={"model": model, "faces": len(its)},
    )


@action
def keep_calibration(calibration: Calibration, *, actor: Actor) -> int:
    """Put a calibration in force for its model; those before it stay.

    Returns:
        its number.

    Raises:
        CalibrationRefused: no face was indexed by its model.
    """
    model = FaceModel.objects.filter(key=calibration.model).first()
    if model is None:
        raise CalibrationRefused(
            f"no face was indexed by {calibration.model}; run «antigone photos reindex» with it first"
        )
    kept = FaceCalibration.objects.create(
        model=model,
        set_name=calibration.set_name,
        people=calibration.people,
        document=calibration.to_json(),
        kept_by=actor.name,
    )
    record_event(
        "photographs.keep_face_calibration",
        actor=actor,
        subject=Subject("face model", calibration.model),
        detail={
            "calibration": kept.pk,
            "set": calibration.set_name,
            "people": calibration.people,
            "strangers": calibration.strangers.value,
            "qualities": sorted(seen.value for seen in calibration.fits),
        },
    )
    return kept.pk


def _model(model: Model, actor: Actor) -> FaceModel:
    kept, _ = FaceModel.objects.get_or_create(
        key=model.key,
        defaults={"licence": model.licence, "dimension": model.dimension, "declared_by": actor.name},
    )
    return kept


def _said_before(photographs: list[int], model: FaceModel) -> dict[int, list[KeptFace]]:
    """Faces of other models of which a human said whose they are, by photograph, those of the newest model first."""
    found: dict[int, list[KeptFace]] = {}
    others = KeptFace.objects.filter(photograph__in=photographs).exclude(model=model).exclude(chosen_by="")
    for face in others.order_by("-model_id", "number"):
        found.setdefault(face.photograph_id, []).append(face)
    return found


def _hold_on(faces: list[KeptFace], said: list[KeptFace]) -> None:
    """Take over what was said of faces at the same place, by the newest model that somebody answered."""
    newest = [one for one in said if one.model_id == said[0].model_id]
    # The one that was chosen comes last, so that it is taken over whatever else lies there.
    for before in sorted(newest, key=lambda one: bool(one.chosen)):
        face = max(faces, key=lambda one: _box(one).overlap(_box(before)), default=None)
        if face is not None and _box(face).overlap(_box(before)) > _SAME_PLACE:
            face.chosen, face.chosen_by = before.chosen, before.chosen_by
            if before.seen == Seen.HIDDEN:
                face.seen = before.seen


def _box(face: KeptFace) -> Box:
    return Box(face.x, face.y, face.width, face.height)


def _rows(one: ReadPhotograph, model: FaceModel, *, of_a_person: bool) -> list[KeptFace]:
    faces = one.faces or ()
    alone = of_a_person and len(faces) == 1 and faces[0].found.score >= SURE
    return [
        KeptFace(
            photograph_id=one.photograph,
            model=model,
            number=number,
            vector=face.vector.astype(np.float16).tobytes(),
            x=face.found.box.left / one.width,
            y=face.found.box.top / one.height,
            width=face.found.box.width / one.width,
            height=face.found.box.height / one.height,
            quarter_turns=face.found.quarter_turns,
            size=face.quality.size,
            sharpness=face.quality.sharpness,
            contrast=face.quality.contrast,
            brightness=face.quality.brightness,
            score=face.quality.score,
            seen=face.seen.value,
            chosen=True if alone else None,
        )
        for number, face in enumerate(faces, start=1)
    ]
