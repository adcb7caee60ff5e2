"""Before laid over after, and what must not be compared. Each act is one transaction and one event of the ledger."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

import numpy as np
from PIL import Image

from antigone.bureau.incidents.acts import incident_coded, refusals
from antigone.bureau.incidents.models import Alignment, Copy, How, Incident, Mask, Picture, Reading
from antigone.bureau.incidents.seeing.actions import picture_numbered
from antigone.bureau.incidents.seeing.copies import copy_of
from antigone.bureau.incidents.values import IncidentError, UnknownThing
from antigone.bureau.ledger import JSON, Actor, Subject, action, record_event
from antigone.imaging.decoding import Pixels
from antigone.imaging.footage import alignment
from antigone.imaging.footage.alignment import PointPair, Transform

_MOST_POINTS = 200


@dataclass(frozen=True, slots=True)
class Aligned:
    """How one picture lies on another; `transform` in pixels of their large copies."""

    how: str
    transform: Transform
    sentence: str
    residuals: tuple[float, ...]
    metres: bool
    made_by: str


@action
def propose_alignment(code: str, before: int, after: int, *, actor: Actor) -> Aligned:
    """Let the machine propose how an earlier picture lies on a later one, and keep the proposal.

    Raises:
        UnknownThing: no such case or picture, or no working copy of it.
        IncidentError: nothing can be proposed; the sentence says why.
    """
    incident = incident_coded(code)
    one, two = picture_numbered(incident, before), picture_numbered(incident, after)
    try:
        found = alignment.propose(copy_pixels(one), copy_pixels(two), prior=_prior(one, two))
    except alignment.AlignmentRefused as refused:
        raise IncidentError(f"no alignment is proposed: {refused}", "incidents_alignment_refused") from refused
    made = Aligned(How.PROPOSED.value, found.transform, found.sentence, (), False, actor.name)
    return _kept(incident, one, two, made, (), actor)


@action
def align_by_points(code: str, before: int, after: int, points: Sequence[PointPair], *, actor: Actor) -> Aligned:
    """Keep an alignment by control points, in shares of width and height of each picture.

    Raises:
        UnknownThing: no such case or picture, or no working copy of it.
        IncidentError: the points give none; the sentence says why.
    """
    incident = incident_coded(code)
    one, two = picture_numbered(incident, before), picture_numbered(incident, after)
    if len(points) > _MOST_POINTS or not all(
        math.isfinite(value) and 0 <= value <= 1 for pair in points for value in (*pair.before, *pair.after)
    ):
        raise IncidentError("control points lie within both pictures, and there are 200 at most")
    size_one, size_two = copy_size(one), copy_size(two)
    scaled = [PointPair(_scaled(pair.before, size_one), _scaled(pair.after, size_two)) for pair in points]
    try:
        fit = alignment.fitted(scaled, metres=metres_of(two))
    except alignment.PointsRefused as refused:
        raise IncidentError(str(refused), "incidents_alignment_points") from refused
    made = Aligned(How.POINTS.value, fit.transform, fit.sentence, fit.residuals, fit.metres, actor.name)
    return _kept(incident, one, two, made, scaled, actor)


@action
def draw_mask(code: str, number: int, hides: str, outline: Sequence[tuple[float, float]], *, actor: Actor) -> UUID:
    """Mark a part of a picture in which nothing is compared. Gives its public id.

    Args:
        hides: `cloud`, `shadow` or `other`.
        outline: three corners at least, in shares of width and height.

    Raises:
        UnknownThing: no such case or picture.
        IncidentError: it is no outline, or the word is none that is known.
    """
    incident = incident_coded(code)
    picture = picture_numbered(incident, number)
    if not 3 <= len(outline) <= _MOST_POINTS or not all(
        math.isfinite(value) and 0 <= value <= 1 for corner in outline for value in corner
    ):
        raise IncidentError("a mask has 3 to 200 corners within the picture")
    with refusals():
        made = Mask.objects.create(
            public_id=uuid4(),
            picture=picture,
            hides=hides,
            outline=[[round(x, 5), round(y, 5)] for x, y in outline],
            drawn_by=actor.name,
        )
    record_event(
        "incidents.draw_mask",
        actor=actor,
        subject=Subject("incident", incident.code),
        detail={"picture": number, "mask": str(made.public_id), "hides": hides},
    )
    return made.public_id


@action
def remove_mask(mask: UUID, *, actor: Actor) -> None:
    """Take a mask away; that it was drawn stays written.

    Raises:
        UnknownThing: there is no such mask any more.
    """
    found = Mask.objects.select_related("picture__incident").filter(public_id=mask, removed_by="").first()
    if found is None:
        raise UnknownThing("there is no such mask")
    found.removed_by = actor.name
    with refusals():
        found.save(update_fields=["removed_by"])
    record_event(
        "incidents.remove_mask",
        actor=actor,
        subject=Subject("incident", found.picture.incident.code),
        detail={"picture": found.picture.number, "mask": str(mask)},
    )


def alignment_of(before: Picture, after: Picture) -> Aligned | None:
    """The newest alignment of two pictures, if there is one."""
    row = Alignment.objects.filter(before=before, after=after).order_by("-pk").first()
    if row is None:
        return None
    a, b, c, d, e, f = (float(value) for value in row.transform)
    return Aligned(row.how, (a, b, c, d, e, f), row.sentence, tuple(row.residuals), row.metres, row.made_by)


def copy_pixels(picture: Picture) -> Pixels:
    """Pixels of the large working copy.

    Raises:
        UnknownThing: the picture has none.
    """
    with Image.open(io.BytesIO(copy_of(picture.public_id, "large")), formats=["JPEG"]) as image:
        return np.asarray(image.convert("RGB"))


def copy_size(picture: Picture) -> tuple[int, int]:
    """Width and height of the large working copy.

    Raises:
        UnknownThing: the picture has none.
    """
    found = Copy.objects.filter(picture=picture, purpose="large").values_list("width", "height").first()
    if found is None:
        raise UnknownThing(f"picture {picture.number} has no working copy; read its file with: antigone footage read")
    return found


def metres_of(picture: Picture) -> float | None:
    """How wide a pixel of the large working copy is; None where nobody knows."""
    reading = Reading.objects.filter(item=picture.item).first()
    if picture.gsd is None or reading is None or not reading.width:
        return None
    return float(picture.gsd) * reading.width / copy_size(picture)[0]


def _prior(before: Picture, after: Picture) -> Transform:
    """Both north up; of one scale if both say how wide a pixel is; middle on middle."""
    one, two = metres_of(before), metres_of(after)
    scale = one / two if one and two else 1.0
    (width, height), (its_width, its_height) = copy_size(before), copy_size(after)
    if not (one and two):
        scale = its_width / width
    return scale, 0.0, (its_width - scale * width) / 2, 0.0, scale, (its_height - scale * height) / 2


def _scaled(place: tuple[float, float], size: tuple[int, int]) -> tuple[float, float]:
    return place[0] * size[0], place[1] * size[1]


def _kept(
    incident: Incident, before: Picture, after: Picture, made: Aligned, points: Sequence[PointPair], actor: Actor
) -> Aligned:
    kept_points: list[JSON] = [[round(value, 2) for value in (*pair.before, *pair.after)] for pair in points]
    with refusals():
        Alignment.objects.create(
            public_id=uuid4(),
            before=before,
            after=after,
            how=made.how,
            transform=list(made.transform),
            points=kept_points,
            residuals=list(made.residuals),
            metres=made.metres,
            sentence=made.sentence,
            made_by=actor.name,
        )
    record_event(
        "incidents.align",
        actor=actor,
        subject=Subject("incident", incident.code),
        detail={"before": before.number, "after": after.number, "how": made.how, "said": made.sentence},
    )
    return made
