"""A drawn place as cameras show it: from straight above, moving over it, and as others publish it again."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Final

import av
import cv2
import numpy as np
from PIL import Image, ImageDraw, TiffImagePlugin, TiffTags

from antigone.simulation.footage.ground import METRES, Pixels

#: Pixels of a frame, across and down.
FRAME: Final = (960, 540)


def seen(
    place: Pixels, middle: tuple[float, float], *, across: float, size: tuple[int, int] = FRAME, turn: float = 0.0
) -> Pixels:
    """A frame taken from straight above.

    Args:
        place: the ground.
        middle: what the frame's middle shows, in pixels of the ground.
        across: pixels of the ground that the frame's width shows.
        size: of the frame.
        turn: degrees against the clock by which the camera is turned.
    """
    scale = across / size[0]
    cos, sin = scale * np.cos(np.radians(turn)), scale * np.sin(np.radians(turn))
    back = np.asarray(
        [
            [cos, sin, middle[0] - cos * size[0] / 2 - sin * size[1] / 2],
            [-sin, cos, middle[1] + sin * size[0] / 2 - cos * size[1] / 2],
        ]
    )
    how = cv2.INTER_AREA if scale > 1 else cv2.INTER_LINEAR
    return np.asarray(
        cv2.warpAffine(place, back, size, flags=how | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REFLECT), np.uint8
    )


def flight(
    place: Pixels, start: tuple[float, float], end: tuple[float, float], *, frames: int, across: float
) -> Iterator[Pixels]:
    """Frames of a camera that moves from one place to another, with the noise of its sensor."""
    chance = np.random.default_rng(11)
    for part in np.linspace(0, 1, frames):
        middle = (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)
        clean = seen(place, middle, across=across, turn=3 * float(np.sin(4 * part)))
        yield np.clip(clean + chance.normal(0, 3, clean.shape), 0, 255).astype(np.uint8)


def filmed(frames: Iterator[Pixels] | Sequence[Pixels], *, rate: int = 25, bits: int = 2_000_000) -> bytes:
    """The frames as an MP4 without sound."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as container:
        stream = None
        for number, frame in enumerate(frames):
            if stream is None:
                stream = container.add_stream("mpeg4", rate=rate)
                stream.width, stream.height, stream.pix_fmt, stream.bit_rate = (
                    frame.shape[1],
                    frame.shape[0],
                    "yuv420p",
                    bits,
                )
            picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24")
            picture.pts, picture.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(picture))
        if stream is not None:
            container.mux(stream.encode())
    return buffer.getvalue()


def saved(pixels: Pixels, *, quality: int = 90) -> bytes:
    """The frame as a JPEG."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def referenced(pixels: Pixels, *, east: float, north: float, metres: float = METRES, zone: int = 37) -> bytes:
    """The picture as a GeoTIFF of WGS 84 / UTM, north up.

    Args:
        pixels: what it shows.
        east, north: metres of the upper left corner.
        metres: that one pixel is wide and high.
        zone: of UTM, north of the equator.
    """
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags.tagtype.update({33550: TiffTags.DOUBLE, 33922: TiffTags.DOUBLE, 34735: TiffTags.SHORT})
    tags[33550], tags[33922] = (metres, metres, 0.0), (0.0, 0.0, 0.0, east, north, 0.0)
    tags[34735] = (1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 32600 + zone)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "TIFF", compression="tiff_lzw", tiffinfo=tags)
    return buffer.getvalue()


def _jpeg(pixels: Pixels, quality: int = 75) -> Pixels:
    with Image.open(io.BytesIO(saved(pixels, quality=quality))) as image:
        return np.asarray(image.convert("RGB"))


def _resized(pixels: Pixels, width: int, height: int) -> Pixels:
    return np.asarray(Image.fromarray(pixels).resize((max(1, width), max(1, height)), Image.Resampling.LANCZOS))


def _cut(pixels: Pixels, share: float) -> Pixels:
    """Without this share of its width and of its height."""
    height, width = pixels.shape[:2]
    top, left = round(height * share * 0.6), round(width * share * 0.35)
    return _jpeg(pixels[top : top + round(height * (1 - share)), left : left + round(width * (1 - share))])


def _written(pixels: Pixels) -> Pixels:
    """A banner below and a logo above."""
    picture = Image.fromarray(pixels.copy())
    pen, (width, height) = ImageDraw.Draw(picture), picture.size
    pen.rectangle((0, height * 0.85, width, height), fill=(180, 20, 30))
    pen.text(
        (width * 0.03, height * 0.88), "ТЕРМІНОВО · BREAKING", fill=(255, 255, 255), font_size=max(8, height // 14)
    )
    pen.ellipse((width * 0.82, height * 0.04, width * 0.96, height * 0.04 + width * 0.14), fill=(250, 220, 40))
    return _jpeg(np.asarray(picture))


def _letterboxed(pixels: Pixels) -> Pixels:
    """Upright between black bars, as a telephone shows a wide film."""
    height, width = pixels.shape[:2]
    sheet = np.zeros((round(width * 4 / 3), width, 3), np.uint8)
    top = (sheet.shape[0] - height) // 2 if sheet.shape[0] > height else 0
    sheet = sheet if sheet.shape[0] >= height else np.zeros((height + width // 3, width, 3), np.uint8)
    sheet[top : top + height] = pixels
    return _jpeg(sheet)


#: How footage looks when others publish it again.
REPOSTS: Final[dict[str, Callable[[Pixels], Pixels]]] = {
    "JPEG at 30": lambda pixels: _jpeg(pixels, 30),
    "a third of the size": lambda pixels: _jpeg(_resized(pixels, pixels.shape[1] // 3, pixels.shape[0] // 3)),
    "banner and logo": _written,
    "a tenth cut off": lambda pixels: _cut(pixels, 0.10),
    "a quarter cut off": lambda pixels: _cut(pixels, 0.25),
    "letterbox": _letterboxed,
    "brighter": lambda pixels: _jpeg(np.clip(pixels.astype(np.float32) * 1.25 + 18, 0, 255).astype(np.uint8)),
    "mirrored": lambda pixels: _jpeg(np.ascontiguousarray(pixels[:, ::-1])),
}
