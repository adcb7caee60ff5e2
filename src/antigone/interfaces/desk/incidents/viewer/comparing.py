"""Before beside after: as they are, laid over each other, and on request where to look first."""

from __future__ import annotations

from uuid import UUID

import numpy as np
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from antigone.bureau.incidents.alignment.actions import alignment_of, copy_pixels, copy_size
from antigone.bureau.incidents.alignment.laying import encoded, laid
from antigone.bureau.incidents.models import Mask, Picture
from antigone.imaging.decoding import Pixels
from antigone.imaging.footage.alignment import laid_over
from antigone.imaging.footage.attention import attention, drawn_over
from antigone.interfaces.desk.incidents.viewer.cards import card_of, covered, incident_of, picture_of
from antigone.interfaces.desk.incidents.viewer.pictures import jpeg
from antigone.interfaces.desk.pages import StaffRequest, accepts, page, static_address


@accepts("GET", "HEAD")
def compare(request: StaffRequest, public_id: UUID, before: UUID, after: UUID) -> HttpResponse:
    """Two pictures of a place; where to look first only when asked for."""
    incident = incident_of(public_id)
    one, two = picture_of(incident, before), picture_of(incident, after)
    return page(
        request,
        "footage/compare",
        incident=incident,
        before=card_of(request, one),
        after=card_of(request, two),
        aligned=alignment_of(one, two),
        hint=request.GET.get("hint") == "1",
        script=static_address("desk/footage.js"),
        sheet=static_address("desk/footage.css"),
    )


@accepts("GET", "HEAD")
def pair_image(request: StaffRequest, public_id: UUID, before: UUID, after: UUID, kind: str) -> HttpResponse:
    """`laid`: the earlier picture as it lies on the later one; `hint`: where to look first."""
    incident = incident_of(public_id)
    one, two = picture_of(incident, before), picture_of(incident, after)
    found = alignment_of(one, two)
    if kind not in ("laid", "hint") or found is None or covered(request, one) or covered(request, two):
        raise Http404
    if kind == "laid":
        return jpeg(laid(one, two, found.transform))
    width, height = copy_size(two)
    earlier = laid_over(_without_masked(one, copy_pixels(one)), found.transform, width=width, height=height)
    later = copy_pixels(two)
    ranks = attention(np.where(_without_masked(two, later) == 0, 0, earlier).astype(np.uint8), later)
    hint = drawn_over(later, ranks, words=_("NO FINDING: a hint where to look"))
    return jpeg(encoded(Image.fromarray(hint)))


def _without_masked(picture: Picture, pixels: Pixels) -> Pixels:
    """Black where the picture is masked, so that nothing is compared there."""
    sheet = Image.fromarray(pixels)
    pen = ImageDraw.Draw(sheet)
    for mask in Mask.objects.filter(picture=picture, removed_by=""):
        pen.polygon([(x * sheet.width, y * sheet.height) for x, y in mask.outline], fill=(0, 0, 0))
    return np.asarray(sheet)
