"""What is read of a film, and why one is not read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from antigone.imaging.decoding import MOST_PIXELS, Pixels

#: Bytes of the largest film that is watched; a larger one is kept, unread.
MOST_BYTES: Final = 1024**3


class Unwatchable(StrEnum):
    """Why nothing of a film is read."""

    OTHER = "other"
    EMPTY = "empty"
    TOO_LARGE = "too large"
    TOO_MANY_PIXELS = "too many pixels"
    NO_PICTURES = "no pictures"
    DAMAGED = "damaged"
    TOO_HARD = "too hard"


_SENTENCES: Final = {
    Unwatchable.OTHER: "this is no film that can be read; it is kept as it came: export it as MP4 and add that as well",
    Unwatchable.EMPTY: "the film is empty; copy it again from where it came",
    Unwatchable.TOO_LARGE: (
        f"the film is larger than {MOST_BYTES // 1024**3} GiB and is kept unread; cut the part that matters out of it,"
        " and add that part too"
    ),
    Unwatchable.TOO_MANY_PIXELS: (
        f"a frame of the film has more than {MOST_PIXELS // 10**6} megapixels and is not decoded; the file is kept"
    ),
    Unwatchable.NO_PICTURES: "there is no picture in the film, perhaps sound alone; the file is kept as it came",
    Unwatchable.DAMAGED: (
        "the film cannot be read: it is cut off before its index, or damaged; the file is kept as it came, ask for a"
        " whole copy"
    ),
    Unwatchable.TOO_HARD: (
        "the film takes more memory or time to read than films do; the file is kept: add a smaller copy as well"
    ),
}


class FilmRefused(Exception):
    """Nothing of a film can be read; the sentence says why, and what helps."""

    def __init__(self, why: Unwatchable) -> None:
        super().__init__(_SENTENCES[why])
        self.why = why


@dataclass(frozen=True, slots=True)
class Shot:
    """A stretch without a cut, in milliseconds after the film's first picture."""

    first_ms: int
    last_ms: int


@dataclass(frozen=True, slots=True, eq=False)
class KeyFrame:
    """One picture of a film.

    Attributes:
        at_ms: milliseconds after the film's first picture.
        pixels: uint8[height, width, 3], reduced.
        pixels_sha256: of the size and all pixels of the frame as decoded, as `imaging.decoding` counts it.
    """

    at_ms: int
    pixels: Pixels
    pixels_sha256: str


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """What was read of a film.

    Attributes:
        width, height: of its first frame.
        frames: that were decoded.
        read_ms: up to which moment.
        says_ms: how long the file says it is; None where it says nothing.
        container, codec: as the decoder calls them.
        made: when the file says it was made, or empty; nobody vouches for it.
        shots: without a gap, in their order.
        key_frames: one of each shot at least, more of long ones, as far as the number allows.
        remark: one sentence on what could not be read, or empty.
    """

    width: int
    height: int
    frames: int
    read_ms: int
    says_ms: int | None
    container: str
    codec: str
    made: str
    shots: tuple[Shot, ...]
    key_frames: tuple[KeyFrame, ...]
    remark: str
