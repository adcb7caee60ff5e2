"""Images from above that come as GeoTIFF: their pixels, how wide a pixel is, and where the image lies, if it says so.

Tags of GeoTIFF 1.1 (OGC 19-008r4) as Pillow reads them, in the sandbox; coordinates by PROJ. A file without a reference
is taken as any picture is, and says that it has none.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from PIL import Image
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from antigone.imaging.decoding import MOST_PIXELS, PictureRefused, Pixels, Unfit
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

_SCALE, _TIE, _MATRIX, _KEYS = 33550, 33922, 34264, 34735
_RASTER_TYPE, _GEOGRAPHIC, _PROJECTED = 1025, 2048, 3072
_USER_DEFINED: Final = 32767
_BOUNDS = Bounds(memory=1024**3, seconds=30, output=MOST_PIXELS * 3 + 64 * 1024)


@dataclass(frozen=True, slots=True)
class Reference:
    """Where an image lies.

    Attributes:
        epsg: of the coordinate system.
        affine: column and row to its coordinates: x = a c + b r + d, y = e c + f r + g, as ``(a, b, d, e, f, g)``, of
            the upper left corner of a pixel.
        metres: how wide a pixel is, on the ground, in the image's middle.
        latitude, longitude: of the image's middle, degrees of WGS 84. Exact: for computing with, not for showing.
    """

    epsg: int
    affine: tuple[float, float, float, float, float, float]
    metres: float
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, eq=False)
class Overhead:
    """An image from above.

    Attributes:
        pixels: uint8[height, width, 3].
        reference: None where the file has none that can be used; `remark` then says so.
        remark: one sentence, or empty.
    """

    pixels: Pixels
    reference: Reference | None
    remark: str


def overhead(data: bytes) -> Overhead:
    """A TIFF read in the sandbox.

    Raises:
        PictureRefused: it is none that can be read.
        SandboxUnavailable: there is no sandbox; nothing was read.
    """
    try:
        outcome = in_sandbox(read, data, bounds=_BOUNDS)
    except Refused as refusal:
        raise PictureRefused(Unfit(refusal.code) if refusal.code in set(Unfit) else Unfit.DAMAGED) from None
    except (OutOfMemory, TimedOut):
        raise PictureRefused(Unfit.TOO_HARD) from None
    except SandboxUnavailable:
        raise
    except SandboxError:
        raise PictureRefused(Unfit.DAMAGED) from None
    facts = outcome.facts
    try:
        rows, columns = int(facts["rows"]), int(facts["columns"])
        pixels = np.frombuffer(outcome.parts[0], np.uint8).reshape(rows, columns, 3)
        reference, remark = _referenced(facts["tags"], rows, columns)
    except (KeyError, IndexError, TypeError, ValueError):
        raise PictureRefused(Unfit.DAMAGED) from None
    return Overhead(pixels, reference, remark)


def prepare() -> None:
    """Load what the job would load on the way."""
    Image.init()
    buffer = io.BytesIO()
    for compression in ("raw", "tiff_lzw", "jpeg", "tiff_adobe_deflate"):
        Image.new("RGB", (16, 16)).save(buffer, "TIFF", compression=compression)
        read(buffer.getvalue())


def read(data: bytes) -> Outcome:
    """The job: pixels, and tags of GeoTIFF as plain numbers.

    Raises:
        Refused: with a code of `decoding.Unfit`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=["TIFF"]) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise Refused(Unfit.TOO_MANY_PIXELS)
                known: Any = getattr(image, "tag_v2", {})
                tags = {str(tag): _plain(known.get(tag)) for tag in (_SCALE, _TIE, _MATRIX, _KEYS)}
                image.load()
                pixels = _eight_bits(image)
    except Image.DecompressionBombError:
        raise Refused(Unfit.TOO_MANY_PIXELS) from None
    except (MemoryError, Refused):
        raise
    except Exception:
        # A decoder has many ways to say that a file is damaged.
        raise Refused(Unfit.DAMAGED) from None
    return Outcome(
        {"rows": pixels.shape[0], "columns": pixels.shape[1], "tags": tags}, (np.ascontiguousarray(pixels).tobytes(),)
    )


