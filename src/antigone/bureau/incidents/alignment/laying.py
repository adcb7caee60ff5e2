"""Pictures as they are looked at: what is masked hatched, and an earlier one as it lies on a later one."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageDraw

from antigone.bureau.incidents.alignment.actions import copy_pixels, copy_size
from antigone.bureau.incidents.models import Mask, Picture
from antigone.imaging.decoding import Pixels
from antigone.imaging.footage.alignment import Transform, laid_over

_QUALITY = 88


def with_masks(pixels: Pixels, picture: Picture) -> Image.Image:
    """The picture with its masks drawn: grey, hatched, framed."""
    drawn = Image.fromarray(pixels)
    for mask in Mask.objects.filter(picture=picture, removed_by=""):
        corners = [(x * drawn.width, y * drawn.height) for x, y in mask.outline]
        area = Image.new("L", drawn.size, 0)
        ImageDraw.Draw(area).polygon(corners, fill=255)
        hatch = Image.new("L", drawn.size, 0)
        pen = ImageDraw.Draw(hatch)
        for x in range(-drawn.height, drawn.width, 14):
            pen.line((x, 0, x + drawn.height, drawn.height), fill=150, width=3)
        grey = Image.new("RGB", drawn.size, (110, 110, 120))
        drawn.paste(grey, mask=Image.fromarray(np.minimum(np.asarray(area), np.asarray(hatch))))
        ImageDraw.Draw(drawn).polygon(corners, outline=(255, 200, 0), width=2)
    return drawn


def laid(before: Picture, after: Picture, transform: Transform) -> bytes:
    """The earlier picture, masked, as it lies on the large copy of the later one: a JPEG, the same for the same rows.

    Raises:
        UnknownThing: one of them has no working copy.
    """
    width, height = copy_size(after)
    masked = np.asarray(with_masks(copy_pixels(before), before))
    return encoded(Image.fromarray(laid_over(masked, transform, width=width, height=height)))


def encoded(picture: Image.Image) -> bytes:
    """A JPEG made anew."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()
