"""A file is decoded and looked at, outside any transaction: it may take minutes, and nothing is written meanwhile.

Everything that is kept of it is made anew from pixels, with faces made unrecognisable; the file itself stays as it
came, also where nothing can be read of it.
"""

from __future__ import annotations

import functools
import hashlib
import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from antigone.bureau.incidents.acts import OWN_TOOL
from antigone.bureau.incidents.files import media_type_of, opened, regular_file
from antigone.imaging.decoding import PictureRefused, Pixels, decoded
from antigone.imaging.derivatives import Box, Encoded, blurred, cover, encoded
from antigone.imaging.faces import FaceReader, face_reader
from antigone.imaging.footage import claims, same, video
from antigone.imaging.footage.overhead import overhead

#: The tool that working copies are made with, as custody names it.
TOOL: Final = f"{OWN_TOOL}, blurred faces"
_STILLS: Final = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic"})
#: From this width of a pixel on, in metres, no picture shows a face.
_NO_FACES_FROM: Final = 0.1
#: A film is found again by a frame of each half second, or as many as are kept of one film.
_EVERY_MS: Final = 500
#: A face with what is around it, so that ears and hair do not tell who it is.
_MARGIN: Final = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """One picture of a file, fit to be kept: no face in it can be told."""

    at_ms: int | None
    pixels_sha256: str
    large: Encoded
    small: Encoded
    cover: Encoded
    faces: int


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What was seen in a file.

    Attributes:
        sha256: of the file.
        width, height: of the picture or of a film's frames; 0 where nothing was read.
        metres: how wide a pixel is, where the file's georeference says so.
        north_up: whether that reference puts north at the top.
        shots: of a film, in milliseconds.
        says: sentences of what the file says of itself.
        credentials: state of its content credentials.
        remark: what could not be read, in a sentence, or empty.
        pictures: to be looked at.
        prints: milliseconds and fingerprint, by which the file is found again.
    """

    sha256: str
    width: int
    height: int
    metres: float | None
    north_up: bool
    shots: tuple[tuple[int, int], ...]
    says: tuple[str, ...]
    credentials: str
    remark: str
    pictures: tuple[Look, ...]
    prints: tuple[tuple[int, same.Fingerprint], ...]


def looked_at(named: str) -> Looked:
    """A file decoded in the sandbox.

    Raises:
        NotAFile: it is no file that is taken in.
        SandboxUnavailable: there is no sandbox; nothing was read.
    """
    content, media_type = file_content(named)
    said = claims.read(content, media_type)
    seen = _Seen()
    try:
        if media_type.startswith("video/") or media_type == "image/gif":
            seen = _film(content)
        elif media_type == "image/tiff":
            seen = _from_above(content)
        elif media_type in _STILLS:
            picture = decoded(content)
            seen = _still(picture.pixels, picture.pixels_sha256)
        else:
            seen.remark = "no picture is made of a PDF; it is kept as it came, and its text and images with it"
    except (PictureRefused, video.FilmRefused) as refused:
        seen.remark = f"{refused}" if "kept" in str(refused) else f"{refused}; the file is kept as it came"
    return Looked(
        sha256=hashlib.sha256(content).hexdigest(),
        width=seen.width,
        height=seen.height,
        metres=seen.metres,
        north_up=seen.north_up,
        shots=seen.shots,
        says=said.sentences,
        credentials=said.credentials.state.value,
        remark=seen.remark,
        pictures=tuple(seen.pictures),
        prints=tuple(seen.prints),
    )


def questions_of(named: str, *, most: int) -> list[tuple[int, same.Question]]:
    """Milliseconds and frames of a file to look for, at most so many; nothing of it is kept.

    Raises:
        NotAFile, FilmRefused, PictureRefused: nothing can be read of it.
        SandboxUnavailable: there is no sandbox.
    """
    content, media_type = file_content(named)
    frames: list[tuple[int, Pixels]]
    if media_type.startswith("video/") or media_type == "image/gif":
        frames = [(one.at_ms, one.pixels) for one in video.sampled(content)]
    elif media_type == "image/tiff":
        frames = [(0, overhead(content).pixels)]
    else:
        frames = [(0, decoded(content).pixels)]
    chosen = sorted({int(place) for place in np.linspace(0, len(frames) - 1, most)})
    return [(frames[place][0], same.question(frames[place][1])) for place in chosen]


def file_content(named: str) -> tuple[bytes, str]:
    """Bytes and kind of a file.

    Raises:
        NotAFile: it is no file that is taken in.
    """
    path: Path = regular_file(named)
    with opened(path) as file:
        content = file.read()
    return content, media_type_of(content[:1024], path.name)


def pixels_at(content: bytes, media_type: str, at_ms: int | None) -> tuple[Pixels, str]:
    """The whole pixels of one picture of a file, and their SHA-256.

    Raises:
        PictureRefused, FilmRefused: they cannot be read.
    """
    if at_ms is None:
        if media_type == "image/tiff":
            pixels = overhead(content).pixels
            return pixels, _digest(pixels)
        picture = decoded(content)
        return picture.pixels, picture.pixels_sha256
    frame = min(video.watched(content).key_frames, key=lambda one: abs(one.at_ms - at_ms))
    return frame.pixels, frame.pixels_sha256


@dataclass(slots=True)
class _Seen:
    width: int = 0
    height: int = 0
    metres: float | None = None
    north_up: bool = False
    shots: tuple[tuple[int, int], ...] = ()
    remark: str = ""
    pictures: Sequence[Look] = ()
    prints: Sequence[tuple[int, same.Fingerprint]] = ()


def _film(content: bytes) -> _Seen:
    film = video.watched(content)
    every_ms = max(_EVERY_MS, film.read_ms // video.MOST_SAMPLES)
    kept = {one.at_ms: one.pixels for one in (*video.sampled(content, every_ms=every_ms), *film.key_frames)}
    return _Seen(
        film.width,
        film.height,
        shots=tuple((shot.first_ms, shot.last_ms) for shot in film.shots),
        remark=film.remark,
        pictures=[_look(one.pixels, one.pixels_sha256, one.at_ms) for one in film.key_frames],
        prints=[(at_ms, same.fingerprint(pixels)) for at_ms, pixels in sorted(kept.items())],
    )


def _from_above(content: bytes) -> _Seen:
    image = overhead(content)
    metres = image.reference.metres if image.reference else None
    north_up = image.reference is not None and image.reference.affine[1] == 0 == image.reference.affine[3]
    faces = metres is None or metres < _NO_FACES_FROM
    height, width = image.pixels.shape[:2]
    return _Seen(
        width,
        height,
        metres=metres,
        north_up=north_up,
        remark=image.remark,
        pictures=[_look(image.pixels, _digest(image.pixels), None, faces=faces)],
        prints=[(0, same.fingerprint(image.pixels))],
    )


def _still(pixels: Pixels, digest: str) -> _Seen:
    height, width = pixels.shape[:2]
    return _Seen(width, height, pictures=[_look(pixels, digest, None)], prints=[(0, same.fingerprint(pixels))])


def _look(pixels: Pixels, digest: str, at_ms: int | None, *, faces: bool = True) -> Look:
    large, boxes = without_faces(pixels) if faces else (encoded(pixels), ())
    with Image.open(io.BytesIO(large.content)) as image:
        shown = np.asarray(image.convert("RGB"))
    return Look(at_ms, digest, large, encoded(shown, longest=320), cover(shown), len(boxes))


def without_faces(pixels: Pixels) -> tuple[Encoded, tuple[Box, ...]]:
    """A large copy in which every face that the detector finds is made unrecognisable, and where they were."""
    with _detecting:
        found = _detector().found(pixels) if min(pixels.shape[:2]) >= 16 else ()
    height, width = pixels.shape[:2]
    boxes = []
    for one in found:
        left, top = (one.box.left - _MARGIN * one.box.width) / width, (one.box.top - _MARGIN * one.box.height) / height
        right = (one.box.left + (1 + _MARGIN) * one.box.width) / width
        bottom = (one.box.top + (1 + _MARGIN) * one.box.height) / height
        left, top, right, bottom = max(0.0, left), max(0.0, top), min(1.0, right), min(1.0, bottom)
        if right > left and bottom > top:
            boxes.append((left, top, right - left, bottom - top))
    return (blurred(pixels, boxes) if boxes else encoded(pixels)), tuple(boxes)


_detecting = threading.Lock()


@functools.lru_cache(maxsize=1)
def _detector() -> FaceReader:
    return face_reader()


def _digest(pixels: Pixels) -> str:
    """As `imaging.decoding` counts it."""
    height, width = pixels.shape[:2]
    return hashlib.sha256(f"{width}x{height}\n".encode() + np.ascontiguousarray(pixels).tobytes()).hexdigest()
