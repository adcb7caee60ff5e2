"""Pictures of nothing and nobody, drawn anew for each test."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import ExifTags, Image, ImageDraw

from antigone.imaging.decoding import Pixels


def drawn(width: int = 64, height: int = 48, *, seed: int = 7) -> Image.Image:
    """A picture with edges, colours and texture; the top left corner is red, so that one sees which way is up."""
    chance = np.random.default_rng(seed)
    coarse = chance.integers(60, 200, (height // 12 + 1, width // 12 + 1, 3), dtype=np.uint8)
    picture = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(picture)
    for _ in range(24):
        x, y = chance.integers(0, width), chance.integers(0, height)
        size = int(chance.integers(width // 16 + 1, width // 4 + 2))
        colour = tuple(int(part) for part in chance.integers(0, 255, 3))
        pen.ellipse((x, y, x + size, y + size * 0.7), fill=colour, outline=(0, 0, 0))
    pen.rectangle((0, 0, width // 4, height // 4), fill=(250, 10, 10))
    return picture


def as_file(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The picture as the bytes of a file."""
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def photograph(width: int = 640, height: int = 480, *, seed: int = 7) -> bytes:
    """A JPEG as a telephone makes one: where and when it was taken is in it."""
    tags = Image.Exif()
    tags[ExifTags.Base.Make] = "Telephone of Olha"
    tags[ExifTags.Base.DateTime] = "2022:02:24 05:00:07"
    tags.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (50.0, 27.0, 0.0)
    return as_file(drawn(width, height, seed=seed), exif=tags, quality=90)


def pixels_of(content: bytes) -> Pixels:
    """What any viewer shows of a file."""
    with Image.open(io.BytesIO(content)) as picture:
        return np.asarray(picture.convert("RGB"))