def _plain(values: Any) -> list[float]:
    return [float(value) for value in list(values)[:400]] if isinstance(values, tuple) else []


def _eight_bits(image: Image.Image) -> Pixels:
    if image.mode in ("I;16", "I;16B", "I;16L", "I", "F"):
        values = np.asarray(image).astype(np.float64)
        low, high = np.percentile(values[np.isfinite(values)], (2, 98)) if np.isfinite(values).any() else (0.0, 1.0)
        grey = np.nan_to_num((values - low) / max(high - low, 1e-9) * 255).clip(0, 255).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2)
    return np.asarray(image.convert("RGB"))


_WITHOUT: Final = (
    "the image has no georeference: nothing is known of its scale, its north and its place; set control points, or add"
    " the file as its maker delivers it"
)


def _referenced(tags: Mapping[str, Any], rows: int, columns: int) -> tuple[Reference | None, str]:
    affine = _affine(tags)
    keys = _keys([int(value) for value in tags.get(str(_KEYS), ())])
    epsg = keys.get(_PROJECTED) or keys.get(_GEOGRAPHIC) or 0
    if affine is None and not epsg:
        return None, _WITHOUT
    if affine is None or not epsg or epsg == _USER_DEFINED:
        return None, "the image's georeference is not whole (it lacks its scale or its coordinate system); " + _WITHOUT
    if keys.get(_RASTER_TYPE) == 2:  # coordinates are of the pixels' middles
        a, b, d, e, f, g = affine
        affine = (a, b, d - a / 2 - b / 2, e, f, g - e / 2 - f / 2)
    try:
        return _placed(epsg, affine, rows, columns), ""
    except (ProjError, ValueError):
        return None, f"the image names a coordinate system (EPSG {epsg}) that does not fit it; " + _WITHOUT


def _affine(tags: Mapping[str, Any]) -> tuple[float, float, float, float, float, float] | None:
    matrix, scale, tie = (tags.get(str(tag), []) for tag in (_MATRIX, _SCALE, _TIE))
    if len(matrix) >= 8:
        found = (matrix[0], matrix[1], matrix[3], matrix[4], matrix[5], matrix[7])
    elif len(scale) >= 2 and len(tie) >= 6:
        found = (scale[0], 0.0, tie[3] - tie[0] * scale[0], 0.0, -scale[1], tie[4] + tie[1] * scale[1])
    else:
        return None
    a, b, _, e, f, _ = found
    return found if all(map(math.isfinite, found)) and abs(a * f - b * e) > 0 else None


def _keys(values: list[int]) -> dict[int, int]:
    """Keys whose value stands in the directory itself."""
    rows = [values[place : place + 4] for place in range(4, len(values) - 3, 4)]
    return {key: value for key, where, _, value in rows if where == 0}


def _placed(epsg: int, affine: tuple[float, float, float, float, float, float], rows: int, columns: int) -> Reference:
    a, b, d, e, f, g = affine
    ground = Transformer.from_crs(CRS.from_epsg(epsg), CRS.from_epsg(4326), always_xy=True)

    def at(column: float, row: float) -> tuple[float, float]:
        longitude, latitude = ground.transform(a * column + b * row + d, e * column + f * row + g)
        if not (math.isfinite(longitude) and abs(latitude) <= 90):
            raise ValueError("outside")
        return float(longitude), float(latitude)

    middle, beside = at(columns / 2, rows / 2), at(columns / 2 + 1, rows / 2)
    east = math.radians(beside[0] - middle[0]) * math.cos(math.radians(middle[1]))
    north = math.radians(beside[1] - middle[1])
    metres = math.hypot(east, north) * 6_371_008.8
    if not 0.01 < metres < 5_000:
        raise ValueError("a pixel of that width")
    return Reference(epsg, affine, round(metres, 4), middle[1], middle[0])
