"""Photographs from untrusted bytes: what they are is read off the first bytes, the rest is done in the sandbox.

JPEG, PNG, WebP and HEIC; at most 50 megapixels, which the header tells before a pixel is read; the first image of
several. What comes out is an array of pixels, upright, without anything else that the file said.
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps, PngImagePlugin, UnidentifiedImageError

from antigone.imaging.sandbox import (
    Bounds,
    Outcome,
    OutOfMemory,
    Refused,
    SandboxError,
    SandboxUnavailable,
    TimedOut,
    in_sandbox,
)

Pixels = NDArray[np.uint8]

#: Pixels of the largest photograph that is read.
MOST_PIXELS: Final = 50_000_000
_BOUNDS = Bounds(memory=1024**3, seconds=20, output=MOST_PIXELS * 3 + 64 * 1024)
_FORMATS = ("JPEG", "MPO", "PNG", "WEBP", "HEIF")
_LARGEST_CHUNK = 64 * 1024
# How each begins: JPEG (ITU-T T.81), PNG (ISO 15948), WebP (RFC 9649), HEIC (ISO 23008-12: `ftyp` and a brand).
_BEGINNINGS: Final = {
    "jpeg": re.compile(rb"\xff\xd8\xff", re.DOTALL),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n", re.DOTALL),
    "webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "heic": re.compile(rb".{4}ftyp(heic|heix|hevc|hevx|heim|heis|mif1|msf1)", re.DOTALL),
}
_CAMERA_TIME = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")


class Unfit(StrEnum):
    """Why a file is not taken as a photograph."""

    OTHER = "other"
    EMPTY = "empty"
    TOO_MANY_PIXELS = "too many pixels"
    DAMAGED = "damaged"
    TOO_HARD = "too hard"


_SENTENCES: Final = {
    Unfit.OTHER: "this is no photograph that can be read; save it as JPEG, PNG, WebP or HEIC",
    Unfit.EMPTY: "the photograph is empty; send it again",
    Unfit.TOO_MANY_PIXELS: f"the photograph has more than {MOST_PIXELS // 10**6} megapixels; send a smaller copy",
    Unfit.DAMAGED: "the photograph is damaged or cut off; send it again from where it was taken",
    Unfit.TOO_HARD: "the photograph takes more memory or time to read than photographs do; save it anew, send that",
}


class PictureRefused(Exception):
    """A file is not taken as a photograph; the sentence says why and what helps."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(_SENTENCES[why])
        self.why = why


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph as pixels.

    Attributes:
        pixels: uint8[height, width, 3], red, green, blue; upright; white where it was transparent. Reduced when asked.
        width, height: of the whole photograph, upright.
        file_format: ``jpeg``, ``png``, ``webp`` or ``heic``.
        sha256: of the bytes as they came, 64 hexadecimal digits.
        pixels_sha256: of the size and all pixels, so that copies that differ in their metadata alone are found.
        camera_time: what the camera's clock said, ``2022-02-24T05:00:00``, or empty. Nobody vouches for it.
    """

    pixels: Pixels
    width: int
    height: int
    file_format: str
    sha256: str
    pixels_sha256: str
    camera_time: str


def decoded(data: bytes, *, longest: int | None = None) -> Picture:
    """A photograph read in the sandbox.

    Args:
        data: as it was sent.
        longest: pixels of the longer side to which it is reduced, by averaging areas; never enlarged.

    Raises:
        PictureRefused: it is none that is taken.
        SandboxUnavailable: there is no sandbox; nothing was read.
    """
    file_format = format_of(data)
    try:
        outcome = in_sandbox(read, data, bounds=_BOUNDS, file_format=file_format, longest=longest)
    except Refused as refusal:
        raise PictureRefused(unfit_of(refusal.code)) from None
    except (OutOfMemory, TimedOut):
        raise PictureRefused(Unfit.TOO_HARD) from None
    except SandboxUnavailable:
        raise
    except SandboxError:
        raise PictureRefused(Unfit.DAMAGED) from None
    return _checked(outcome, data, file_format)


def format_of(data: bytes) -> str:
    """The format, by the first bytes alone.

    Raises:
        PictureRefused: none that is taken.
    """
    if not data:
        raise PictureRefused(Unfit.EMPTY)
    for name, beginning in _BEGINNINGS.items():
        if beginning.match(data):
            return name
    raise PictureRefused(Unfit.OTHER)


def prepare() -> None:
    """Load in the nursery what Pillow and its parts would load on the way."""
    pillow_heif.register_heif_opener()
    pillow_heif.options.DECODE_THREADS = 1
    Image.preinit()
    Image.init()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    PngImagePlugin.MAX_TEXT_CHUNK = _LARGEST_CHUNK
    warnings.simplefilter("ignore")
    for file_format in ("JPEG", "PNG", "WEBP", "HEIF"):
        for mode, exif in (("RGB", True), ("RGBA" if file_format != "JPEG" else "CMYK", False), ("L", False)):
            picture, tags = Image.new(mode, (16, 8)), Image.Exif()
            tags[ExifTags.Base.Orientation] = 6
            buffer = io.BytesIO()
            try:
                picture.save(buffer, file_format, **({"exif": tags} if exif else {}))
                read(buffer.getvalue(), file_format=_NAMES[file_format], longest=4)
            except (OSError, ValueError, KeyError, Refused):
                continue  # an encoder that is not there; its decoder may be


_NAMES = {"JPEG": "jpeg", "PNG": "png", "WEBP": "webp", "HEIF": "heic"}


def read(data: bytes, *, file_format: str, longest: int | None = None) -> Outcome:
    """The job: pixels of one photograph. Runs in the sandbox.

    Returns:
        facts ``width``, ``height`` (whole, upright), ``rows``, ``columns`` (of the pixels), ``digest``,
        ``camera_time``; one part, the pixels.

    Raises:
        Refused: with a code of `Unfit`.
    """
    formats = [name for name in _FORMATS if _NAMES.get(name, "jpeg") == file_format]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=formats) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise Refused(Unfit.TOO_MANY_PIXELS)
                if min(image.size) < 1:
                    raise Refused(Unfit.DAMAGED)
                camera_time = _camera_time(image)
                image.load()
                upright = _plain(ImageOps.exif_transpose(image))
    except Image.DecompressionBombError:
        raise Refused(Unfit.TOO_MANY_PIXELS) from None
    except UnidentifiedImageError:
        raise Refused(Unfit.DAMAGED) from None
    except (MemoryError, Refused):
        raise
    except Exception:
        # A decoder has many ways to say that a file is damaged: OSError, SyntaxError, struct.error, EOFError…
        raise Refused(Unfit.DAMAGED) from None
    width, height = upright.size
    digest = hashlib.sha256(f"{width}x{height}\n".encode())
    if longest is None or max(width, height) <= longest:
        content = upright.tobytes()
        digest.update(content)
        reduced = upright
    else:
        digest.update(upright.tobytes())
        scale = longest / max(width, height)
        reduced = upright.resize(
            (max(1, round(width * scale)), max(1, round(height * scale))), Image.Resampling.BOX, reducing_gap=None
        )
        content = reduced.tobytes()
    facts = {
        "width": width,
        "height": height,
        "rows": reduced.height,
        "columns": reduced.width,
        "digest": digest.hexdigest(),
        "camera_time": camera_time,
    }
    return Outcome(facts, (content,))


def _plain(image: Image.Image) -> Image.Image:
    """Eight bits of red, green and blue; what is transparent lies on white."""
    if image.mode == "RGB":
        return image
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        values = np.asarray(image).astype(np.float64)
        return Image.fromarray((values / 257.0).clip(0, 255).astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        clear = image.convert("RGBA")
        ground = Image.new("RGBA", clear.size, (255, 255, 255, 255))
        return Image.alpha_composite(ground, clear).convert("RGB")
    return image.convert("RGB")


def _camera_time(image: Image.Image) -> str:
    try:
        exif = image.getexif()
        said = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    except Exception:
        return ""
    return _as_time(said)


def _as_time(said: object) -> str:
    found = _CAMERA_TIME.fullmatch(said.strip("\x00 ")) if isinstance(said, str) else None
    if found is None or found[1] == "0000":
        return ""
    year, month, day, hour, minute, second = found.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}"


def unfit_of(code: str) -> Unfit:
    """Why a job refused, from the code that came out of the sandbox, which may be any text."""
    return Unfit(code) if code in set(Unfit) else Unfit.DAMAGED


_SAID_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)?")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def _checked(outcome: Outcome, data: bytes, file_format: str) -> Picture:
    """The outcome as a picture, if that is what it is.

    Raises:
        PictureRefused: the child said something else; it was taken over, or is broken.
    """
    facts: Mapping[str, Any] = outcome.facts
    sizes = [facts.get(name) for name in ("width", "height", "rows", "columns")]
    digest, time = facts.get("digest"), facts.get("camera_time")
    if (
        not all(type(size) is int and 0 < size <= MOST_PIXELS for size in sizes)
        or not (isinstance(digest, str) and _DIGEST.fullmatch(digest))
        or not (isinstance(time, str) and _SAID_TIME.fullmatch(time))
        or len(outcome.parts) != 1
    ):
        raise PictureRefused(Unfit.DAMAGED)
    width, height, rows, columns = (int(size) for size in sizes if size is not None)
    if width * height > MOST_PIXELS or len(outcome.parts[0]) != rows * columns * 3:
        raise PictureRefused(Unfit.DAMAGED)
    return Picture(
        np.frombuffer(outcome.parts[0], dtype=np.uint8).reshape(rows, columns, 3),
        width,
        height,
        file_format,
        hashlib.sha256(data).hexdigest(),
        digest,
        time,
    )
