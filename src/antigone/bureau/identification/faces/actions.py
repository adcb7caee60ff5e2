"""Faces become a line of evidence on the match queue, and nothing else: no identification rests on them.

Only faces that were chosen as their record's person speak. A pair enters where its face weighs enough for a human to
look; a pair that other evidence proposed gets what its faces say, also where they speak against it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from antigone.bureau.identification.values import IdentificationError
from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.matching import outside
from antigone.bureau.matching.models import LIVE, Match
from antigone.bureau.matching.outside import Outside
from antigone.bureau.photographs.faces.calibrating import calibration_in_force, model_by_key
from antigone.bureau.photographs.faces.index import Rows, index_of
from antigone.bureau.photographs.faces.models import FaceModel
from antigone.evidence.faces import LINE, Calibration, Seen, weigh

#: From this log10 LR on faces alone bring two records before a human: hardly any stranger reaches it (docs/faces.md).
FLOOR = 2.0
#: At most so many records for one face, the most alike.
_MATES = 20
_SEEN = ("good", "degraded", "hidden")


class NoFaceCalibration(IdentificationError):
    """Faces are not calibrated, so they weigh nothing."""


@dataclass(frozen=True, slots=True)
class FacesTold:
    """What came of it: records whose face speaks, pairs that it speaks of, and weights that changed."""

    records: int
    pairs: int
    changed: int


@action
def tell_faces(
    model: str,
    *,
    of: Collection[int] | None = None,
    actor: Actor,
    progress: Callable[[int], None] = lambda done: None,
) -> FacesTold:
    """Let the matching know what chosen faces say of pairs of records.

    Args:
        model: key of the model.
        of: only what concerns these records; None for all.
        progress: told how many records have been compared.

    Raises:
        NoFaceCalibration: no calibration of this model is in force.
        antigone.bureau.photographs.faces.values.UnknownModel: nothing was read by it.
    """
    return _told(model, of, actor, progress)


@action
def tell_due_faces(model: str, *, actor: Actor) -> FacesTold:
    """Let the matching know of records whose faces changed since it was told; see `tell_faces`.

    Raises:
        NoFaceCalibration, UnknownModel: see there; what is due stays so.
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM photographs_facedue RETURNING record")
        due = {record for (record,) in cursor.fetchall()}
    return _told(model, None if None in due else due, actor, lambda done: None)


def _told(model: str, of: Collection[int] | None, actor: Actor, progress: Callable[[int], None]) -> FacesTold:
    kept = model_by_key(model)
    calibration = calibration_in_force(kept)
    if calibration is None:
        raise NoFaceCalibration("faces are not calibrated here, so they weigh nothing; run «antigone photos calibrate»")
    with connection.cursor() as cursor:
        # Two who tell the line «face» at once would each take the other's for their own.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('identification_tell_faces'), 0)")
    said = list(_said(kept, calibration, of, progress))
    changed = outside.replace_line(LINE, said, of=of)
    rows, _ = index_of(kept).speakers()
    speaking = len(rows.record) if of is None else int(np.isin(rows.record, list(of)).sum())
    record_event(
        "identification.tell_faces",
        actor=actor,
        subject=Subject("face model", model),
        detail={
            "calibration": calibration.set_name,
            "people": calibration.people,
            "records": speaking,
            "pairs": len(said),
            "changed": changed,
        },
    )
    return FacesTold(speaking, len(said), changed)


def _said(
    model: FaceModel, calibration: Calibration, of: Collection[int] | None, progress: Callable[[int], None]
) -> Iterator[Outside]:
    index = index_of(model)
    rows, vectors = index.speakers()
    place = {record: at for at, record in enumerate(rows.record.tolist())}
    told: set[tuple[int, int]] = set()
    asked = [at for record, at in place.items() if of is None or record in set(of)]
    for done, at in enumerate(asked, start=1):
        record = int(rows.record[at])
        for mate in index.nearest(vectors[at], _MATES, without_record=record):
            pair = _pair(record, mate.record)
            if mate.chosen and mate.record in place and pair not in told:
                weight = _weight(rows, vectors, at, place[mate.record], calibration, model.key)
                if weight is not None and weight.log10_lr >= FLOOR:
                    told.add(pair)
                    yield weight
        progress(done)
    # What other evidence has proposed is told what faces say of it, for or against.
    for left, right in Match.objects.filter(state__in=LIVE).values_list("left_id", "right_id"):
        pair = _pair(left, right)
        if pair in told or left not in place or right not in place or not (of is None or {left, right} & set(of)):
            continue
        weight = _weight(rows, vectors, place[left], place[right], calibration, model.key)
        if weight is not None:
            told.add(pair)
            yield weight


def _pair(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _weight(
    rows: Rows,
    vectors: NDArray[np.float32],
    one: int,
    other: int,
    calibration: Calibration,
    model: str,
) -> Outside | None:
    """What two records' faces say; None where the calibration knows no faces seen so."""
    seen = Seen(_SEEN[max(int(rows.seen[one]), int(rows.seen[other]))])
    if seen not in calibration.fits:
        return None
    cosine = float(np.clip(vectors[one].astype(np.float64) @ vectors[other].astype(np.float64), -1.0, 1.0))
    weight = weigh(cosine, seen, calibration, model=model)
    return Outside((int(rows.record[one]), int(rows.record[other])), weight.against_stranger, weight.reason)
