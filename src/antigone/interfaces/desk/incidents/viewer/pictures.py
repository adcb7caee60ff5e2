"""The pictures of a case, each under its cover where it has one, and what other media they resemble."""

from __future__ import annotations

import io
from uuid import UUID

import numpy as np
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from antigone.bureau.incidents.alignment.laying import encoded, with_masks
from antigone.bureau.incidents.frames.actions import lift_cover
from antigone.bureau.incidents.models import Counted, Item
from antigone.bureau.incidents.sameness.finding import resembling
from antigone.bureau.incidents.seeing.copies import copy_of
from antigone.bureau.incidents.values import IncidentError
from antigone.imaging.decoding import Pixels
from antigone.interfaces.desk.forms import ReasonForm
from antigone.interfaces.desk.incidents.viewer import words
from antigone.interfaces.desk.incidents.viewer.cards import (
    card_of,
    covered,
    has_clear,
    incident_of,
    note_lifted,
    picture_of,
    pictures_of,
)
from antigone.interfaces.desk.pages import StaffRequest, accepts, page

_DOT = 5


@accepts("GET", "HEAD")
def footage(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """All pictures of a case, and two to be compared."""
    incident = incident_of(public_id)
    chosen = {side: request.GET.get(side, "") for side in ("before", "after")}
    if all(chosen.values()) and chosen["before"] != chosen["after"]:
        try:
            before, after = (picture_of(incident, UUID(chosen[side])) for side in ("before", "after"))
        except ValueError:
            raise Http404 from None
        return redirect("desk:footage-compare", public_id, before.public_id, after.public_id)
    items = Item.objects.filter(incident=incident, held=True).select_related("reading").order_by("number")
    return page(
        request,
        "footage/pictures",
        incident=incident,
        cards=[card_of(request, picture) for picture in pictures_of(incident)],
        readings=[
            (item, [(one, words.SAME[one.kind]) for one in resembling(incident.code, item.number)])
            for item in items
            if hasattr(item, "reading")
        ],
        counted=[(what, words.COUNTED[what]) for what in Counted.values],
    )


@accepts("GET", "HEAD")
def image(request: StaffRequest, public_id: UUID, picture: UUID, kind: str) -> HttpResponse:
    """One picture with its masks; its cover until that is lifted. `m` has marks to be drawn: ``0.5,0.25;…``."""
    if kind not in ("large", "small", "clear"):
        raise Http404
    found = picture_of(incident_of(public_id), picture)
    hidden = covered(request, found)
    if kind == "clear" and not has_clear(found):
        raise Http404
    content = copy_of(found.public_id, "cover" if hidden else kind)
    if hidden or kind != "large":
        return jpeg(content)
    return jpeg(encoded(with_marks(with_masks(pixels_of(content), found), _marks(request.GET.get("m", "")))))


@accepts("POST")
def lift(request: StaffRequest, public_id: UUID, picture: UUID) -> HttpResponse:
    """Lift a cover: with a reason, which custody keeps."""
    incident = incident_of(public_id)
    found, form = picture_of(incident, picture), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say in a few words why you have to see it."))
        return redirect("desk:footage", public_id)
    try:
        lift_cover(
            incident.code, found.number, because=form.cleaned_data["reason"], actor=request.visitor.actor(request.route)
        )
    except IncidentError as error:
        messages.error(request, words.refused(error))
    else:
        note_lifted(request, found)
    return redirect("desk:footage", public_id)


def jpeg(content: bytes) -> HttpResponse:
    """A picture that no cache keeps."""
    answer = HttpResponse(content, content_type="image/jpeg")
    answer["Cache-Control"] = "no-store"
    answer["Content-Disposition"] = "inline"
    return answer


def pixels_of(content: bytes) -> Pixels:
    """Pixels of a working copy."""
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as opened:
        return np.asarray(opened.convert("RGB"))


def with_marks(drawn: Image.Image, marks: list[tuple[float, float]]) -> Image.Image:
    """The picture with numbered dots."""
    pen = ImageDraw.Draw(drawn)
    for number, (x, y) in enumerate(marks, 1):
        at = (x * drawn.width, y * drawn.height)
        pen.ellipse((at[0] - _DOT, at[1] - _DOT, at[0] + _DOT, at[1] + _DOT), outline=(255, 255, 0), width=2)
        pen.text((at[0] + _DOT, at[1] + _DOT), str(number), fill=(255, 255, 0), stroke_width=1, stroke_fill=(0, 0, 0))
    return drawn


def _marks(said: str) -> list[tuple[float, float]]:
    found = []
    for part in said.split(";")[:2_000]:
        x, _comma, y = part.partition(",")
        try:
            found.append((min(1.0, max(0.0, float(x))), min(1.0, max(0.0, float(y)))))
        except ValueError:
            continue
    return found
