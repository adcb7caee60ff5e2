"""What is made of a photograph's pixels: smaller copies, a cover that shows nothing, a copy fit to be published.

Everything is encoded anew from pixels, here and not in the sandbox: what a decoder that was taken over gives back can
only be pixels, never a file.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from antigone.imaging.decoding import Pixels

#: Pixels of the longer side.
LARGE: Final = 1600
SMALL: Final = 320
# What is left of a picture under its cover: at most 8 by 8 patches of colour.
_PATCHES: Final = 8
_QUALITY: Final = 85

#: A box ``(x, y, width, height)`` in shares of the picture's width and height.
Box: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A JPEG without anything but pixels in it."""

    content: bytes
    width: int
    height: int


def encoded(pixels: Pixels, *, longest: int = LARGE) -> Encoded:
    """A JPEG of uint8[height, width, 3], reduced to at most `longest` pixels of the longer side."""
    return _saved(_reduced(Image.fromarray(np.ascontiguousarray(pixels)), longest))


def cover(pixels: Pixels) -> Encoded:
    """A JPEG of the picture's shape and general colours, in which nothing can be made out; the rest is not in it."""
    picture = Image.fromarray(np.ascontiguousarray(pixels))
    width, height = _reduced(picture, SMALL).size
    patches = picture.resize((_share(width, height), _share(height, width)), Image.Resampling.BOX)
    return _saved(patches.resize((width, height), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(12)))


def blurred(pixels: Pixels, boxes: Sequence[Box]) -> Encoded:
    """The picture with these boxes made unrecognisable for good: each is averaged to a few patches, not smeared.

    Raises:
        ValueError: no box, or one that lies outside.
    """
    picture = Image.fromarray(np.ascontiguousarray(pixels))
    for place in _places(picture, boxes):
        part = picture.crop(place)
        patches = part.resize((min(4, part.width), min(4, part.height)), Image.Resampling.BOX)
        picture.paste(patches.resize(part.size, Image.Resampling.BICUBIC), place)
    return _saved(_reduced(picture, LARGE))


def cropped(pixels: Pixels, box: Box) -> Encoded:
    """What lies in the box, and nothing of the rest.

    Raises:
        ValueError: the box lies outside.
    """
    picture = Image.fromarray(np.ascontiguousarray(pixels))
    (place,) = _places(picture, [box])
    return _saved(_reduced(picture.crop(place), LARGE))


def marked(content: bytes, mark: str) -> bytes:
    """A JPEG of ours with a mark over it that tells to whom it was shown: faint across the picture, plain in a corner.

    Args:
        content: a derivative, which this process made itself or whose seal it has checked.
        mark: a few letters and digits.
    """
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as opened:
        picture = opened.convert("RGB")
    layer = Image.new("L", picture.size, 0)
    pen = ImageDraw.Draw(layer)
    font = ImageFont.load_default(max(12, min(picture.size) // 24))
    step_x, step_y = pen.textlength(mark + "      ", font=font), max(48, min(picture.size) // 4)
    for row, y in enumerate(range(0, picture.height, int(step_y))):
        for column in range(int(picture.width / step_x) + 2):
            pen.text((column * step_x - (row % 2) * step_x / 2, y), mark, fill=28, font=font)
    pen.text((6, picture.height - 6), mark, fill=210, font=font, anchor="ls", stroke_width=1)
    lighter = Image.composite(Image.new("RGB", picture.size, (255, 255, 255)), picture, layer)
    return _saved(lighter).content


def _share(side: int, other: int) -> int:
    return max(1, round(_PATCHES * side / max(side, other)))


def _reduced(picture: Image.Image, longest: int) -> Image.Image:
    if max(picture.size) <= longest:
        return picture
    scale = longest / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _places(picture: Image.Image, boxes: Sequence[Box]) -> list[tuple[int, int, int, int]]:
    if not boxes:
        raise ValueError("no part of the picture is named")
    places = []
    for x, y, width, height in boxes:
        if not (0 <= x < x + width <= 1 + 1e-9 and 0 <= y < y + height <= 1 + 1e-9):
            raise ValueError("a box lies within the picture: from 0 to 1, with a width and a height")
        left, top = int(x * picture.width), int(y * picture.height)
        right, bottom = round((x + width) * picture.width), round((y + height) * picture.height)
        places.append((left, top, min(picture.width, max(left + 1, right)), min(picture.height, max(top + 1, bottom))))
    return places


def _saved(picture: Image.Image) -> Encoded:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=_QUALITY)
    return Encoded(buffer.getvalue(), picture.width, picture.height)
