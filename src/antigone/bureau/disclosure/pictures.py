"""Doors by which a picture leaves the bureau, and what may leave by each: pixels of a bounded size, and nothing else.

Who may have which picture is decided before: for anybody by a release that two people signed
(`photographs.gallery`), for the channel by a wording that two people signed (`disclosure.channel`), for a relative by
`disclosure.relatives`, for who gets the folder of a case by `disclosure.incidents`. Here it is held that whatever goes
through a door is a JPEG in which nothing travels with the pixels: no place, camera, comment, smaller picture or hidden
file, whoever wrote it and however it came to lie there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final


class Door(StrEnum):
    """A way by which pixels leave.

    Originals have none: they are evidence as they came, and whoever holds the vault's key opens them, after an event
    that says why (`photographs.originals`, `incidents.exporting.originals`).
    """

    GALLERY = "gallery"
    RELATIVE = "relative"
    CHANNEL = "channel"
    CASE = "case"


#: Pixels of the longer side at most.
LONGEST: Final[Mapping[Door, int]] = {Door.GALLERY: 1000, Door.RELATIVE: 900, Door.CHANNEL: 1600, Door.CASE: 1600}

# Markers of ISO/IEC 10918-1, table B.1: what a decoder needs for the pixels. Not among them are applications' segments
# (Exif, XMP, colour profiles) and comments; of them only the head of JFIF may stand.
_START, _END, _SCAN, _JFIF = 0xD8, 0xD9, 0xDA, 0xE0
_FRAMES: Final = frozenset((0xC0, 0xC1, 0xC2))
_ALLOWED: Final = frozenset((*_FRAMES, 0xC4, 0xDB, 0xDD, _SCAN))
# A head of JFIF that holds no smaller picture has this length (ISO/IEC 10918-5).
_JFIF_HEAD: Final = 14


class PictureHeldBack(Exception):
    """This is no picture that may leave; the sentence says why."""


def outgoing_picture(content: bytes, door: Door) -> bytes:
    """The picture, if it may leave by this door.

    Args:
        content: a JPEG that the bureau made from pixels.
        door: by which it leaves.

    Raises:
        PictureHeldBack: it is none, it is larger than this door lets out, or something lies in it besides pixels.
    """
    size = None
    for marker, segment in _segments(content):
        if marker == _JFIF:
            if not segment.startswith(b"JFIF\0") or len(segment) != _JFIF_HEAD:
                raise PictureHeldBack("the picture carries more than pixels")
        elif marker not in _ALLOWED:
            raise PictureHeldBack("the picture carries more than pixels")
        if marker in _FRAMES:
            size = int.from_bytes(segment[1:3], "big"), int.from_bytes(segment[3:5], "big")
    if size is None or min(size) < 1:
        raise PictureHeldBack("this is no picture")
    if max(size) > LONGEST[door]:
        raise PictureHeldBack(f"the picture is larger than {LONGEST[door]} pixels")
    return content


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and content of each segment between start and end of a JPEG, which has nothing behind its end."""
    if content[:2] != bytes((0xFF, _START)):
        raise PictureHeldBack("this is no picture")
    at = 2
    while content[at : at + 1] == b"\xff" and at + 1 < len(content):
        marker = content[at + 1]
        if marker == _END:
            if at + 2 != len(content):
                raise PictureHeldBack("something lies behind the picture's end")
            return
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if length < 2 or at + 2 + length > len(content):
            break
        yield marker, content[at + 4 : at + 2 + length]
        at += 2 + length
        if marker == _SCAN:
            at = _after_scan(content, at)
    raise PictureHeldBack("the picture has no end")


def _after_scan(content: bytes, at: int) -> int:
    """Where the next marker stands: within a scan 0xFF stands only before 0 and before marks to restart."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2
    return len(content)
