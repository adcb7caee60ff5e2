"""A photograph on which its faces are numbered, for the human who says which is whose."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from antigone.imaging.derivatives import Box

_LIGHT, _DARK = (255, 255, 255), (16, 24, 40)
_QUALITY: Final = 85


def numbered(content: bytes, faces: Sequence[tuple[int, Box]]) -> bytes:
    """A JPEG of ours with a frame around each face and its number beside it, white on dark and dark on white.

    Args:
        content: a derivative, which this process made itself or whose seal it has checked.
        faces: the number and the box, in shares of the picture, of each.
    """
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as opened:
        picture = opened.convert("RGB")
    pen = ImageDraw.Draw(picture)
    line = max(2, max(picture.size) // 300)
    font = ImageFont.load_default(max(16, max(picture.size) // 28))
    for number, (x, y, width, height) in faces:
        left, top = x * picture.width, y * picture.height
        right, bottom = (x + width) * picture.width, (y + height) * picture.height
        pen.rectangle((left - line, top - line, right + line, bottom + line), outline=_DARK, width=line)
        pen.rectangle((left, top, right, bottom), outline=_LIGHT, width=line)
        label = pen.textbbox((0, 0), str(number), font=font)
        wide, high = label[2] + 4 * line, label[3] + 3 * line
        at_x = min(max(0.0, left), max(0.0, picture.width - wide))
        at_y = max(0.0, top - high)
        pen.rectangle((at_x, at_y, at_x + wide, at_y + high), fill=_DARK, outline=_LIGHT, width=max(1, line // 2))
        pen.text((at_x + 2 * line, at_y + line), str(number), fill=_LIGHT, font=font)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()
