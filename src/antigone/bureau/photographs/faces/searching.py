"""Search by picture, for the staff alone: records whose faces are alike, weighed; no score goes to a family."""

from __future__ import annotations

from collections.abc import Sequence

from antigone.bureau.photographs.faces.calibrating import calibration_in_force, model_by_key
from antigone.bureau.photographs.faces.index import Mate, index_of
from antigone.bureau.photographs.faces.values import EVERYTHING, FaceHit, FaceSearch, Rights
from antigone.bureau.photographs.models import Photograph
from antigone.bureau.registry.models import Name
from antigone.evidence.faces import NotCalibrated, Seen, weigh
from antigone.imaging.faces import Face, Model, QualityClass, combined


def search_faces(
    faces: Sequence[Face], model: Model, *, rights: Rights | None = None, limit: int = 10, seen: Seen | None = None
) -> FaceSearch:
    """Records whose faces speak for the person in one or several pictures, the weightiest first.

    Args:
        faces: one of each picture of the person; several are combined to one direction.
        model: of their vectors.
        rights: whom the caller may be led to; None for all that the staff may.
        limit: how many records at most; those that speak against one person are never among them.
        seen: how the face sought is seen, where a human knows better than the measurements, such as under a bandage.

    Raises:
        antigone.evidence.faces.NotCalibrated: no calibration of this model is in force: no score is shown without one.
        UnknownModel: no photograph was read by this model.
    """
    kept = model_by_key(model.key)
    calibration = calibration_in_force(kept)
    if calibration is None:
        raise NotCalibrated("faces are not calibrated here, so no score is evidence; run «antigone photos calibrate»")
    index = index_of(kept)
    asked = seen or Seen(min((face.seen for face in faces), key=list(QualityClass).index).value)
    rights = rights or Rights()
    query = combined([face.vector for face in faces])
    # Strictly more than are shown: what was withdrawn since the index was read falls out at the end.
    mates = index.nearest(query, 2 * limit + 8, rights=None if rights == Rights(EVERYTHING) else rights)
    hits = []
    standing = _standing(mates, rights)
    for mate in mates:
        photograph = standing.get(mate.photograph)
        worse = Seen(QualityClass.worse(QualityClass(asked.value), QualityClass(mate.seen)).value)
        if photograph is None or worse not in calibration.fits:
            continue
        weight = weigh(min(mate.cosine, 1.0), worse, calibration, model=model.key)
        if weight.against_stranger > 0:
            record = photograph.record
            names = tuple(Name.objects.filter(record=record).order_by("pk").values_list("value", flat=True)[:3])
            hits.append(
                FaceHit(
                    record.public_id,
                    record.kind,
                    record.source.name,
                    names,
                    photograph.public_id,
                    mate.pictures,
                    mate.chosen,
                    weight,
                )
            )
    hits.sort(key=lambda hit: (-hit.weight.against_stranger, -hit.weight.cosine))
    return FaceSearch(
        tuple(hits[:limit]),
        model.key,
        kept.licence,
        len(index),
        calibration.set_name,
        calibration.people,
        calibration.fitted_on.isoformat(),
        calibration.strangers.value,
    )


def _standing(mates: Sequence[Mate], rights: Rights) -> dict[int, Photograph]:
    """The photographs that still stand and that the caller may be led to, as the database says now."""
    found = (
        Photograph.objects.select_related("record__source")
        .filter(
            pk__in=[mate.photograph for mate in mates],
            withdrawn_on=None,
            record__sensitivity="",
            sensitivity__in=list(rights.sensitivities),
        )
        .in_bulk()
    )
    return {pk: one for pk, one in found.items() if rights.kinds is None or one.record.kind in rights.kinds}
